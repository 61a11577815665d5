import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { endOfDay } from "#lib/platform/as-of.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { CELL_STATES, COLUMNS } from "./client.ts";
import { keptCounts } from "./kept.repository.ts";
import { HISTORY_DAYS } from "./limits.ts";
import type { Reconciliation } from "./reconcile.ts";

/** How the population stood at the end of a day, or of today so far. */
export type ReconciledDay = { day: string; /** As of when it was matched. */ at: Date; population: number; counts: Reconciliation["counts"] };

const count = z.int().min(0);
const countsShape = z.record(z.enum(COLUMNS.map(({ id }) => id)), z.record(z.enum(CELL_STATES), count));

/** The counts of the last days, the newest first. A day that nobody matched is left out: it is not told by another one's. */
export const readReconciliationHistory = defineVerb({
  name: "reconciliation.read_history",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ days: z.int().min(1).max(HISTORY_DAYS).default(HISTORY_DAYS) }),
  async run({ tx, context: { organizationId }, input: { days }, now }): Promise<ReconciledDay[]> {
    const zone = await timeZoneOf(tx, organizationId);
    const today = dayOf(now, zone);
    const asked = Array.from({ length: days }, (_, back) => addDays(today, -back));
    const kept = await keptCounts(tx, organizationId, asked.map((day) => endOfDay(day, zone)));
    return kept.map(({ at, population, counts }) => ({ day: dayOf(at, zone), at, population, counts: countsShape.parse(counts) })).filter(({ day }, index) => day === dayOf(kept[index]!.until, zone)).reverse();
  },
});
