/** Limits of occurrences, in one place, each with its reason. */
export const OCCURRENCE_LIMITS = {
  /** Days of a period that is looked at as one: three years hold any engagement, and a daily control owes each of them. */
  periodDays: 1_100,
  /** Evidence that one performance rests on, and that is offered to choose from: more is not ticked by a person. */
  evidence: 50,
  /** Characters that say what was done, or what was found. */
  text: 4_000,
} as const;
