import type { Scope } from "#lib/access/index.ts";
import { allControls } from "#lib/controls/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { findOccurrences, zoneOf, type Occurrence } from "./find-occurrences.ts";

export type MissedOccurrence = Pick<Occurrence, "controlId" | "firstDay" | "lastDay" | "frequency"> & { code: string };

/** Every occurrence of the last days that nobody performed before its grace was over, the oldest first; also where somebody did later. */
export async function missedOccurrences(tx: TenantTransaction, scope: Scope, now: Date, daysBack: number): Promise<MissedOccurrence[]> {
  const timeZone = await zoneOf(tx, scope.organizationId);
  const today = dayOf(now, timeZone);
  const controls = await allControls(tx, scope);
  const found = await findOccurrences(tx, scope.organizationId, controls.map(({ id }) => id), { firstDay: addDays(today, -daysBack), lastDay: today }, asOfNow(now), timeZone);
  return controls
    .flatMap(({ id, code }) => (found.get(id) ?? []).filter((one) => one.countedAsMissed).map(({ controlId, firstDay, lastDay, frequency }) => ({ controlId, firstDay, lastDay, frequency, code })))
    .sort((a, b) => (a.lastDay === b.lastDay ? 0 : a.lastDay < b.lastDay ? -1 : 1));
}
