import type { Scope } from "#lib/access/index.ts";
import { allControls, headersInForce } from "#lib/controls/index.ts";
import { ownersInForce } from "#lib/ownership/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { findLatestOccurrences, zoneOf, type Occurrence } from "./find-occurrences.ts";
import { OWED_STATES } from "./occurrence-state.ts";

export type OwedOccurrence = Pick<Occurrence, "controlId" | "firstDay" | "lastDay" | "frequency" | "state"> & {
  code: string;
  title: string;
  /** The end of the window. */
  dueAt: Date;
  ownerId: string | null;
  ownerName: string | null;
};

/**
 * What is to be performed now: of every control the window that is open, and the one before it when nobody performed it. Older
 * ones are missed for good, and stand in the control's population.
 */
export async function owedOccurrences(tx: TenantTransaction, scope: Scope, now: Date): Promise<OwedOccurrence[]> {
  const timeZone = await zoneOf(tx, scope.organizationId);
  const controls = await allControls(tx, scope);
  const headers = await headersInForce(tx, scope.organizationId, asOfNow(now));
  const owners = await ownersInForce(tx, scope.organizationId);
  const found = await findLatestOccurrences(tx, scope.organizationId, controls.map(({ id }) => id), dayOf(now, timeZone), asOfNow(now), timeZone);
  return controls.flatMap(({ id, code }) => {
    const owner = owners.get(id);
    return (found.get(id) ?? []).filter((one) => OWED_STATES.includes(one.state)).map(({ controlId, firstDay, lastDay, frequency, state }) => ({
      controlId, firstDay, lastDay, frequency, state, code, title: headers.get(id)?.title ?? "",
      dueAt: periodInstants({ firstDay: lastDay, lastDay, timeZone }).until,
      ownerId: owner?.memberId ?? null, ownerName: owner?.name ?? null,
    }));
  });
}
