import type { VerbArguments } from "#lib/access/index.ts";
import { MAX_DAYS_BACK } from "#lib/controls/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { DRAFT_LIMITS } from "./limits.ts";

/** The organization's time zone, in the verb's own transaction. */
export async function zoneOf(args: VerbArguments<unknown>): Promise<string> {
  return (await readOrganization.definition.run({ ...args, input: {}, prepared: undefined })).timeZone;
}

/**
 * From when a change takes effect: the start of the day that was stated, today's and no day at all being now. When it is recorded
 * is another matter, and always now.
 */
export function effectiveInstant(day: string | null, zone: string, now: Date): Date {
  return day === null || day === dayOf(now, zone) ? now : periodInstants({ firstDay: day, lastDay: day, timeZone: zone }).from;
}

/**
 * @throws AppError validation for a day that nobody could prove, that lies too far ahead, or before what is changed took effect:
 *   the version that takes effect last is the one that counts
 */
export function refuseDay(day: string | null, zone: string, now: Date, changed: Date): void {
  if (day === null) return;
  const today = dayOf(now, zone);
  const [back, since, last] = [addDays(today, -MAX_DAYS_BACK), dayOf(changed, zone), addDays(today, DRAFT_LIMITS.daysAhead)];
  const first = since > back ? since : back;
  if (day >= first && day <= last) return;
  const message = `Choose a day from ${first} to ${last}.`;
  throw new AppError("validation", "effective_day", message, [{ path: "effectiveDay", message }]);
}
