import type { Scope } from "#lib/access/index.ts";
import { controlStatus, requestStatus, type ControlStatus } from "#lib/evidence/client.ts";
import { countMappings, requestBriefsAt, type RequestBrief } from "#lib/frameworks/index.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { settingAt } from "#lib/settings/index.ts";
import { headersInForce, requestOwnerNames, type HeldHeader } from "./controls.repository.ts";

export type ControlListRow = HeldHeader & ControlStatus & {
  /** Earliest instant at which a proven request goes stale; null when nothing is proven. */
  dueAt: Date | null;
  awaitingReview: number;
  /** People who own requests that are not proven then. */
  waitingOn: string[];
};

/**
 * The controls in force at an instant with their status, in the order of codes. At the present one status is computed from
 * facts that are kept; no evidence is read.
 *
 * @param retired the retired ones instead
 */
export async function controlsAt(tx: TenantTransaction, scope: Scope, asOf: AsOf, now: Date, retired: boolean): Promise<ControlListRow[]> {
  const { organizationId, engagement } = scope;
  // An auditor tests what held in the period, also when it retired since.
  const heldAfter = retired ? new Date(0) : (engagement?.from ?? null);
  const headers = [...(await headersInForce(tx, organizationId, asOf, engagement?.controlIds, heldAfter)).values()]
    .filter((one) => !retired || one.retiredFrom !== null).sort((a, b) => (a.code < b.code ? -1 : 1));
  const briefs = await requestBriefsAt(tx, organizationId, asOf, now, engagement?.controlIds);
  const requests = Map.groupBy(briefs, (one) => one.controlId);
  const names = await requestOwnerNames(tx, organizationId, briefs);
  const dueSoonDays = await settingAt(tx, "due_soon_days", provenUntil(asOf));
  return headers.map((header) => ({ ...header, ...standing(requests.get(header.controlId) ?? [], dueSoonDays, asOf.effectiveAt, names) }));
}

function standing(requests: readonly RequestBrief[], dueSoonDays: number, at: Date, names: ReadonlyMap<string, string>): ControlStatus & Pick<ControlListRow, "dueAt" | "awaitingReview" | "waitingOn"> {
  const judged = requests.map((request) => ({ request, ...requestStatus(request.facts, dueSoonDays, at) }));
  const due = judged.flatMap((one) => (one.dueAt === null ? [] : [one.dueAt.getTime()]));
  const waiting = judged.filter((one) => one.status !== "met").flatMap(({ request }) => names.get(request.id) ?? []);
  return {
    ...controlStatus(judged.map((one) => one.status)),
    dueAt: due.length === 0 ? null : new Date(Math.min(...due)),
    awaitingReview: requests.reduce((sum, request) => sum + request.facts.awaitingReview, 0),
    waitingOn: [...new Set(waiting)],
  };
}

/** How many controls differ between a past day and now, by what differs. */
export type ControlsSince = { came: number; went: number; status: number; mappings: number; team: number };

/** Compares the controls of a past day and now, whatever else a list filters by. */
export async function controlsSince(tx: TenantTransaction, scope: Scope, then: Known, now: Known): Promise<ControlsSince> {
  const before = new Map(then.rows.map((row) => [row.controlId, row]));
  const both = now.rows.flatMap((row) => { const old = before.get(row.controlId); return old === undefined ? [] : [{ old, row }]; });
  const [mapped, maps] = [await countMappings(tx, scope, then.asOf), await countMappings(tx, scope, now.asOf)];
  return {
    came: now.rows.length - both.length,
    went: then.rows.length - both.length,
    status: both.filter(({ old, row }) => old.status !== row.status).length,
    mappings: both.filter(({ row: { controlId } }) => JSON.stringify(mapped.get(controlId)) !== JSON.stringify(maps.get(controlId))).length,
    team: both.filter(({ old, row }) => old.ownerTeam !== row.ownerTeam).length,
  };
}

type Known = { rows: readonly ControlListRow[]; asOf: AsOf };
