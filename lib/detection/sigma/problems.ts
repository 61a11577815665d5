/** Why a rule (or part of a file) was refused, or what its author should know: a sentence, and where. */
export type RuleProblem = {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** `refused`: the rule is not in the rule set. `warning`: it is, but look at this. */
  readonly severity: "refused" | "warning";
  /** A complete sentence. */
  readonly message: string;
  readonly ruleId?: string;
  readonly ruleTitle?: string;
};

/** Collects the problems of one document; positions are offsets into the file's text. */
export type ProblemSink = {
  refuse(offset: number, message: string): void;
  warn(offset: number, message: string): void;
};
