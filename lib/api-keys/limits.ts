/** Limits of API keys, in one place, each with its reason. How often a key may ask is RATES.api of lib/access. */
export const API_KEY_LIMITS = {
  /** Days that a key lasts at most: whoever wrote it down has changed jobs by then. */
  days: 365,
  /** What is offered: four times a year is often enough to keep knowing how a key is replaced. */
  suggestedDays: 90,
  /** Keys that live at the same time: one per pipeline, and a person can still look them over. */
  living: 50,
  /** Days before its end at which administrators are told, the widest first; from the widest on it is shown as ending soon. */
  noticeDays: [14, 3, 0],
  /** Its last use is written at most this often, unless it is used from elsewhere: a request costs no write of its row. */
  touchEveryMs: 5 * 60_000,
} as const;
