import { ReportFonts, type FontRun } from "./fonts.ts";
import type { ReportPdf } from "./pdf-document.ts";
import type { TextStyle } from "./style.ts";

/** A line ready to draw. */
export type SetLine = { runs: FontRun[]; width: number };

/** Contextual alternates off: they draw `->` as an arrow and `3x4` as `3×4`, and evidence is printed as it is written. */
const FEATURES = { calt: false };
const TABULAR = { calt: false, tnum: true };
/** Widths kept; emptied when full. pdfkit's own cache is never used, because it has no bound. */
const WIDTHS_KEPT = 8_000;

/** Measures and breaks text, and draws single lines. Knows nothing of pages or tags. */
export class Typesetter {
  readonly #pdf: ReportPdf;
  readonly #fonts: ReportFonts;
  readonly #widths = new Map<string, number>();

  constructor(pdf: ReportPdf) {
    this.#pdf = pdf;
    this.#fonts = new ReportFonts(pdf);
  }

  /** The text as it is printed, for bookmarks and text alternatives. */
  plain(text: string): string {
    return this.#fonts.printable(text, "regular");
  }

  /** Width in points of text on one line. */
  width(text: string, style: TextStyle): number {
    return this.#width(this.#fonts.printable(text, style.face), style);
  }

  /** Breaks text at spaces into lines of at most `width`; a longer word breaks anywhere. `maxLines` ends with `…`. */
  lines(text: string, style: TextStyle, width: number, maxLines = Infinity): SetLine[] {
    const set: SetLine[] = [];
    for (const paragraph of text.split(/\r\n|\r|\n|\u2029/u)) {
      for (const line of this.#break(this.#fonts.printable(paragraph, style.face), style, width)) {
        if (set.length === maxLines) return this.#cut(set, style, width);
        set.push(this.#line(line, style));
      }
    }
    return set;
  }

  /** Like `lines`, but a last line of one short word is avoided where the same number of lines allows it. */
  paragraph(text: string, style: TextStyle, width: number, maxLines = Infinity): SetLine[] {
    const set = this.lines(text, style, width, maxLines);
    const last = set.at(-1);
    if (set.length < 2 || !last || last.width > width * 0.2) return set;
    const narrower = this.lines(text, style, width * 0.9, maxLines);
    return narrower.length === set.length ? narrower : set;
  }

  /** Draws a line with its first baseline `ascent` below `y`. Call inside marked content. */
  draw(line: SetLine, x: number, y: number, style: TextStyle): void {
    const { doc } = this.#pdf;
    // The line box is centred on the x-height and ascender of the faces, which are alike enough to be one number.
    const baseline = y + style.leading / 2 + style.size * 0.35;
    let at = x;
    doc.fillColor(style.color);
    for (const run of line.runs) {
      doc.font(run.font).fontSize(style.size).text(run.text, at, baseline, { ...options(style), baseline: "alphabetic", lineBreak: false });
      at += this.#runWidth(run, style) + (style.tracking ?? 0);
    }
  }

  #line(text: string, style: TextStyle): SetLine {
    const runs = this.#fonts.runs(text, style.face);
    const gaps = Math.max(0, runs.length - 1) * (style.tracking ?? 0);
    return { runs, width: runs.reduce((sum, run) => sum + this.#runWidth(run, style), gaps) };
  }

  #width(printable: string, style: TextStyle): number {
    return this.#line(printable, style).width;
  }

  #runWidth(run: FontRun, style: TextStyle): number {
    const key = `${run.font}|${style.size}|${style.tracking ?? 0}|${style.figures ?? ""}|${run.text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    const width = this.#pdf.doc.font(run.font).fontSize(style.size).widthOfString(run.text, options(style));
    if (this.#widths.size >= WIDTHS_KEPT) this.#widths.clear();
    this.#widths.set(key, width);
    return width;
  }

  #break(text: string, style: TextStyle, width: number): string[] {
    const lines: string[] = [];
    const space = this.#width(" ", style) + (style.tracking ?? 0) * 2;
    let line = "";
    let used = 0;
    // Words are measured one by one, so that a word met before is not shaped again.
    for (const word of text.trim().split(/ +/u)) {
      const wordWidth = word.length > mostChars(style, width) ? Infinity : this.#width(word, style);
      if (line !== "" && used + space + wordWidth <= width) {
        line += ` ${word}`;
        used += space + wordWidth;
        continue;
      }
      if (line !== "") lines.push(line);
      const pieces = wordWidth <= width ? [word] : this.#pieces(word, style, width);
      line = pieces.pop() ?? "";
      used = pieces.length === 0 ? wordWidth : this.#width(line, style);
      lines.push(...pieces);
    }
    return [...lines, line];
  }

  /** Cuts a word that is wider than the line, after a separator where one is near the end. */
  #pieces(word: string, style: TextStyle, width: number): string[] {
    const pieces: string[] = [];
    let rest = word;
    const most = mostChars(style, width);
    while (rest.length > most || (rest !== "" && this.#width(rest, style) > width)) {
      let low = 1;
      let high = Math.min(rest.length, most);
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (this.#width(rest.slice(0, middle), style) <= width) low = middle;
        else high = middle - 1;
      }
      const separator = Math.max(...["/", "-", "_", ".", ",", "=", "&", ":"].map((sign) => rest.lastIndexOf(sign, low - 1))) + 1;
      const cut = separator > low * 0.6 ? separator : low;
      pieces.push(rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    return [...pieces, rest];
  }

  #cut(set: SetLine[], style: TextStyle, width: number): SetLine[] {
    let last = (set.at(-1)?.runs ?? []).map((run) => run.text).join("");
    while (last !== "" && this.#width(`${last}…`, style) > width) last = last.slice(0, -1);
    return [...set.slice(0, -1), this.#line(`${last.trimEnd()}…`, style)];
  }
}

/** More characters than this do not fit a line whatever they are; a longer word is not shaped whole to find out. */
function mostChars(style: TextStyle, width: number): number {
  return Math.max(1, Math.ceil(width / (style.size * 0.15)));
}

function options(style: TextStyle): PDFKit.Mixins.TextOptions {
  // pdfkit hands `features` to fontkit, which takes a map as well as the list that the declarations know.
  const features = (style.figures === "tabular" ? TABULAR : FEATURES) as unknown as PDFKit.Mixins.OpenTypeFeatures[];
  return style.tracking === undefined ? { features } : { features, characterSpacing: style.tracking };
}
