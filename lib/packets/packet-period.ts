import { AppError, type FieldProblem } from "#lib/platform/errors.ts";
import { dayOf, daysIncluded, type Period } from "#lib/platform/zoned-time.ts";
import { PACKET_LIMITS } from "./limits.ts";

/**
 * Refuses a period that no packet can speak of: turned around, too long, or not begun. One that still runs is allowed: its
 * packet is interim, and days to come stay blank.
 *
 * @throws AppError validation
 */
export function checkPacketPeriod(period: Period, now: Date): void {
  const problems: FieldProblem[] = [];
  if (period.lastDay < period.firstDay) problems.push({ path: "lastDay", message: "The last day lies before the first." });
  if (daysIncluded(period.firstDay, period.lastDay) > PACKET_LIMITS.periodDays) problems.push({ path: "lastDay", message: "The period is longer than three years." });
  if (period.firstDay > dayOf(now, period.timeZone)) problems.push({ path: "firstDay", message: "The period has not begun, so there is nothing to show of it." });
  if (problems.length > 0) throw new AppError("validation", "packet_period", "This period cannot have a packet; nothing was requested.", problems);
}

/** Whether a period lies within another of the same time zone. */
export function liesWithin(period: Period, whole: Period): boolean {
  return period.timeZone === whole.timeZone && period.firstDay >= whole.firstDay && period.lastDay <= whole.lastDay;
}
