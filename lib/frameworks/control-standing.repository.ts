import type { Scope } from "#lib/access/index.ts";
import { controlStatus, requestStatus, type ControlStatus } from "#lib/evidence/client.ts";
import { held } from "#lib/platform/as-of.repository.ts";
import { provenUntil, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { settingAt } from "#lib/settings/index.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { requestBriefsAt } from "./requests-at.ts";

/** A control as the matrix heads its column with it. */
export type ControlStanding = { controlId: string; code: string; title: string; ownerTeam: string; standing: ControlStatus };

/**
 * Status of controls, from the facts of their evidence requests; those without a version in force are left out.
 * @param controlIds undefined for every control of the scope
 */
export async function controlStandings(tx: TenantTransaction, scope: Scope, controlIds: readonly string[] | undefined, asOf: AsOf, now: Date): Promise<ControlStanding[]> {
  const { organizationId } = scope;
  const asked = controlIds ?? scope.engagement?.controlIds;
  const named = asked === undefined ? Prisma.empty : Prisma.sql`AND v.control_id = ANY(${[...asked]}::text[])`;
  const titles = await tx.$queryRaw<Omit<ControlStanding, "standing">[]>`
    SELECT DISTINCT ON (c.code, v.control_id) v.control_id AS "controlId", c.code, v.title, v.owner_team AS "ownerTeam"
    FROM control_version v JOIN control c ON c.organization_id = v.organization_id AND c.id = v.control_id
    WHERE v.organization_id = ${organizationId} ${named} AND ${held("v", asOf)}
    ORDER BY c.code, v.control_id, v.effective_from DESC, v.version DESC`;
  const requests = Map.groupBy(await requestBriefsAt(tx, organizationId, asOf, now, asked), (one) => one.controlId);
  const dueSoonDays = await settingAt(tx, "due_soon_days", provenUntil(asOf));
  return titles.map((title) => {
    const statuses = (requests.get(title.controlId) ?? []).map((one) => requestStatus(one.facts, dueSoonDays, asOf.effectiveAt).status);
    return { ...title, standing: controlStatus(statuses) };
  });
}
