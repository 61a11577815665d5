import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { SUMMARY, type EvidenceSummary } from "./evidence-list.repository.ts";
import { MACHINE_KINDS } from "./source-words.ts";

export type InboxFilter = {
  /** Only answers to these requests; undefined: whatever it answers. */
  requestIds: readonly string[] | undefined;
  sourceKind: SourceKind | undefined;
  /** Whose own words are left out: authors that stand for the person who looks. */
  own: readonly string[];
  /** Only what was handed in until this number. */
  upToNumber: number | undefined;
};

export type InboxPosition = { speaksUntil: Date; id: string };

export type WaitingEvidence = EvidenceSummary & { blobSha256: string | null; speaksUntil: Date };

/** Evidence that waits for a review by somebody else than its author, the longest past first. Walks the index of what waits. */
export function waitingEvidence(tx: TenantTransaction, organizationId: string, filter: InboxFilter, after: InboxPosition | undefined, limit: number): Promise<WaitingEvidence[]> {
  const beyond = after === undefined ? Prisma.empty : Prisma.sql`AND (s.speaks_until, s.evidence_id) > (${after.speaksUntil}::timestamptz, ${after.id})`;
  return tx.$queryRaw<WaitingEvidence[]>`
    SELECT ${SUMMARY}, e.blob_sha256 AS "blobSha256", s.speaks_until AS "speaksUntil"
    ${waiting(organizationId, filter)} ${beyond}
    ORDER BY s.speaks_until, s.evidence_id LIMIT ${limit}`;
}

/** How many of them there are, no further than is told. */
export async function countWaiting(tx: TenantTransaction, organizationId: string, filter: InboxFilter): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM (SELECT 1 ${waiting(organizationId, filter)} LIMIT ${COUNT_LOOKS}) looked`;
  return row?.count ?? 0;
}

function waiting(organizationId: string, { requestIds, sourceKind, own, upToNumber }: InboxFilter): Prisma.Sql {
  const kind = sourceKind === undefined ? Prisma.empty : Prisma.sql`AND s.source_kind = ${sourceKind}`;
  const by = upToNumber === undefined ? Prisma.empty : Prisma.sql`AND e.number <= ${upToNumber}`;
  const answering = requestIds === undefined ? Prisma.empty : Prisma.sql`AND EXISTS (
    SELECT 1 FROM evidence_answer a WHERE a.organization_id = s.organization_id AND a.evidence_id = s.evidence_id AND a.request_id = ANY(${[...requestIds]}::text[]))`;
  return Prisma.sql`
    FROM evidence_state s JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = s.evidence_id
    WHERE s.organization_id = ${organizationId} AND s.review_state = 'awaiting' ${kind} ${by} ${answering}
      AND (s.source_kind = ANY(${[...MACHINE_KINDS]}::text[]) OR e.submitted_by <> ALL(${[...own]}::text[]))`;
}

/** How many of somebody's own wait for another person, no further than is told. */
export async function countOwnWaiting(tx: TenantTransaction, organizationId: string, own: readonly string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM evidence_state s JOIN evidence e ON e.organization_id = ${organizationId} AND e.id = s.evidence_id
      WHERE s.organization_id = ${organizationId} AND s.review_state = 'awaiting'
        AND s.source_kind <> ALL(${[...MACHINE_KINDS]}::text[]) AND e.submitted_by = ANY(${[...own]}::text[]) LIMIT ${COUNT_LOOKS}) looked`;
  return row?.count ?? 0;
}

/** The number of the evidence that was handed in last; 0 when there is none. */
export async function newestNumber(tx: TenantTransaction, organizationId: string): Promise<number> {
  return (await tx.evidence.findFirst({ where: { organizationId }, select: { number: true }, orderBy: { number: "desc" } }))?.number ?? 0;
}

/** Numbers of evidence by id. */
export async function numbersOf(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.evidence.findMany({ where: { organizationId, id: { in: [...ids] } }, select: { id: true, number: true } });
  return new Map(rows.map((row) => [row.id, row.number]));
}
