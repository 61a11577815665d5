"use client";
import type { Tone } from "#lib/status/client.ts";
import { GLYPH_SHAPES, type GlyphName } from "./glyph-shapes.tsx";

const TONE_TEXT: Record<Tone, string> = {
  positive: "text-positive",
  caution: "text-caution",
  critical: "text-critical",
  info: "text-info",
  fault: "text-fault",
  inert: "text-inert",
};

const SIZES = { 10: "size-2.5", 12: "size-3", 14: "size-3.5", 16: "size-4" } as const;

/** One sign. Without `label` it is decoration, and the word stands beside it. */
export function Glyph({ name, tone, size = 16, label }: { name: GlyphName; tone?: Tone; size?: keyof typeof SIZES; label?: string }) {
  const naming = label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return (
    <svg viewBox="0 0 16 16" className={`inline-block flex-none align-[-3px] ${SIZES[size]} ${tone === undefined ? "" : TONE_TEXT[tone]}`} {...naming}>
      {GLYPH_SHAPES[name]}
    </svg>
  );
}
