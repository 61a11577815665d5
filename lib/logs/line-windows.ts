import { LOG_LIMITS } from "./limits.ts";

/** A line's place in a segment's text: bytes from the start, 1-based number, bytes without the line end. */
export type LinePlace = { number: number; offset: number; length: number };

/** A line as it is shown: `wanted` ones were asked for, the others stand around them. */
export type ShownLine = { number: number; offset: number; text: string; wanted: boolean; shortened: boolean };

export type ByteRange = { from: number; until: number };

/** Bytes read on each side of a wanted line to find its neighbours in. */
const SIDE_BYTES = 4096;

/** The byte ranges to read for these lines, in order and without overlap. */
export function rangesOf(places: readonly LinePlace[]): ByteRange[] {
  const ranges: ByteRange[] = [];
  for (const place of [...places].sort((a, b) => a.offset - b.offset)) {
    const from = Math.max(0, place.offset - SIDE_BYTES);
    const until = place.offset + Math.min(place.length, LOG_LIMITS.shownChars * 4) + SIDE_BYTES;
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else ranges.push({ from, until });
  }
  return ranges;
}

/**
 * The wanted lines of one range with their neighbours.
 *
 * @param bytes what was read at `range.from`; shorter than the range at the end of the text
 * @param contextLines neighbours on each side
 */
export function linesOf(range: ByteRange, bytes: Buffer, places: readonly LinePlace[], contextLines: number): ShownLine[] {
  const found = new Map<number, ShownLine>();
  const atEnd = range.from + bytes.length < range.until;
  for (const place of places) {
    if (place.offset < range.from || place.offset >= range.from + bytes.length) continue;
    for (const neighbour of before(range, bytes, place, contextLines)) if (!found.has(neighbour.number)) found.set(neighbour.number, neighbour);
    found.set(place.number, shown(bytes, place, place.offset - range.from, place.offset - range.from + place.length, true));
    for (const neighbour of after(range, bytes, place, contextLines, atEnd)) if (!found.has(neighbour.number)) found.set(neighbour.number, neighbour);
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

const LF = 10;

function before(range: ByteRange, bytes: Buffer, place: LinePlace, count: number): ShownLine[] {
  const lines: ShownLine[] = [];
  let end = place.offset - range.from - 1;
  for (let back = 1; back <= count && end >= 0; back += 1) {
    const start = end === 0 ? 0 : bytes.lastIndexOf(LF, end - 1) + 1;
    // The first bytes of a range may be the tail of a line whose start was not read.
    if (start === 0 && range.from > 0) break;
    lines.push(shown(bytes, { number: place.number - back, offset: range.from + start, length: end - start }, start, end, false));
    end = start - 1;
  }
  return lines;
}

function after(range: ByteRange, bytes: Buffer, place: LinePlace, count: number, atEnd: boolean): ShownLine[] {
  const lines: ShownLine[] = [];
  let start = nextLine(bytes, place.offset - range.from + place.length);
  for (let ahead = 1; ahead <= count && start !== -1 && start < bytes.length; ahead += 1) {
    const lf = bytes.indexOf(LF, start);
    if (lf === -1 && !atEnd) break;
    const end = lf === -1 ? bytes.length : lf;
    lines.push(shown(bytes, { number: place.number + ahead, offset: range.from + start, length: end - start }, start, end, false));
    start = lf === -1 ? -1 : lf + 1;
  }
  return lines;
}

function nextLine(bytes: Buffer, from: number): number {
  const lf = bytes.indexOf(LF, from);
  return lf === -1 ? -1 : lf + 1;
}

function shown(bytes: Buffer, place: LinePlace, start: number, end: number, wanted: boolean): ShownLine {
  const whole = bytes.subarray(start, Math.min(end, bytes.length)).toString("utf8").replace(/\r$/, "");
  // A byte order mark belongs to the file, not to its first line.
  const text = place.offset === 0 && whole.startsWith("\uFEFF") ? whole.slice(1) : whole;
  const shortened = text.length > LOG_LIMITS.shownChars || end > bytes.length;
  return { number: place.number, offset: place.offset, text: text.slice(0, LOG_LIMITS.shownChars), wanted, shortened };
}
