import { REDACTED } from "./limits.ts";

/** First and last line, counted from one, both included. */
export type LineRange = { first: number; last: number };

/** "3-5, 9" as ranges; null when it is not written so. */
export function lineRanges(text: string): LineRange[] | null {
  const ranges: LineRange[] = [];
  for (const part of text.split(",")) {
    const [, first, last] = /^\s*(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?\s*$/.exec(part) ?? [];
    const range = { first: Number(first), last: Number(last ?? first) };
    if (first === undefined || range.first < 1 || range.last < range.first) return null;
    ranges.push(range);
  }
  return ranges;
}

/** A text without these lines; each is replaced, so that the others keep their numbers. */
export function redactLines(text: string, ranges: readonly LineRange[]): string {
  let number = 0;
  return text.replace(/[^\r\n]*(\r\n|\r|\n|$)/g, (line, ending: string) => {
    if (line === "") return line;
    number += 1;
    return ranges.some(({ first, last }) => number >= first && number <= last) ? `${REDACTED}${ending}` : line;
  });
}

export const countLines = (text: string): number => text.split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(text) ? 1 : 0);

type Field = { from: number; to: number };

/** The fields of separated text where they lie, row by row (RFC 4180). Quotation marks that do not close take the rest. */
function* rowsOf(text: string, separator: string): Generator<Field[]> {
  let fields: Field[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '"' && (quoted || at === from)) {
      if (quoted && text[at + 1] === '"') at += 1;
      else quoted = !quoted;
    } else if (character === undefined || (!quoted && (character === separator || character === "\n" || character === "\r"))) {
      if (character === undefined && from === at && fields.length === 0) return;
      fields.push({ from, to: at });
      if (character === "\r" && text[at + 1] === "\n") at += 1;
      from = at + 1;
      if (character !== separator) {
        yield fields;
        fields = [];
      }
    }
  }
}

/** What parts most fields of the first line, outside quotation marks. */
function separatorOf(text: string): string {
  const first = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
  return [",", ";", "\t"].sort((one, other) => first.split(other).length - first.split(one).length)[0] ?? ",";
}

/** Names of the columns: the fields of the first row. */
export function columnNames(text: string, most: number): string[] {
  for (const fields of rowsOf(text, separatorOf(text))) return fields.slice(0, most).map(({ from, to }) => text.slice(from, to).trim().replace(/^"(.*)"$/s, "$1").replaceAll('""', '"'));
  return [];
}

/** Separated text without what stands in these columns, counted from nought, below their names; everything else keeps its bytes. */
export function redactColumns(text: string, columns: readonly number[]): string {
  const wanted = new Set(columns);
  const pieces: string[] = [];
  let kept = 0;
  let head = true;
  for (const fields of rowsOf(text, separatorOf(text))) {
    for (const [index, { from, to }] of fields.entries()) {
      if (head || from === to || !wanted.has(index)) continue;
      pieces.push(text.slice(kept, from), REDACTED);
      kept = to;
    }
    head = false;
  }
  return pieces.join("") + text.slice(kept);
}
