import type { Scope } from "#lib/access/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
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
  mapped: { place: number; satisfies: boolean }[];
};

type Packed = [code: string, title: string, groupCode: string, groupTitle: string, parentCode: string | null, newInEdition: boolean, mapped: string | null];

/** The mappings of one edition that hold: no newer version of the same control and requirement, and not taken back. */
const holding = (organizationId: string, frameworkKey: string, { effectiveAt, knownAt }: AsOf): Prisma.Sql => Prisma.sql`
  m.organization_id = ${organizationId} AND m.framework_key = ${frameworkKey} AND m.effective_from <= ${effectiveAt} AND m.recorded_at <= ${knownAt} AND NOT m.retracted
  AND NOT EXISTS (
    SELECT FROM mapping_version n
    WHERE n.organization_id = m.organization_id AND n.framework_key = m.framework_key AND n.requirement_code = m.requirement_code AND n.control_id = m.control_id
      AND n.effective_from <= ${effectiveAt} AND n.recorded_at <= ${knownAt} AND (n.effective_from, n.recorded_at, n.id) > (m.effective_from, m.recorded_at, m.id))`;

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
    WITH place AS (SELECT id, place FROM unnest(${[...controlIds]}::text[]) WITH ORDINALITY AS p(id, place)),
    held AS (
      SELECT m.requirement_code, string_agg((2 * (place.place - 1) + (m.strength = 'satisfies')::int)::text, ' ' ORDER BY place.place) AS mapped
      FROM mapping_version m JOIN place ON place.id = m.control_id
      WHERE ${holding(scope.organizationId, frameworkKey, asOf)} GROUP BY m.requirement_code)
    SELECT coalesce(json_agg(json_build_array(r.code, r.title, r.group_code, r.group_title, r.parent_code, r.new_in_edition, held.mapped) ORDER BY r.position), '[]')::text AS items
    FROM (${items}) r LEFT JOIN held ON held.requirement_code = r.code`;
  return (JSON.parse(row?.items ?? "[]") as Packed[]).map(([code, title, groupCode, groupTitle, parentCode, newInEdition, mapped]) => ({
    code, title, groupCode, groupTitle, parentCode, newInEdition,
    mapped: mapped === null ? [] : mapped.split(" ").map(Number).map((one) => ({ place: one >> 1, satisfies: one % 2 === 1 })),
  }));
}

export type MappingWords = { controlId: string; strength: MappingStrength; origin: MappingOrigin; rationale: string };

/** The mappings of some controls to one requirement, with what was said for them. */
export function mappingWords(tx: TenantTransaction, scope: Scope, frameworkKey: string, requirementCode: string, controlIds: readonly string[], asOf: AsOf): Promise<MappingWords[]> {
  return tx.$queryRaw<MappingWords[]>`
    SELECT m.control_id AS "controlId", m.strength::text AS strength, m.origin::text AS origin, m.rationale FROM mapping_version m
    WHERE ${holding(scope.organizationId, frameworkKey, asOf)} AND m.requirement_code = ${requirementCode} AND m.control_id = ANY(${[...controlIds]}::text[])`;
}
