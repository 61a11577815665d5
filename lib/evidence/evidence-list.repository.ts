import { ruleNames } from "#lib/acceptance/index.ts";
import { calledBy, type Scope } from "#lib/access/index.ts";
import { keyAuthors } from "#lib/api-keys/index.ts";
import { isWide, namedByHolds, standingHolds, underHold } from "#lib/holds/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { FileFilter } from "./file-fault.ts";
import { withFault } from "./file-faults.repository.ts";
import type { ReviewState } from "./review-state.ts";

export type EvidenceFilter = {
  /** Only answers to these requests; undefined: whatever it answers. */
  requestIds: readonly string[] | undefined;
  sourceKind: SourceKind | undefined;
  reviewState: ReviewState | undefined;
  /** Only what stands under a legal hold. */
  held: boolean;
  /** Only what has a file that cannot be had; undefined: whatever its file is like. */
  file: FileFilter | undefined;
  /** Only what is called by these words. */
  text: string | undefined;
};

export type EvidencePosition = { collectedAt: Date; id: string };

export type EvidenceSummary = {
  id: string;
  number: number;
  title: string;
  sourceKind: SourceKind;
  fileName: string | null;
  byteLength: bigint | null;
  collectedAt: Date;
  effectiveFrom: Date;
  effectiveUntil: Date;
  recordedAt: Date;
  submittedBy: string;
  reviewState: ReviewState;
};

/** The columns of a summary, of `evidence e` and `evidence_state s`. */
export const SUMMARY = Prisma.sql`
  e.id, e.number, e.title, e.source_kind::text AS "sourceKind", e.file_name AS "fileName", e.byte_length AS "byteLength",
  e.collected_at AS "collectedAt", e.effective_from AS "effectiveFrom", e.effective_until AS "effectiveUntil",
  e.recorded_at AS "recordedAt", e.submitted_by AS "submittedBy", s.review_state AS "reviewState"`;

/**
 * Evidence newest collected first, from a position on. Each shape of the query walks one index in that order and stops.
 * What few evidence have (waiting, rejected) is walked by state; what many have, by request.
 */
export async function newestEvidence(tx: TenantTransaction, scope: Scope, filter: EvidenceFilter, after: EvidencePosition | undefined, limit: number): Promise<EvidenceSummary[]> {
  const { requestIds, reviewState } = filter;
  const called = (evidenceId: Prisma.Sql): Promise<Prisma.Sql> => (filter.text === undefined ? Promise.resolve(Prisma.empty) : calledBy(tx, scope.organizationId, filter.text, { kind: "evidence", recordId: evidenceId }));
  if (scope.engagement === null && (filter.held || filter.file !== undefined || filter.text !== undefined)) {
    const held = filter.held ? await heldOnly(tx, scope.organizationId) : Prisma.empty;
    return newestByState(tx, scope, filter, after, limit, Prisma.sql`${held} ${await called(Prisma.sql`s.evidence_id`)} ${filter.file === undefined ? Prisma.empty : withFault(scope.organizationId, filter.file)}`);
  }
  const few = scope.engagement === null && (reviewState === "awaiting" || reviewState === "rejected");
  return requestIds === undefined || few ? newestByState(tx, scope, filter, after, limit) : newestOfRequests(tx, scope, filter, requestIds, after, limit, await called(Prisma.sql`a.evidence_id`));
}

/** Few holds name all that they hold: then only that is looked at. Where one names a period alone, nearly everything is held, and the walk ends soon. */
async function heldOnly(tx: TenantTransaction, organizationId: string): Promise<Prisma.Sql> {
  const standing = await standingHolds(tx, organizationId);
  return standing.some(isWide) ? Prisma.sql`AND ${underHold(organizationId)}` : Prisma.sql`AND s.evidence_id = ANY(${await namedByHolds(tx, organizationId)}::text[])`;
}

function newestByState(tx: TenantTransaction, scope: Scope, filter: EvidenceFilter, after: EvidencePosition | undefined, limit: number, further = Prisma.empty): Promise<EvidenceSummary[]> {
  const kind = filter.sourceKind === undefined ? Prisma.empty : Prisma.sql`AND s.source_kind = ${filter.sourceKind}`;
  const state = filter.reviewState === undefined ? Prisma.empty : Prisma.sql`AND s.review_state = ${filter.reviewState}`;
  const beyond = after === undefined ? Prisma.empty : Prisma.sql`AND (s.collected_at, s.evidence_id) < (${after.collectedAt}::timestamptz, ${after.id})`;
  const answering = filter.requestIds === undefined ? Prisma.empty : Prisma.sql`AND EXISTS (
    SELECT 1 FROM evidence_answer a WHERE a.organization_id = s.organization_id AND a.evidence_id = s.evidence_id AND a.request_id = ANY(${[...filter.requestIds]}::text[]))`;
  return tx.$queryRaw<EvidenceSummary[]>`
    SELECT ${SUMMARY}
    FROM evidence_state s JOIN evidence e ON e.organization_id = ${scope.organizationId} AND e.id = s.evidence_id
    WHERE s.organization_id = ${scope.organizationId} ${kind} ${state} ${beyond} ${answering} ${further}
    ORDER BY s.collected_at DESC, s.evidence_id DESC LIMIT ${limit}`;
}

/** An auditor gets what is accepted and speaks for a time inside the engagement's period. */
function newestOfRequests(tx: TenantTransaction, scope: Scope, filter: EvidenceFilter, requestIds: readonly string[], after: EvidencePosition | undefined, limit: number, further: Prisma.Sql): Promise<EvidenceSummary[]> {
  const { engagement } = scope;
  const reviewState = engagement === null ? filter.reviewState : "accepted";
  if (engagement !== null && filter.reviewState !== undefined && filter.reviewState !== "accepted") return Promise.resolve([]);
  const kind = filter.sourceKind === undefined ? Prisma.empty : Prisma.sql`AND a.source_kind = ${filter.sourceKind}`;
  const period = engagement === null ? Prisma.empty : Prisma.sql`AND a.effective_from < ${engagement.until} AND a.effective_until > ${engagement.from}`;
  const beyond = after === undefined ? Prisma.empty : Prisma.sql`AND (a.collected_at, a.evidence_id) < (${after.collectedAt}::timestamptz, ${after.id})`;
  const judged = reviewState === undefined ? Prisma.empty
    : Prisma.sql`JOIN evidence_state j ON j.organization_id = a.organization_id AND j.evidence_id = a.evidence_id AND j.review_state = ${reviewState}`;
  return tx.$queryRaw<EvidenceSummary[]>`
    WITH newest AS (
      SELECT DISTINCT n.collected_at, n.evidence_id
      FROM unnest(${[...requestIds]}::text[]) AS asked(id)
      CROSS JOIN LATERAL (
        SELECT a.collected_at, a.evidence_id FROM evidence_answer a ${judged}
        WHERE a.organization_id = ${scope.organizationId} AND a.request_id = asked.id ${kind} ${period} ${beyond} ${further}
        ORDER BY a.collected_at DESC, a.evidence_id DESC LIMIT ${limit}
      ) n
      ORDER BY n.collected_at DESC, n.evidence_id DESC LIMIT ${limit}
    )
    SELECT ${SUMMARY}
    FROM newest n
    JOIN evidence e ON e.organization_id = ${scope.organizationId} AND e.id = n.evidence_id
    JOIN evidence_state s ON s.organization_id = e.organization_id AND s.evidence_id = e.id
    ORDER BY n.collected_at DESC, n.evidence_id DESC`;
}

export type AnsweredRequest = { evidenceId: string; requestId: string; requestTitle: string; controlId: string; controlCode: string };

/** What evidence answers, of the controls in scope, in the order of codes. By SQL: Prisma asks once more for each row of a relation with two columns. */
export function answersOf(tx: TenantTransaction, { organizationId, engagement }: Scope, evidenceIds: readonly string[]): Promise<AnsweredRequest[]> {
  const inScope = engagement === null ? Prisma.empty : Prisma.sql`AND q.control_id = ANY(${[...engagement.controlIds]}::text[])`;
  return tx.$queryRaw<AnsweredRequest[]>`
    SELECT a.evidence_id AS "evidenceId", a.request_id AS "requestId", q.title AS "requestTitle", q.control_id AS "controlId", c.code AS "controlCode"
    FROM evidence_answer a
    JOIN evidence_request q ON q.organization_id = a.organization_id AND q.id = a.request_id ${inScope}
    JOIN control c ON c.organization_id = q.organization_id AND c.id = q.control_id
    WHERE a.organization_id = ${organizationId} AND a.evidence_id = ANY(${[...evidenceIds]}::text[])
    ORDER BY c.code, q.position, q.id, a.evidence_id`;
}

/** Requests of controls in scope: of one control by code, or the single one named; empty when there is none. */
export async function requestIdsInScope(tx: TenantTransaction, scope: Scope, by: { controlCode?: string | undefined; requestId?: string | undefined }): Promise<string[]> {
  const rows = await tx.evidenceRequest.findMany({
    where: {
      organizationId: scope.organizationId,
      ...(by.requestId === undefined ? {} : { id: by.requestId }),
      ...(by.controlCode === undefined ? {} : { control: { code: by.controlCode } }),
      ...(scope.engagement === null ? {} : { controlId: { in: [...scope.engagement.controlIds] } }),
    },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** Titles of requests and codes of their controls, by request, as far as the scope reaches. */
export async function findRequestNames(tx: TenantTransaction, { organizationId, engagement }: Scope, ids: readonly string[]): Promise<Map<string, { code: string; title: string }>> {
  const inScope = engagement === null ? Prisma.empty : Prisma.sql`AND q.control_id = ANY(${[...engagement.controlIds]}::text[])`;
  const rows = await tx.$queryRaw<{ id: string; code: string; title: string }[]>`
    SELECT q.id, c.code, q.title FROM evidence_request q JOIN control c ON c.organization_id = q.organization_id AND c.id = q.control_id
    WHERE q.organization_id = ${organizationId} AND q.id = ANY(${[...ids]}::text[]) ${inScope}`;
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}

/** How many evidence wait for review, no further than is told; the queue has an index of its own. */
export function countAwaiting(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.evidenceState.count({ where: { organizationId, reviewState: "awaiting" }, take: COUNT_LOOKS });
}

/** Names of the members, API keys and acceptance rules among authors of facts, also of those who have left. */
export async function namesOfAuthors(tx: TenantTransaction, organizationId: string, actorIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.member.findMany({ where: { organizationId, id: { in: [...actorIds] } }, select: { id: true, name: true } });
  const keys = await keyAuthors(tx, organizationId, actorIds);
  const rules = await ruleNames(tx, organizationId, actorIds);
  return new Map([...rows.map(({ id, name }) => [id, name] as const), ...[...keys].map(([id, { name }]) => [id, name] as const), ...rules]);
}
