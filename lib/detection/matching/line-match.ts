import type { RuleInfo } from "../sigma/rule.ts";

/** Where a line stands: 1-based number, offset and length in bytes without its end. */
export type LinePlace = { readonly line: number; readonly offset: number; readonly length: number };
export type MatchedValue = { readonly field: string; readonly value: string };
/** A rule that matched, and the values that it asked for. */
export type RuleFinding = { readonly rule: RuleInfo; /** Its number in the set. */ readonly number: number; readonly values: readonly MatchedValue[] };
export type LineMatch = LinePlace & RuleFinding & { /** The line, where the scanner was asked to keep it. */ readonly text?: string };
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
