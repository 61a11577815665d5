import type { MappingOrigin, MappingStrength } from "#prisma/generated/enums.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { Scope } from "#lib/access/index.ts";
import { held } from "#lib/platform/as-of.repository.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** A mapping as it held at an instant, named by the control's code. */
export type MappingInForce = {
  controlId: string;
  controlCode: string;
  frameworkKey: string;
  requirementCode: string;
  strength: MappingStrength;
  origin: MappingOrigin;
  rationale: string;
  effectiveFrom: Date;
  recordedAt: Date;
  /** Applied by its author without a second person. */
  alone: boolean;
};

type Filter = { frameworkKey?: string; controlIds?: readonly string[] };

/**
 * The mappings that hold at an instant: of each control and requirement the version with the newest effective time,
 * then the newest recorded; none when that version retracts it. Ordered by control code, framework, requirement.
 */
export async function mappingsInForce(tx: TenantTransaction, scope: Scope, asOf: AsOf, filter: Filter = {}): Promise<MappingInForce[]> {
  const inScope = scope.engagement?.controlIds;
  const ofFramework = filter.frameworkKey === undefined ? Prisma.empty : Prisma.sql`AND m.framework_key = ${filter.frameworkKey}`;
  const ofControls = filter.controlIds === undefined ? Prisma.empty : Prisma.sql`AND m.control_id = ANY(${[...filter.controlIds]}::text[])`;
  const ofEngagement = inScope === undefined ? Prisma.empty : Prisma.sql`AND m.control_id = ANY(${[...inScope]}::text[])`;
  return tx.$queryRaw<MappingInForce[]>`
    SELECT v.control_id AS "controlId", c.code AS "controlCode", v.framework_key AS "frameworkKey",
           v.requirement_code AS "requirementCode", v.strength::text AS strength, v.origin::text AS origin, v.rationale,
           v.effective_from AS "effectiveFrom", v.recorded_at AS "recordedAt",
           coalesce(v.approval IN ('alone', 'waived'), false) AS alone
    FROM (
      SELECT DISTINCT ON (m.control_id, m.framework_key, m.requirement_code) m.*
      FROM mapping_version m
      WHERE m.organization_id = ${scope.organizationId}
        AND ${held("m", asOf)}
        ${ofFramework} ${ofControls} ${ofEngagement}
      ORDER BY m.control_id, m.framework_key, m.requirement_code, m.effective_from DESC, m.recorded_at DESC, m.id DESC
    ) v
    JOIN control c ON c.organization_id = v.organization_id AND c.id = v.control_id
    WHERE NOT v.retracted
    ORDER BY c.code, v.framework_key, v.requirement_code`;
}

/** How many requirements of an edition a control satisfies, and to how many it only contributes. */
export type MappingCounts = { frameworkKey: string; satisfies: number; contributes: number };

/** The mappings that hold at an instant, counted by control and edition. One text: thousands of rows cost more than the query. */
export async function countMappings(tx: TenantTransaction, { organizationId, engagement }: Scope, asOf: AsOf): Promise<Map<string, MappingCounts[]>> {
  const ofEngagement = engagement === null ? Prisma.empty : Prisma.sql`AND m.control_id = ANY(${[...engagement.controlIds]}::text[])`;
  const [row] = await tx.$queryRaw<{ counts: string }[]>`
    SELECT coalesce(json_agg(json_build_array(control_id, framework_key, satisfies, contributes) ORDER BY framework_key), '[]')::text AS counts FROM (
      SELECT control_id, framework_key, count(*) FILTER (WHERE strength = 'satisfies') AS satisfies, count(*) FILTER (WHERE strength <> 'satisfies') AS contributes
      FROM (
        SELECT DISTINCT ON (m.control_id, m.framework_key, m.requirement_code) m.control_id, m.framework_key, m.strength, m.retracted
        FROM mapping_version m
        WHERE m.organization_id = ${organizationId} AND ${held("m", asOf)} ${ofEngagement}
        ORDER BY m.control_id, m.framework_key, m.requirement_code, m.effective_from DESC, m.recorded_at DESC, m.id DESC) newest
      WHERE NOT retracted GROUP BY control_id, framework_key) counted`;
  const counts = (JSON.parse(row?.counts ?? "[]") as [string, string, number, number][]).map(([controlId, frameworkKey, satisfies, contributes]) => ({ controlId, frameworkKey, satisfies, contributes }));
  return new Map([...Map.groupBy(counts, (one) => one.controlId)].map(([controlId, ofControl]) => [controlId, ofControl.map(({ controlId: _, ...rest }) => rest)]));
}

const ofControls = ({ engagement }: Scope): Prisma.Sql => (engagement === null ? Prisma.empty : Prisma.sql`AND m.control_id = ANY(${[...engagement.controlIds]}::text[])`);

/** The editions that any control is mapped to at an instant, by key. Looks for one mapping of each: counting them all costs more than the list that is filtered by them. */
export async function mappedFrameworks(tx: TenantTransaction, scope: Scope, asOf: AsOf): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    WITH RECURSIVE keys AS (
      SELECT (SELECT min(framework_key) FROM mapping_version WHERE organization_id = ${scope.organizationId}) AS key
      UNION ALL
      SELECT (SELECT min(framework_key) FROM mapping_version WHERE organization_id = ${scope.organizationId} AND framework_key > keys.key) FROM keys WHERE key IS NOT NULL)
    SELECT key FROM keys CROSS JOIN LATERAL (
      SELECT FROM mapping_version m
      WHERE m.organization_id = ${scope.organizationId} AND m.framework_key = keys.key AND NOT m.retracted ${ofControls(scope)}
        AND m.id = (
          SELECT n.id FROM mapping_version n
          WHERE n.organization_id = m.organization_id AND n.control_id = m.control_id AND n.framework_key = m.framework_key AND n.requirement_code = m.requirement_code
            AND ${held("n", asOf)}
          ORDER BY n.effective_from DESC, n.recorded_at DESC, n.id DESC LIMIT 1)
      LIMIT 1) one`;
  return rows.map((row) => row.key).sort();
}

/** The controls that are mapped to an edition at an instant. */
export async function controlsMappedTo(tx: TenantTransaction, scope: Scope, asOf: AsOf, frameworkKey: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ controlId: string }[]>`
    SELECT DISTINCT control_id AS "controlId" FROM (
      SELECT DISTINCT ON (m.control_id, m.requirement_code) m.control_id, m.retracted FROM mapping_version m
      WHERE m.organization_id = ${scope.organizationId} AND m.framework_key = ${frameworkKey} AND ${held("m", asOf)} ${ofControls(scope)}
      ORDER BY m.control_id, m.requirement_code, m.effective_from DESC, m.recorded_at DESC, m.id DESC) newest
    WHERE NOT retracted`;
  return new Set(rows.map((row) => row.controlId));
}
