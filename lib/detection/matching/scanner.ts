import type { Adaptation } from "./adaptation.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import type { LinePosition } from "../lines.ts";
import { readRecord } from "../read-record.ts";
import type { RuleSet } from "../sigma/rule-set.ts";
import { CANDIDATE, ENDED, SLOW, STATUS, UNKNOWN_ROUTE } from "./kernel.ts";
import type { LineMatch, LinePlace, LineProblem, ScanResult, ScanStatistics } from "./line-match.ts";
import type { Matcher } from "./matcher.ts";

export type ScannerOptions = {
  /** Of the first byte, and the number of the first line: 0 and 1. */
  readonly offset?: number;
  readonly line?: number;
  /** Whether matches carry their line. */
  readonly keepText?: boolean;
  /** What chooses what wakes the rules by the lines themselves. Scanners of one input, one after the other, share it. */
  readonly adapt?: Adaptation;
};

/** Lines are read in stretches that stay in the processor's cache. */
const WINDOW_BYTES = 262_144;
const GUARD_BYTES = 64;
const LF = 10;
const BYTE_ORDER_MARK = "\uFEFF";
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads newline-delimited JSON and finds the rules that match each line. Chunks may be cut anywhere: the same bytes give
 * the same matches. Only lines that a rule's literal wakes are looked at in TypeScript, and only unusual ones parsed.
 */
export class Scanner {
  private readonly ruleSet: RuleSet;
  private readonly matcher: Matcher;
  private readonly window: number;
  private pending: Uint8Array = new Uint8Array();
  /** Bytes of a line beyond the limit that were dropped. */
  private dropped = 0;
  private offset: number;
  private line: number;
  private readonly start: LinePosition;
  private counts = { candidates: 0, parsed: 0, problems: 0 };
  private matches: LineMatch[] = [];
  private problems: LineProblem[] = [];

  private readonly keepText: boolean;
  private readonly adapt: Adaptation | null;

  constructor(ruleSet: RuleSet, options: ScannerOptions = {}) {
    this.ruleSet = ruleSet;
    this.keepText = options.keepText ?? false;
    this.adapt = options.adapt ?? null;
    this.matcher = ruleSet.matcher();
    this.window = this.matcher.window(WINDOW_BYTES + GUARD_BYTES);
    this.offset = options.offset ?? 0;
    this.line = options.line ?? 1;
    this.start = { offset: this.offset, number: this.line };
  }

  push(chunk: Uint8Array): ScanResult {
    const { adapt } = this;
    const before = { line: this.line, candidates: this.counts.candidates };
    adapt?.learnFrom(chunk, this.matcher);
    this.read(chunk);
    adapt?.count(this.line - before.line, this.counts.candidates - before.candidates);
    return this.take();
  }

  private read(chunk: Uint8Array): void {
    let from = 0;
    if (this.pending.length > 0 || this.dropped > 0) {
      const newline = chunk.indexOf(LF);
      this.keep(chunk.subarray(0, newline === -1 ? chunk.length : newline));
      if (newline === -1) return;
      this.endPending(1);
      from = newline + 1;
    }
    while (from < chunk.length) {
      const newline = from + WINDOW_BYTES >= chunk.length ? chunk.lastIndexOf(LF) : chunk.lastIndexOf(LF, from + WINDOW_BYTES - 1);
      const end = newline >= from ? newline : chunk.indexOf(LF, from);
      if (end === -1) break;
      if (end - from < WINDOW_BYTES) this.readWindow(chunk.subarray(from, end + 1));
      else {
        this.keep(chunk.subarray(from, end));
        this.endPending(1);
      }
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
  }

  /** Reads the last line when no newline ends it. */
  finish(): ScanResult {
    if (this.pending.length > 0 || this.dropped > 0) this.endPending(0);
    return this.take();
  }

  statistics(): ScanStatistics {
    return { lines: this.line - this.start.number, bytes: this.offset - this.start.offset, ...this.counts };
  }

  private take(): ScanResult {
    const result = { matches: this.matches, problems: this.problems };
    this.matches = [];
    this.problems = [];
    return result;
  }

  private keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const room = DETECTION_LIMITS.lineBytes - this.pending.length;
    const kept = bytes.subarray(0, room);
    const joined = new Uint8Array(this.pending.length + kept.length);
    joined.set(this.pending);
    joined.set(kept, this.pending.length);
    this.pending = joined;
    this.dropped += bytes.length - kept.length;
  }

  private endPending(newlineBytes: number): void {
    const bytes = this.pending;
    const length = bytes.length + this.dropped;
    const place = { line: this.line, offset: this.offset, length };
    if (this.dropped > 0) this.report(place, "too_long");
    else if (length + 1 < WINDOW_BYTES) {
      const whole = new Uint8Array(length + 1);
      whole.set(bytes);
      whole[length] = LF;
      this.pending = new Uint8Array();
      this.readWindow(whole);
      this.offset -= 1 - newlineBytes;
      return;
    } else this.readSlowly(bytes, place);
    this.pending = new Uint8Array();
    this.dropped = 0;
    this.offset += length + newlineBytes;
    this.line += 1;
  }

  /** Whole lines, no more than the window holds. */
  private readWindow(bytes: Uint8Array): void {
    const { matcher, window } = this;
    const { kernel } = matcher;
    kernel.u8.set(bytes, window);
    kernel.calls.open(window, window + bytes.length, this.line);
    for (let answer = kernel.calls.nextLine(); answer !== ENDED; answer = kernel.calls.nextLine()) {
      if (answer === UNKNOWN_ROUTE) {
        matcher.learnRoute();
        continue;
      }
      const start = matcher.statusWord(STATUS.lineStart);
      const length = matcher.statusWord(STATUS.lineEnd) - start;
      const place = { line: matcher.statusWord(STATUS.lines), offset: this.offset + start - window, length };
      if (answer === CANDIDATE) this.counts.candidates += 1;
      const found = answer === SLOW ? null : matcher.matchesOfLine();
      if (found === null) this.readSlowly(kernel.u8.slice(start, start + length), place);
      else if (found.length > 0) this.add(found, place, this.keepText ? decoder.decode(kernel.u8.subarray(start, start + length)) : undefined);
    }
    this.line = matcher.statusWord(STATUS.lines) + 1;
    this.offset += bytes.length;
  }

  private readSlowly(bytes: Uint8Array, place: LinePlace): void {
    this.counts.parsed += 1;
    const text = decoder.decode(bytes);
    const record = readRecord(place.offset === 0 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
    if (record === null) this.report(place, "not_an_object");
    else this.add(this.matcher.matchesOfRecord(record), place, this.keepText ? text : undefined);
  }

  private report(place: LinePlace, problem: LineProblem["problem"]): void {
    this.counts.problems += 1;
    this.problems.push({ ...place, problem });
  }

  private add(rules: readonly number[], { line, offset, length }: LinePlace, text: string | undefined): void {
    for (const at of rules) {
      const { info: rule, number } = this.ruleSet.eventRules[at]!;
      const match = { line, offset, length, rule, number, values: this.matcher.valuesOf(at) };
      this.matches.push(text === undefined ? match : { ...match, text });
    }
  }
}

/** Newlines in some bytes: looked for sixteen at a time, which takes a third of what looking for one after the other does. */
export function countNewlines(ruleSet: RuleSet, bytes: Uint8Array): number {
  const matcher = ruleSet.matcher();
  const window = matcher.window(WINDOW_BYTES + GUARD_BYTES);
  const { u8, calls } = matcher.kernel;
  let count = 0;
  for (let from = 0; from < bytes.length; from += WINDOW_BYTES) {
    const part = bytes.subarray(from, from + WINDOW_BYTES);
    u8.set(part, window);
    count += calls.newlines(window, window + part.length);
  }
  return count;
}
