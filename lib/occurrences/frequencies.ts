/** How often by the calendar, for controls that people perform. Continuous ones have no windows: they are never not due. */
export const PERIODIC_FREQUENCIES = ["daily", "weekly", "monthly", "quarterly", "semiannual", "annual"] as const;
export type PeriodicFrequency = (typeof PERIODIC_FREQUENCIES)[number];

type Facts = {
  /** What one window is called, by its position in the calendar. */
  noun: string;
  /** Days after the last day within which a performance is late and not missed. */
  graceDays: number;
};

/**
 * Grace is long enough for a holiday or a person who fell ill, and so short that most of the next window is still to come:
 * a control that is performed late each time cannot hide that it is.
 */
export const FREQUENCY_FACTS: Readonly<Record<PeriodicFrequency, Facts>> = {
  // A day's check can be made the morning after; two days later nobody sees any more what it would have shown.
  daily: { noun: "day", graceDays: 1 },
  // To the Wednesday after: a long week-end passes.
  weekly: { noun: "week", graceDays: 3 },
  // The first week of the next month, in which books are closed too.
  monthly: { noun: "month", graceDays: 7 },
  // Two weeks: an access review waits for answers of several people.
  quarterly: { noun: "quarter", graceDays: 14 },
  semiannual: { noun: "half-year", graceDays: 21 },
  // A month, so that an exercise or a test by outsiders can be moved once.
  annual: { noun: "year", graceDays: 30 },
};

/** Whether a text, from a row of the database, is a frequency that makes windows. */
export function isPeriodic(frequency: string | null): frequency is PeriodicFrequency {
  return PERIODIC_FREQUENCIES.some((one) => one === frequency);
}
