import { DETECTION_LIMITS } from "./limits.ts";
import type { PlainText } from "./parsers/plain-texts.ts";

/** One line of a log, located in the bytes it came from. */
export type Line = {
  /** 1-based. */
  readonly number: number;
  /** Offset in bytes of the first byte, counted from the start of the input. */
  readonly offset: number;
  /** Bytes without the terminator, also of what a truncated line lost. */
  readonly length: number;
  readonly text: string;
  /** Ended by CR LF instead of LF. */
  readonly crlf: boolean;
  /** Longer than the limit: `text` is a prefix. */
  readonly truncated: boolean;
  /** The last line of an input that does not end with a newline: it may have been cut off. */
  readonly noFinalNewline: boolean;
  /** Bytes that are not UTF-8 were replaced by U+FFFD. */
  readonly invalidUtf8: boolean;
  /** Contains NUL bytes. */
  readonly binary: boolean;
  /** What a sieve of rules told of the line; without it, any rule may match. */
  readonly told?: LineTold;
};

/** What a sieve knows of a line of printable ASCII that ends with LF, by looking for texts of rules in it. */
export type LineTold = {
  /** The rules, in their order, that alone may match it. */
  readonly rules: readonly number[];
  /** Atoms of the rules that occur in it, if it is read as its program writes it (`plain`). */
  readonly atoms: readonly number[];
  /** By atom: whether `atoms` would hold it. */
  readonly looked: Uint8Array;
  readonly plain: PlainText;
  /** Where in the line stands what is behind its program's marker; 0 when there is none. */
  readonly behindStart: number;
};

export type LineSplitter = {
  /** Returns the lines completed by this chunk. The chunk may be reused afterwards. */
  push(chunk: Uint8Array): Line[];
  /** Returns the unfinished last line, if there is one. The splitter must not be used afterwards. */
  finish(): Line[];
  /** Where to resume after the lines returned so far: pass to a new splitter as `start`. */
  position(): LinePosition;
};

/** Tells lines that nobody needs to look at. */
export type LineSieve = {
  /** Goes through whole lines, the last of which ends with a newline. Returns how many were passed over after the last that was kept. */
  sift(bytes: Uint8Array, keep: KeepLine): number;
};

/** Called for each line that must be looked at, in their order: where it begins and ends, how many were passed over since the one before, and what is told of it. */
export type KeepLine = (start: number, end: number, before: number, told: LineTold | undefined) => void;

export type LinePosition = { readonly offset: number; readonly number: number };

const LF = 10;
const CR = 13;
const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/**
 * Splits bytes into lines, whatever the chunking: any division of the same bytes yields the same lines.
 * Memory is bounded by the line limit plus the current chunk. With a sieve, lines that it passes over are counted and left out.
 */
export function createLineSplitter(
  options: { readonly maxLineBytes?: number; readonly start?: LinePosition; readonly sieve?: (chunk: Uint8Array) => LineSieve } = {},
): LineSplitter {
  const limit = options.maxLineBytes ?? DETECTION_LIMITS.lineBytes;
  const pending = new PendingLine(limit);
  let offset = options.start?.offset ?? 0;
  let number = options.start?.number ?? 1;

  const emit = (tail: Uint8Array, noFinalNewline: boolean): Line => {
    const { bytes, total, lastByte } = pending.take(tail);
    const crlf = !noFinalNewline && lastByte === CR;
    const line = buildLine(bytes, { number, offset, length: crlf ? total - 1 : total, crlf, noFinalNewline, limit });
    offset += total + (noFinalNewline ? 0 : 1);
    number += 1;
    return line;
  };

  /** Whole lines through the sieve. */
  const sift = (sieve: LineSieve, bytes: Uint8Array, lines: Line[]): void => {
    let read = 0;
    const passed = sieve.sift(bytes, (from, to, before, told) => {
      offset += from - read;
      number += before;
      if (told === undefined) lines.push(emit(bytes.subarray(from, to), false));
      else {
        lines.push(plainLine(bytes.subarray(from, to), number, offset, told));
        offset += to - from + 1;
        number += 1;
      }
      read = to + 1;
    });
    offset += bytes.length - read;
    number += passed;
  };

  return {
    push(given) {
      // Parts of a Buffer are Buffers, which take longer to make.
      const chunk = new Uint8Array(given.buffer, given.byteOffset, given.length);
      const lines: Line[] = [];
      let from = 0;
      const sieve = options.sieve?.(chunk);
      if (sieve !== undefined) {
        const begins = pending.total === 0 ? 0 : chunk.indexOf(LF) + 1;
        const ends = chunk.lastIndexOf(LF) + 1;
        if (begins > 0) lines.push(emit(chunk.subarray(0, begins - 1), false));
        from = Math.max(begins, ends);
        if (ends > begins) sift(sieve, chunk.subarray(begins, ends), lines);
      }
      for (let at = chunk.indexOf(LF, from); at !== -1; at = chunk.indexOf(LF, from)) {
        lines.push(emit(chunk.subarray(from, at), false));
        from = at + 1;
      }
      if (from < chunk.length) pending.append(chunk.subarray(from));
      return lines;
    },
    finish() {
      return pending.total === 0 ? [] : [emit(new Uint8Array(0), true)];
    },
    position() {
      return { offset, number };
    },
  };
}

/** The start of a line whose end has not been seen: at most one byte more than the limit is kept (it may be the CR). */
class PendingLine {
  total = 0;
  private readonly limit: number;
  private parts: Uint8Array[] = [];
  private kept = 0;
  private lastByte = -1;

  constructor(limit: number) {
    this.limit = limit;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const room = this.limit + 1 - this.kept;
    if (room > 0) {
      const part = Uint8Array.prototype.slice.call(bytes, 0, room);
      this.parts.push(part);
      this.kept += part.length;
    }
    this.total += bytes.length;
    this.lastByte = bytes[bytes.length - 1] ?? -1;
  }

  /** Ends the line with `tail` and starts afresh. Does not copy when the whole line lies in the tail. */
  take(tail: Uint8Array): { bytes: Uint8Array; total: number; lastByte: number } {
    if (this.total === 0) return { bytes: tail, total: tail.length, lastByte: tail[tail.length - 1] ?? -1 };
    this.append(tail);
    const bytes = new Uint8Array(this.kept);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    const taken = { bytes, total: this.total, lastByte: this.lastByte };
    this.parts = [];
    this.kept = 0;
    this.total = 0;
    this.lastByte = -1;
    return taken;
  }
}

type Frame = {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
  readonly crlf: boolean;
  readonly noFinalNewline: boolean;
  readonly limit: number;
};

function buildLine(bytes: Uint8Array, frame: Frame): Line {
  const truncated = frame.length > frame.limit;
  const content = truncated ? wholeCharacters(bytes.subarray(0, frame.limit)) : bytes.subarray(0, frame.length);
  const text = lenient.decode(content);
  return {
    number: frame.number,
    offset: frame.offset,
    length: frame.length,
    // A byte order mark belongs to the file, not to the first line's text.
    text: frame.offset === 0 && text.startsWith("\uFEFF") ? text.slice(1) : text,
    crlf: frame.crlf,
    truncated,
    noFinalNewline: frame.noFinalNewline,
    invalidUtf8: text.includes("\uFFFD") && !isUtf8(content),
    binary: content.includes(0),
  };
}

function plainLine(bytes: Uint8Array, number: number, offset: number, told: LineTold): Line {
  return { number, offset, length: bytes.length, text: lenient.decode(bytes), crlf: false, truncated: false, noFinalNewline: false, invalidUtf8: false, binary: false, told };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch (error) {
    // The decoder's only answer to bytes that are not UTF-8 is a TypeError.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Drops a character cut by the limit, so that truncation alone is never reported as invalid UTF-8. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}
