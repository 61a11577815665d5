import type { LineProblem, MatchedValue, NearMiss, RuleInfo } from "#lib/detection/index.ts";

/** A rule that matched at a place of an input. */
export type Finding = { file: string; line: number; offset: number; length: number; rule: RuleInfo; number: number; values: readonly MatchedValue[]; /** The line, where it is wanted. */ text?: string };
export type InputProblem = { file: string; line: number | null; offset: number | null; sentence: string };

/** A line that no rule matched, and the rule that came nearest. */
export type LineMiss = { file: string; line: number; offset: number; miss: NearMiss };

/** Findings as they are told, and how many each rule, by its number, gave. */
export type Written = { rows: readonly Uint8Array<ArrayBuffer>[]; counts: readonly (readonly [rule: number, findings: number])[] };

/** What one part of an input gave. */
export type Batch = { /** What was written of findings already, instead of `findings`. */ written?: Written; /** Of the first lines without a finding, where that is wanted. */ misses?: LineMiss[]; findings: Finding[]; problems: InputProblem[]; lines: number; bytes: number; candidates: number; parsed: number; /** Lines of text of a shape that no parser knows. */ unknown?: number };

const SENTENCES: Readonly<Record<LineProblem["problem"], string>> = {
  not_an_object: "The line is no JSON object.",
  too_long: "The line is longer than is read.",
};

export function lineProblem(file: string, { line, offset, problem }: LineProblem): InputProblem {
  return { file, line, offset, sentence: SENTENCES[problem] };
}

/** What a worker sends that does not write findings itself: rules go by their number, which every worker has compiled alike. */
export type SentFinding = Omit<Finding, "rule" | "file">;
