/** Days before evidence goes stale at which its owner is reminded. */
const REMIND_DAYS = [1, 7, 14] as const;
/** What is renewed every few days is always nearly due: reminding two weeks ahead of a weekly proof would say nothing. */
const MOST_OF_FRESHNESS = 1 / 2;

/**
 * Which reminder is due when this many days are left, both days in the organization's zone: the narrowest that has begun, so
 * that one that was missed while nothing ran is not sent late. Null when none is.
 *
 * @param freshnessDays how long a proof of this request holds
 */
export function dueReminder(daysLeft: number, freshnessDays: number): number | null {
  const threshold = REMIND_DAYS.find((days) => daysLeft <= days);
  return threshold === undefined || daysLeft < 0 || threshold > freshnessDays * MOST_OF_FRESHNESS ? null : threshold;
}
