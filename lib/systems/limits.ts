/** Limits of systems, in one place, each with its reason. */
export const SYSTEM_LIMITS = {
  /** Systems of one kind: more clouds or trackers than any company keeps an eye on. */
  perKind: 20,
  /** Characters of a name that somebody writes: it stands in the titles of requests. */
  nameCharacters: 60,
} as const;
