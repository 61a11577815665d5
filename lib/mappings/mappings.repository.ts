import type { MappingRecord } from "#lib/controls/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";

export type Pair = { controlId: string; requirementCode: string };

/** The newest version of each pair of one edition, retracted ones too, or the one before it. */
export async function versionsOfPairs(tx: TenantTransaction, organizationId: string, frameworkKey: string, pairs: readonly Pair[], place: 1 | 2 = 1): Promise<Map<string, MappingRecord>> {
  if (pairs.length === 0) return new Map();
  const rows = await tx.$queryRaw<MappingRecord[]>`
    SELECT id, control_id AS "controlId", framework_key AS "frameworkKey", requirement_code AS "requirementCode", strength::text AS strength,
           rationale, origin::text AS origin, retracted, effective_from AS "effectiveFrom", recorded_at AS "recordedAt"
    FROM (
      SELECT m.*, row_number() OVER (PARTITION BY m.control_id, m.requirement_code ORDER BY m.effective_from DESC, m.recorded_at DESC, m.id DESC) AS place
      FROM mapping_version m
      WHERE m.organization_id = ${organizationId} AND m.framework_key = ${frameworkKey}
        AND (m.control_id, m.requirement_code) IN (${Prisma.join(pairs.map((one) => Prisma.sql`(${one.controlId}, ${one.requirementCode})`))})
    ) v WHERE v.place = ${place}`;
  return new Map(rows.map((row) => [pairKey(row), row]));
}

/** How many of these versions the organization has. */
export function countVersions(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.mappingVersion.count({ where: { organizationId, id: { in: [...ids] } } });
}

export function pairKey({ controlId, requirementCode }: Pair): string {
  return `${controlId} ${requirementCode}`;
}

/** Until the transaction ends nobody else changes mappings of the organization: two at once would both build on the same state. */
export async function lockMappings(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mappings ${organizationId}`}, 0))`;
}
