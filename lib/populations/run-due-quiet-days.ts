import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { addDays, dayOf, daysIncluded, periodInstants, type Period } from "#lib/platform/zoned-time.ts";
import { MAX_QUIET_DAYS, proveQuietDays } from "./prove-quiet-days.ts";
import { DAILY, extentOf, putDue, removeDue, timeZoneOf } from "./population.repository.ts";

/** Days that are counted again every day: an alert may wait for its verdict, a host for its next file. */
const LOOK_BACK_DAYS = 35;
/** Files of the day before come in after midnight; counting waits for them this long. */
const AFTER_MIDNIGHT_MS = 2 * 3_600_000;

/** The days that one piece of due work is about, in the organization's zone; null when nothing is to be counted. */
export const readDueDays = defineVerb({
  name: "populations.read_due_days",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ subject: idInput }),
  async run({ tx, context, input, now }): Promise<Period | null> {
    const timeZone = await timeZoneOf(tx, context.organizationId);
    const yesterday = addDays(dayOf(now, timeZone), -1);
    if (input.subject === DAILY) return { firstDay: addDays(yesterday, 1 - LOOK_BACK_DAYS), lastDay: yesterday, timeZone };
    const extent = await extentOf(tx, context.organizationId, input.subject);
    if (extent === null) return null;
    // The days beside it too: its first and last words end the silence of those.
    const lastDay = addDays(dayOf(extent.last, timeZone), 1);
    const period = { firstDay: addDays(dayOf(extent.first, timeZone), -1), lastDay: lastDay < yesterday ? lastDay : yesterday, timeZone };
    return daysIncluded(period.firstDay, period.lastDay) === 0 ? null : period;
  },
});

/** Takes a piece of due work off the list, and puts the daily one on it again. */
export const endDueDays = defineVerb({
  name: "populations.end_due_days",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ subject: idInput }),
  async run({ tx, context, input, now, unchanged }): Promise<void> {
    const timeZone = await timeZoneOf(tx, context.organizationId);
    const today = dayOf(now, timeZone);
    const midnight = periodInstants({ firstDay: today, lastDay: today, timeZone }).until;
    if (input.subject !== DAILY) await removeDue(tx, input.subject);
    await putDue(tx, DAILY, new Date(midnight.getTime() + AFTER_MIDNIGHT_MS));
    unchanged();
  },
});

/** Proves the quiet days around a segment that was read, or of the last weeks. What is cut off is due again, and repeats without harm. */
export async function runDueQuietDays(context: Context, subject: string): Promise<void> {
  const due = await readDueDays(context, { subject });
  if (due !== null) {
    for (let firstDay = due.firstDay; firstDay <= due.lastDay; firstDay = addDays(firstDay, MAX_QUIET_DAYS)) {
      const last = addDays(firstDay, MAX_QUIET_DAYS - 1);
      await proveQuietDays(context, { firstDay, lastDay: last < due.lastDay ? last : due.lastDay });
    }
  }
  await endDueDays(context, { subject });
}
