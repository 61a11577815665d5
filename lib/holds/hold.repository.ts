import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma, type LegalHold, type LegalHoldRelease } from "#prisma/generated/client.ts";
import { holds, type HeldItem } from "./hold-scope.ts";

export type HoldRow = LegalHold & { release: LegalHoldRelease | null };

/** Newest first. */
export function findHolds(tx: TenantTransaction): Promise<HoldRow[]> {
  return tx.legalHold.findMany({ include: { release: true }, orderBy: { id: "desc" }, take: 200 });
}

export function countStandingHolds(tx: TenantTransaction): Promise<number> {
  return tx.legalHold.count({ where: { release: { is: null } } });
}

/** Holds that stand, oldest first: people place few. */
export function standingHolds(tx: TenantTransaction, organizationId: string): Promise<LegalHold[]> {
  return tx.legalHold.findMany({ where: { organizationId, release: { is: null } }, orderBy: { id: "asc" } });
}

export async function requireHold(tx: TenantTransaction, organizationId: string, id: string): Promise<HoldRow> {
  const row = await tx.legalHold.findUnique({ where: { organizationId_id: { organizationId, id } }, include: { release: true } });
  if (row === null) throw notFound("legal hold");
  return row;
}

export async function insertHold(tx: TenantTransaction, row: LegalHold): Promise<void> {
  await tx.legalHold.create({ data: row });
}

export async function insertHoldRelease(tx: TenantTransaction, row: LegalHoldRelease): Promise<void> {
  await tx.legalHoldRelease.create({ data: row });
}

/** How many of these evidence there are. */
export function countEvidence(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<number> {
  return tx.evidence.count({ where: { organizationId, id: { in: [...ids] } } });
}

/** Numbers and titles of evidence, by id. */
export async function evidenceNames(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, { number: number; title: string }>> {
  const rows = await tx.evidence.findMany({ where: { organizationId, id: { in: [...ids] } }, select: { id: true, number: true, title: true } });
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}

/** The standing holds under which each of these evidence falls; whoever falls under none is left out. */
export async function holdsOn(tx: TenantTransaction, organizationId: string, evidenceIds: readonly string[]): Promise<Map<string, LegalHold[]>> {
  const standing = await standingHolds(tx, organizationId);
  if (standing.length === 0 || evidenceIds.length === 0) return new Map();
  const items = await tx.$queryRaw<HeldItem[]>`
    SELECT e.id, e.effective_from AS "effectiveFrom", e.effective_until AS "effectiveUntil",
           ARRAY(SELECT q.control_id FROM evidence_answer a JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
                  WHERE a.organization_id = e.organization_id AND a.evidence_id = e.id) AS "controlIds"
    FROM evidence e WHERE e.organization_id = ${organizationId} AND e.id = ANY(${[...evidenceIds]}::text[])`;
  const found = items.map((item) => [item.id, standing.filter((hold) => holds(hold, item))] as const);
  return new Map(found.filter(([, on]) => on.length > 0));
}

/** The same rule in SQL, for walks over evidence: whether the row `e` falls under a hold that stands. */
export function underHold(organizationId: string): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM legal_hold h
    WHERE h.organization_id = ${organizationId} AND NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.organization_id = h.organization_id AND r.hold_id = h.id)
      AND CASE WHEN cardinality(h.evidence_ids) > 0 THEN e.id = ANY(h.evidence_ids)
          ELSE (h.covers_from IS NULL OR e.effective_until > h.covers_from) AND (h.covers_until IS NULL OR e.effective_from < h.covers_until)
            AND (cardinality(h.control_ids) = 0 OR EXISTS (
              SELECT 1 FROM evidence_answer a JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id
              WHERE a.organization_id = e.organization_id AND a.evidence_id = e.id AND q.control_id = ANY(h.control_ids))) END)`;
}

/** Evidence that standing holds name, or that answers controls that they name: few, so that no walk over all is needed to find it. */
export async function namedByHolds(tx: TenantTransaction, organizationId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH standing AS (
      SELECT h.evidence_ids, h.control_ids, h.covers_from, h.covers_until FROM legal_hold h
      WHERE h.organization_id = ${organizationId} AND NOT EXISTS (SELECT 1 FROM legal_hold_release r WHERE r.organization_id = h.organization_id AND r.hold_id = h.id)
    )
    SELECT unnest(h.evidence_ids) AS id FROM standing h
    UNION
    SELECT a.evidence_id FROM standing h
      JOIN evidence_request q ON q.organization_id = ${organizationId} AND q.control_id = ANY(h.control_ids)
      JOIN evidence_answer a ON a.organization_id = ${organizationId} AND a.request_id = q.id
      WHERE cardinality(h.evidence_ids) = 0 AND (h.covers_from IS NULL OR a.effective_until > h.covers_from) AND (h.covers_until IS NULL OR a.effective_from < h.covers_until)`;
  return rows.map(({ id }) => id);
}
