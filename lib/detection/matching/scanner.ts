import { DETECTION_LIMITS } from "../limits.ts";
import { readRecord } from "../read-record.ts";
import type { EventView } from "../sigma/event-view.ts";
import type { Expression } from "../sigma/expression.ts";
import type { RuleInfo } from "../sigma/rule.ts";
import type { RuleSet } from "../sigma/rule-set.ts";
import { CANDIDATE, ENDED, SLOW, STATUS, UNKNOWN_ROUTE } from "./kernel.ts";
import type { Matcher } from "./matcher.ts";

/** Where a line stands: 1-based number, offset and length in bytes without its end. */
export type LinePlace = { readonly line: number; readonly offset: number; readonly length: number };
export type MatchedValue = { readonly field: string | null; readonly value: string };
/** A rule that matched a line, and the values that it asked for there. */
export type LineMatch = LinePlace & { readonly rule: RuleInfo; readonly values: readonly MatchedValue[] };
export type LineProblem = LinePlace & { readonly problem: "not_an_object" | "too_long" };

export type ScanResult = { readonly matches: readonly LineMatch[]; readonly problems: readonly LineProblem[] };

export type ScanStatistics = {
  readonly lines: number;
  readonly bytes: number;
  /** Lines that some rule's literal woke. */
  readonly candidates: number;
  /** Lines read by JSON.parse: unusual, or no JSON. */
  readonly parsed: number;
  readonly problems: number;
};

/** Lines are read in stretches that stay in the processor's cache. */
const WINDOW_BYTES = 262_144;
const GUARD_BYTES = 64;
const MAX_VALUES = 20;
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

  constructor(ruleSet: RuleSet, start: { readonly offset: number; readonly line: number } = { offset: 0, line: 1 }) {
    this.ruleSet = ruleSet;
    this.matcher = ruleSet.matcher();
    this.window = this.matcher.window(WINDOW_BYTES + GUARD_BYTES);
    this.offset = start.offset;
    this.line = start.line;
  }

  push(chunk: Uint8Array): ScanResult {
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
      else if (found.length > 0) this.add(found, place);
    }
    this.line = matcher.statusWord(STATUS.lines) + 1;
    this.offset += bytes.length;
  }

  private readSlowly(bytes: Uint8Array, place: LinePlace): void {
    this.counts.parsed += 1;
    const text = decoder.decode(bytes);
    const record = readRecord(place.offset === 0 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
    if (record === null) this.report(place, "not_an_object");
    else this.add(this.matcher.matchesOfRecord(record), place);
  }

  private report(place: LinePlace, problem: LineProblem["problem"]): void {
    this.counts.problems += 1;
    this.problems.push({ ...place, problem });
  }

  private add(rules: readonly number[], { line, offset, length }: LinePlace): void {
    const view = this.matcher.lastView;
    for (const at of rules) {
      const { info, expression } = this.ruleSet.eventRules[at]!;
      const values: MatchedValue[] = [];
      collectValues(expression, view, values);
      this.matches.push({ line, offset, length, rule: info, values });
    }
  }
}

/** The values of fields whose predicates held, none of them under a "not". */
function collectValues(expression: Expression, view: EventView, into: MatchedValue[]): void {
  switch (expression.kind) {
    case "predicate": {
      const { field, number, test } = expression.predicate;
      if (field === null || into.length >= MAX_VALUES || !view.answer(number, test)) return;
      for (const { text } of view.texts(field.number)) into.push({ field: field.name, value: text });
      return;
    }
    case "name":
      collectValues(expression.item, view, into);
      return;
    case "not":
      return;
    default:
      for (const item of expression.items) collectValues(item, view, into);
  }
}
