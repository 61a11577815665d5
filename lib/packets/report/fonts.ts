import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { sfntOf } from "./woff.ts";
import type { ReportPdf } from "./pdf-document.ts";

/** `regular` and `semibold` are Inter, `mono` is JetBrains Mono. */
export type Face = "regular" | "semibold" | "mono";

/** A stretch of text that one embedded font can show. */
export type FontRun = { font: string; text: string };

/**
 * Static WOFF files: a variable WOFF2 cannot be embedded, because the subsetter reads its transformed outlines as plain
 * ones. Each file holds one script; the first that has a character shows it.
 */
const SCRIPTS = ["latin", "latin-ext", "greek", "cyrillic", "vietnamese", "cyrillic-ext", "greek-ext"] as const;
const FILES: Readonly<Record<Face, (script: string) => string>> = {
  regular: (script) => `@fontsource/inter/files/inter-${script}-400-normal.woff`,
  semibold: (script) => `@fontsource/inter/files/inter-${script}-600-normal.woff`,
  mono: (script) => `@fontsource/jetbrains-mono/files/jetbrains-mono-${script}-400-normal.woff`,
};
/** JetBrains Mono has no Greek extensions. */
const ABSENT: ReadonlySet<string> = new Set(["mono greek-ext"]);

/** Signs that none of the fonts has and that everybody writes in ASCII too. The record files keep the original. */
const SPELLED: Readonly<Record<string, string>> = {
  "\u2192": "->", "\u2190": "<-", "\u2194": "<->", "\u21D2": "=>", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=",
  "\u2009": " ", "\u202F": "\u00A0", "\u200A": " ", "\u2003": " ", "\u2002": " ", "\u2007": "\u00A0", "\u2011": "-", "\u00AD": "",
};

const require = createRequire(import.meta.url);
const bytesOf = new Map<string, Buffer>();

function fontBytes(face: Face, script: string): Buffer {
  const name = FILES[face](script);
  let bytes = bytesOf.get(name);
  if (!bytes) {
    bytes = sfntOf(readFileSync(require.resolve(name)));
    bytesOf.set(name, bytes);
  }
  return bytes;
}

/** The fonts of one document: registers each file when a character first needs it, so that only used ones are embedded. */
export class ReportFonts {
  readonly #pdf: ReportPdf;
  readonly #covers = new Map<string, (codePoint: number) => boolean>();
  readonly #fontOf = new Map<string, string | null>();

  constructor(pdf: ReportPdf) {
    this.#pdf = pdf;
  }

  /** Text that can be printed: one line, NFC, control characters as spaces, what no font has as `[U+1F600]`. */
  printable(text: string, face: Face): string {
    let out = "";
    for (const char of text.toWellFormed().normalize("NFC")) {
      const spelled = SPELLED[char];
      if (/^\p{Cc}$|^[\u2028\u2029]$/u.test(char)) out += " ";
      else if (spelled !== undefined) out += spelled;
      // Invisible format characters (bidirectional overrides, joiners) are shown, because they can make a text lie.
      else if (/^\p{Cf}$/u.test(char) || this.#font(char, face) === null) out += `[U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
      else out += char;
    }
    return out;
  }

  /** Splits printable text into stretches of one font each. */
  runs(printable: string, face: Face): FontRun[] {
    const runs: FontRun[] = [];
    for (const char of printable) {
      const font = this.#font(char, face) ?? this.#name(face, "latin");
      const last = runs.at(-1);
      if (last?.font === font) last.text += char;
      else runs.push({ font, text: char });
    }
    return runs;
  }

  #font(char: string, face: Face): string | null {
    const key = `${face}${char}`;
    const known = this.#fontOf.get(key);
    if (known !== undefined) return known;
    const codePoint = char.codePointAt(0) ?? 0;
    const script = SCRIPTS.find((one) => !ABSENT.has(`${face} ${one}`) && this.#has(face, one, codePoint));
    const font = script === undefined ? null : this.#name(face, script);
    // The key space is Unicode; a hostile text must not grow the map without end.
    if (this.#fontOf.size < 20_000) this.#fontOf.set(key, font);
    return font;
  }

  #has(face: Face, script: string, codePoint: number): boolean {
    const name = this.#name(face, script);
    let covers = this.#covers.get(name);
    if (!covers) {
      covers = this.#pdf.registerFont(name, fontBytes(face, script));
      this.#covers.set(name, covers);
    }
    return covers(codePoint);
  }

  #name(face: Face, script: string): string {
    return `${face} ${script}`;
  }
}

/** The font that the document starts with: without one pdfkit names Helvetica, which it does not embed. */
export function firstFont(): Buffer {
  return fontBytes("regular", "latin");
}
