import type { Face } from "./fonts.ts";

/** How a text looks. Sizes in points. */
export type TextStyle = {
  face: Face; size: number; leading: number; color: string;
  /** Extra space between characters, in points; negative for large headings. */
  tracking?: number;
  /** Digits of one width, for columns of numbers and times. Not for words: the hyphen becomes as wide as a digit. */
  figures?: "tabular";
};

/** Ink that stays apart in grey: meaning is never in a colour. */
export const INK = { text: "#1c2024", muted: "#60646c", line: "#b9bbc6", soft: "#e0e1e6", white: "#ffffff" } as const;

/** A4 in points, and the frame inside which content stands. */
export const PAGE = { width: 595.28, height: 841.89, left: 63, right: 51, top: 94, bottom: 62 } as const;
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** The type scale of the report. */
export const TEXT = {
  eyebrow: { face: "regular", size: 10.5, leading: 15, color: INK.muted },
  cover: { face: "semibold", size: 34, leading: 38, color: INK.text, tracking: -0.95 },
  coverSub: { face: "regular", size: 12, leading: 18, color: INK.text },
  title: { face: "semibold", size: 19.5, leading: 24, color: INK.text, tracking: -0.4 },
  lead: { face: "regular", size: 11, leading: 16.5, color: INK.text, tracking: -0.05 },
  head: { face: "semibold", size: 9.4, leading: 13.5, color: INK.text },
  body: { face: "regular", size: 9, leading: 13.2, color: INK.text },
  bodyStrong: { face: "semibold", size: 9, leading: 13.2, color: INK.text },
  muted: { face: "regular", size: 8.4, leading: 12, color: INK.muted },
  cell: { face: "regular", size: 8.4, leading: 11.6, color: INK.text },
  cellNumber: { face: "regular", size: 8.4, leading: 11.6, color: INK.text, figures: "tabular" },
  cellStrong: { face: "semibold", size: 8.4, leading: 11.6, color: INK.text },
  cellMuted: { face: "regular", size: 8.4, leading: 11.6, color: INK.muted },
  cellHead: { face: "regular", size: 7.8, leading: 11, color: INK.muted },
  mono: { face: "mono", size: 7.7, leading: 11.6, color: INK.text },
  monoSmall: { face: "mono", size: 6.5, leading: 9.4, color: INK.muted },
  code: { face: "mono", size: 7.7, leading: 12.4, color: INK.text },
  label: { face: "regular", size: 8.4, leading: 12, color: INK.muted },
  value: { face: "regular", size: 8.4, leading: 12, color: INK.text },
  footer: { face: "regular", size: 7.8, leading: 10.5, color: INK.muted },
  footerMono: { face: "mono", size: 7.2, leading: 10.5, color: INK.muted },
} as const satisfies Record<string, TextStyle>;
