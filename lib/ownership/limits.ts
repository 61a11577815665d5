/** Limits of ownership, in one place, each with its reason. */
export const OWNERSHIP_LIMITS = {
  /** Controls given to one person at once: each leaves its own audit-trail row within one transaction. */
  controlsAtOnce: 500,
} as const;
