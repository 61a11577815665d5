import { DETECTION_LIMITS } from "../limits.ts";
import { readRecord } from "../read-record.ts";
import type { RuleSet } from "../sigma/rule-set.ts";
import { CANDIDATE, ENDED, SLOW, STATUS, UNKNOWN_ROUTE } from "./kernel.ts";
import type { LineMatch, LinePlace, LineProblem, ScanResult, ScanStatistics } from "./line-match.ts";
import type { Matcher } from "./matcher.ts";

export type ScannerOptions = {
  /** Of the first byte. */
  readonly offset?: number;
  /** Whether matches carry their line. */
  readonly keepText?: boolean;
  /** Whether what wakes the rules is chosen by the lines themselves, and anew when they change. */
  readonly adapt?: boolean;
};

/** Lines that are looked at to choose what wakes the rules. */
const LEARNT_LINES = 256;
/** Lines between two choices, and how much more of them than before must wake a rule for another. */
const LINES_BETWEEN = 50_000;
const WORSE = 2;

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
  private offset = 0;
  private line = 1;
  private counts = { candidates: 0, parsed: 0, problems: 0 };
  private matches: LineMatch[] = [];
  private problems: LineProblem[] = [];

  private readonly keepText: boolean;
  private readonly adapt: boolean;
  /** Lines and candidates when the choice was made, and the share of lines that woke a rule in the chunk after it. */
  private learnt: { lines: number; candidates: number; share: number | null } | null = null;

  constructor(ruleSet: RuleSet, options: ScannerOptions = {}) {
    this.ruleSet = ruleSet;
    this.keepText = options.keepText ?? false;
    this.adapt = options.adapt ?? false;
    this.matcher = ruleSet.matcher();
    this.window = this.matcher.window(WINDOW_BYTES + GUARD_BYTES);
    this.offset = options.offset ?? 0;
  }

  push(chunk: Uint8Array): ScanResult {
    if (this.adapt) this.learnFrom(chunk);
    let from = 0;
    if (this.pending.length > 0 || this.dropped > 0) {
      const newline = chunk.indexOf(LF);
      this.keep(chunk.subarray(0, newline === -1 ? chunk.length : newline));
      if (newline === -1) return this.take();
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
    return this.take();
  }

  /** Reads the last line when no newline ends it. */
  finish(): ScanResult {
    if (this.pending.length > 0 || this.dropped > 0) this.endPending(0);
    return this.take();
  }

  statistics(): ScanStatistics {
    return { lines: this.line - 1, bytes: this.offset, ...this.counts };
  }

  /** Chooses what wakes the rules by the first lines, and again when many more lines wake one than did after the choice. */
  private learnFrom(chunk: Uint8Array): void {
    const { learnt, line, counts } = this;
    if (learnt !== null) {
      const lines = line - learnt.lines;
      if (lines < LINES_BETWEEN) return;
      const share = (counts.candidates - learnt.candidates) / lines;
      const known = learnt.share;
      this.learnt = { lines: line, candidates: counts.candidates, share: Math.min(share, known ?? share) };
      if (known === null || share <= known * WORSE) return;
    }
    const whole = chunk.subarray(0, Math.max(0, chunk.subarray(0, WINDOW_BYTES).lastIndexOf(LF)));
    const records = decoder.decode(whole).split("\n", LEARNT_LINES).map(readRecord).filter((record) => record !== null);
    if (records.length === 0) return;
    this.matcher.learn(records);
    this.learnt = { lines: line, candidates: counts.candidates, share: null };
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
