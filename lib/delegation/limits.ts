/** Limits of delegations, in one place, each with its reason. */
export const DELEGATION_LIMITS = {
  /** Things given to one person at once: each leaves its own audit-trail row within one transaction. */
  atOnce: 500,
  /** Days of one absence or delegation: who is away for longer than a parental leave's year is no owner any more. */
  days: 400,
  /** Characters of what the stand-in should know. */
  note: 1_000,
} as const;
