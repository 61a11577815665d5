import { GOOD_AT } from "#lib/frameworks/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { NewEvidence } from "./evidence.repository.ts";

/** That one evidence takes the place of another, as it was recorded; the newest row of a pair counts. */
export type Supersession = { id: string; evidenceId: string; successorId: string; replacedFrom: Date; withdrawn: boolean; reason: string; recordedBy: string; recordedAt: Date };

export type SupersessionLink = Omit<Supersession, "id" | "withdrawn"> & { number: number; title: string; /** The review of the successor: it holds while that is `accepted`. */ successorState: string };

/** Two who say at once what takes an evidence's place take turns. */
export async function lockPlace(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`evidence-place ${organizationId} ${evidenceId}`}, 0))`;
}

export async function insertSupersession(tx: TenantTransaction, organizationId: string, row: Supersession): Promise<void> {
  await tx.evidenceSupersession.create({ data: { organizationId, ...row } });
}

/** The newest of what was said of an evidence's place; null when nothing was. The next one's id sorts after it, because the newest counts. */
export async function newestSupersession(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<string | null> {
  return (await tx.evidenceSupersession.findFirst({ where: { organizationId, evidenceId }, select: { id: true }, orderBy: { id: "desc" } }))?.id ?? null;
}

/** What takes an evidence's place; `number` and `title` are the successor's. */
export function successorsOf(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<SupersessionLink[]> {
  return linksOf(tx, organizationId, Prisma.sql`p.evidence_id = ${evidenceId}`, Prisma.sql`p.successor_id`);
}

/** Whose place an evidence takes; `number` and `title` are the older one's. */
export function predecessorsOf(tx: TenantTransaction, organizationId: string, successorId: string): Promise<SupersessionLink[]> {
  return linksOf(tx, organizationId, Prisma.sql`p.successor_id = ${successorId}`, Prisma.sql`p.evidence_id`);
}

function linksOf(tx: TenantTransaction, organizationId: string, which: Prisma.Sql, named: Prisma.Sql): Promise<SupersessionLink[]> {
  return tx.$queryRaw<SupersessionLink[]>`
    SELECT p.evidence_id AS "evidenceId", p.successor_id AS "successorId", p.replaced_from AS "replacedFrom", p.reason,
           p.recorded_by AS "recordedBy", p.recorded_at AS "recordedAt", e.number, e.title, s.review_state AS "successorState"
    FROM (
      SELECT DISTINCT ON (p.evidence_id, p.successor_id) p.* FROM evidence_supersession p
      WHERE p.organization_id = ${organizationId} AND ${which}
      ORDER BY p.evidence_id, p.successor_id, p.id DESC
    ) p
    JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = ${named}
    JOIN evidence_state s ON s.organization_id = ${organizationId} AND s.evidence_id = p.successor_id
    WHERE NOT p.withdrawn ORDER BY p.replaced_from, e.number`;
}

/**
 * Condition on `evidence_answer a`: by what was known at an instant, an accepted evidence had taken its place when a time
 * begins, so that it no longer speaks for that time.
 */
export function supersededBefore(from: Date, at: Date): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM evidence_supersession p
    WHERE p.organization_id = a.organization_id AND p.evidence_id = a.evidence_id AND p.replaced_from <= ${from} AND p.recorded_at <= ${at} AND NOT p.withdrawn
      AND NOT EXISTS (SELECT 1 FROM evidence_supersession w
        WHERE w.organization_id = p.organization_id AND w.evidence_id = p.evidence_id AND w.successor_id = p.successor_id AND w.withdrawn AND w.id > p.id AND w.recorded_at <= ${at})
      AND 'accepted' = (SELECT r.decision::text FROM evidence_review r
        WHERE r.organization_id = p.organization_id AND r.evidence_id = p.successor_id AND r.recorded_at <= ${at} ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1))`;
}

export type OlderAnswer = { id: string; number: number; title: string; collectedAt: Date; effectiveFrom: Date; effectiveUntil: Date };

/** How far back answers to one request are looked at for the one whose place a new one takes. */
const OLDER_LOOKED_AT = 10;

/** Accepted answers of the same kind to the same requests that speak for no later time and have no successor, the newest first. */
export function olderAnswers(tx: TenantTransaction, organizationId: string, newer: Pick<NewEvidence, "id" | "sourceKind"> & { goodAt: Date; requestIds: readonly string[] }): Promise<OlderAnswer[]> {
  return tx.$queryRaw<OlderAnswer[]>`
    SELECT e.id, e.number, e.title, e.collected_at AS "collectedAt", e.effective_from AS "effectiveFrom", e.effective_until AS "effectiveUntil"
    FROM (
      SELECT DISTINCT n.evidence_id FROM unnest(${[...newer.requestIds]}::text[]) AS asked(id)
      CROSS JOIN LATERAL (
        SELECT a.evidence_id FROM evidence_answer a
        WHERE a.organization_id = ${organizationId} AND a.request_id = asked.id AND a.source_kind = ${newer.sourceKind} AND ${GOOD_AT} <= ${newer.goodAt}
        ORDER BY a.collected_at DESC, a.evidence_id DESC LIMIT ${OLDER_LOOKED_AT}
      ) n
    ) found
    JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = found.evidence_id
    JOIN evidence_state s ON s.organization_id = ${organizationId} AND s.evidence_id = e.id AND s.review_state = 'accepted'
    WHERE e.id <> ${newer.id} AND NOT EXISTS (SELECT 1 FROM evidence_supersession p WHERE p.organization_id = ${organizationId} AND p.evidence_id = e.id)
    ORDER BY e.collected_at DESC, e.id DESC`;
}
