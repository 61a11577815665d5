/** Limits of disposal, in one place, each with its reason. */
export const DISPOSAL_LIMITS = {
  /** Evidence that one look proposes: what is left comes the next day, and a person decides on each of them anyway. */
  proposedAtOnce: 1_000,
  /** Evidence that one decision is about: as many as one reads before deciding. */
  decidedAtOnce: 100,
  /** Characters of a reason that a person gives. */
  reasonChars: 500,
  /** How much longer something is kept: less would come back at once, more is another retention. */
  keptDays: { least: 30, most: 3_650 },
} as const;
