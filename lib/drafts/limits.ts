/** Limits of drafts, in one place, each with its reason. */
export const DRAFT_LIMITS = {
  /** Drafts approved or returned in one act: a screen's worth, in one transaction. */
  together: 100,
  /** Characters of a reason: a paragraph for whoever decides. */
  reasonCharacters: 2000,
  /** How far ahead a change may take effect: what is further away is a plan, no change. */
  daysAhead: 366,
} as const;
