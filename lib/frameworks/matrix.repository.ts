import type { Scope } from "#lib/access/index.ts";
import { held } from "#lib/platform/as-of.repository.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { heldMappings, placesOf, readMapped, type MappedPlace } from "./held-mappings.repository.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { MappingOrigin, MappingStrength } from "#prisma/generated/enums.ts";

/** A requirement with the controls that are mapped to it: their places in the list given, and whether each satisfies it alone. */
export type MatrixItem = {
  code: string;
  title: string;
  groupCode: string;
  groupTitle: string;
  parentCode: string | null;
  newInEdition: boolean;
  mapped: MappedPlace[];
};

type Packed = [code: string, title: string, groupCode: string, groupTitle: string, parentCode: string | null, newInEdition: boolean, mapped: string | null];

/** The mappings of one edition that hold: no newer version of the same control and requirement, and not taken back. */
const holding = (organizationId: string, frameworkKey: string, asOf: AsOf): Prisma.Sql => Prisma.sql`
  m.organization_id = ${organizationId} AND m.framework_key = ${frameworkKey} AND ${held("m", asOf)} AND NOT m.retracted
  AND NOT EXISTS (
    SELECT FROM mapping_version n
    WHERE n.organization_id = m.organization_id AND n.framework_key = m.framework_key AND n.requirement_code = m.requirement_code AND n.control_id = m.control_id
      AND ${held("n", asOf)} AND (n.effective_from, n.recorded_at, n.id) > (m.effective_from, m.recorded_at, m.id))`;

/**
 * Every requirement of an edition in its order, each with its mappings in one text, all in one statement and one value:
 * an edition of a thousand items with its four thousand mappings costs what a list of fifty does.
 *
 * @param ownVersionId the version of an own framework that counts; null for a shipped edition
 */
export async function matrixItems(tx: TenantTransaction, scope: Scope, frameworkKey: string, ownVersionId: string | null, controlIds: readonly string[], asOf: AsOf): Promise<MatrixItem[]> {
  const items = ownVersionId === null
    ? Prisma.sql`SELECT code, title, group_code, group_title, parent_code, new_in_edition, position FROM requirement WHERE framework_key = ${frameworkKey}`
    : Prisma.sql`SELECT code, title, group_code, group_title, parent_code, new_in_edition, position FROM own_requirement WHERE organization_id = ${scope.organizationId} AND version_id = ${ownVersionId}`;
  const [row] = await tx.$queryRaw<{ items: string }[]>`
    WITH ${placesOf(controlIds)}, ${heldMappings(scope.organizationId, asOf, frameworkKey)}
    SELECT coalesce(json_agg(json_build_array(r.code, r.title, r.group_code, r.group_title, r.parent_code, r.new_in_edition, held.mapped) ORDER BY r.position), '[]')::text AS items
    FROM (${items}) r LEFT JOIN held ON held.requirement_code = r.code`;
  return (JSON.parse(row?.items ?? "[]") as Packed[]).map(([code, title, groupCode, groupTitle, parentCode, newInEdition, mapped]) => ({
    code, title, groupCode, groupTitle, parentCode, newInEdition,
    mapped: readMapped(mapped),
  }));
}

export type MappingWords = { controlId: string; strength: MappingStrength; origin: MappingOrigin; rationale: string };

/** The mappings of some controls to one requirement, with what was said for them. */
export function mappingWords(tx: TenantTransaction, scope: Scope, frameworkKey: string, requirementCode: string, controlIds: readonly string[], asOf: AsOf): Promise<MappingWords[]> {
  return tx.$queryRaw<MappingWords[]>`
    SELECT m.control_id AS "controlId", m.strength::text AS strength, m.origin::text AS origin, m.rationale FROM mapping_version m
    WHERE ${holding(scope.organizationId, frameworkKey, asOf)} AND m.requirement_code = ${requirementCode} AND m.control_id = ANY(${[...controlIds]}::text[])`;
}

/** Of every edition, by key, the mappings of each of its requirements: for counting, so without what they are called. */
export async function mappedItems(tx: TenantTransaction, scope: Scope, ownVersionIds: readonly string[], controlIds: readonly string[], asOf: AsOf): Promise<Map<string, MappedPlace[][]>> {
  const [row] = await tx.$queryRaw<{ editions: string }[]>`
    WITH ${placesOf(controlIds)}, ${heldMappings(scope.organizationId, asOf)}, item AS (
      SELECT framework_key, code FROM requirement
      UNION ALL
      SELECT v.framework_key, r.code FROM own_requirement r JOIN own_framework_version v ON v.organization_id = r.organization_id AND v.id = r.version_id
      WHERE r.organization_id = ${scope.organizationId} AND r.version_id = ANY(${[...ownVersionIds]}::text[]))
    SELECT coalesce(json_object_agg(framework_key, mapped), '{}')::text AS editions FROM (
      SELECT item.framework_key, json_agg(held.mapped) AS mapped
      FROM item LEFT JOIN held ON held.framework_key = item.framework_key AND held.requirement_code = item.code GROUP BY item.framework_key) edition`;
  const editions = JSON.parse(row?.editions ?? "{}") as Record<string, (string | null)[]>;
  return new Map(Object.entries(editions).map(([key, items]) => [key, items.map(readMapped)]));
}
