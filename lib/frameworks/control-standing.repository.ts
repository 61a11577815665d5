import type { Scope } from "#lib/access/index.ts";
import { controlStatus, readGaps, requestStatus, type ControlStatus } from "#lib/evidence/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { AsOf } from "./mappings.repository.ts";

/** A control as the matrix heads its column with it. */
export type ControlStanding = { controlId: string; code: string; title: string; standing: ControlStatus };

/** Status of the controls given, from the facts of their evidence requests; those without a version in force are left out. */
export async function controlStandings(tx: TenantTransaction, scope: Scope, controlIds: readonly string[], asOf: AsOf, dueSoonDays: number): Promise<ControlStanding[]> {
  const { organizationId } = scope;
  const titles = await tx.$queryRaw<{ controlId: string; code: string; title: string }[]>`
    SELECT DISTINCT ON (c.code, v.control_id) v.control_id AS "controlId", c.code, v.title
    FROM control_version v JOIN control c ON c.organization_id = v.organization_id AND c.id = v.control_id
    WHERE v.organization_id = ${organizationId} AND v.control_id = ANY(${[...controlIds]}::text[])
      AND v.effective_from <= ${asOf.effectiveAt} AND v.recorded_at <= ${asOf.knownAt}
    ORDER BY c.code, v.control_id, v.effective_from DESC, v.version DESC`;
  const requests = await tx.evidenceRequest.findMany({
    where: { organizationId, controlId: { in: [...controlIds] }, retiredAt: null },
    select: { controlId: true, lastGoodAt: true, freshUntil: true, gaps: true, awaitingReview: true },
  });
  const byControl = Map.groupBy(requests, (one) => one.controlId);
  return titles.map((title) => {
    const statuses = (byControl.get(title.controlId) ?? []).map((one) => requestStatus({ ...one, gaps: readGaps(one.gaps) }, dueSoonDays, asOf.effectiveAt).status);
    return { ...title, standing: controlStatus(statuses) };
  });
}
