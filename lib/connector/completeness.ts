/** Why something is not in what was collected. */
export type GapReason = "denied" | "disabled" | "not_found" | "unreadable" | "truncated" | "count_differs" | "not_enabled" | "failed" | "refused" | "not_claimed";

export type Gap = {
  reason: GapReason;
  /** What was asked, as in answers. */
  operation: string;
  /** The account, region, repository or project; null when there is but one. */
  scope: string | null;
  /** In plain words, for whoever has to mend it. */
  says: string;
};

export type FailureKind = "credential_refused" | "denied" | "disabled" | "unreachable" | "rate_limited" | "budget_spent" | "malformed" | "skewed" | "resume_expired" | "misconfigured";

/** What makes going on with a run useless. Nothing of it is a verdict about the company's controls. */
export class CollectionFailure extends Error {
  readonly kind: FailureKind;
  readonly operation: string;
  /** When asking again may help: said by the vendor. */
  readonly again: Date | null;

  /** @param says in plain words; it is shown, so it holds no secret */
  constructor(kind: FailureKind, operation: string, says: string, again: Date | null = null, options?: ErrorOptions) {
    super(says, options);
    this.name = "CollectionFailure";
    this.kind = kind;
    this.operation = operation;
    this.again = again;
  }
}

/**
 * What a run's answers are worth as evidence. `complete` alone lets what is absent be called absent; `disabled` and
 * `denied` are never clean, and never a verdict.
 */
export type Completeness = "complete" | "partial" | "failed" | "denied" | "disabled";

/**
 * Judges a run that is over.
 *
 * @param answers how many answers of success were stored
 * @param failure what ended it before its end, or null
 */
export function judgeCompleteness({ answers, gaps, failure }: { answers: number; gaps: readonly Gap[]; failure: FailureKind | null }): Completeness {
  if (failure === "credential_refused" || failure === "denied") return "denied";
  if (failure === "disabled") return "disabled";
  if (failure !== null) return "failed";
  if (gaps.length === 0) return "complete";
  if (answers === 0 && gaps.every(({ reason }) => reason === "disabled" || reason === "not_enabled")) return "disabled";
  if (answers === 0 && gaps.every(({ reason }) => reason === "denied")) return "denied";
  return "partial";
}
