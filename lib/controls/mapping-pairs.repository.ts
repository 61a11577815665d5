import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { MappingRecord } from "./adoption.repository.ts";

export type Pair = { controlId: string; requirementCode: string };

/** What a version of a mapping says, and when it holds; who approved it stands in the history. */
export type MappingOfPair = Omit<MappingRecord, "approval">;

/** The newest version of each pair of one edition, retracted ones too, or the one before it. */
export async function versionsOfPairs(tx: TenantTransaction, organizationId: string, frameworkKey: string, pairs: readonly Pair[], place: 1 | 2 = 1): Promise<Map<string, MappingOfPair>> {
  if (pairs.length === 0) return new Map();
  const rows = await tx.$queryRaw<MappingOfPair[]>`
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

export function pairKey({ controlId, requirementCode }: Pair): string {
  return `${controlId} ${requirementCode}`;
}
