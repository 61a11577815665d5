import { AppError } from "#lib/platform/errors.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ReviewDecision, SourceKind } from "#prisma/generated/enums.ts";
import type { Classification } from "./classification.ts";
import { goodAt, type RequestFacts } from "./freshness.ts";
import { readGaps, writeGaps } from "./request-gap.ts";
import { REVIEW_STATES, type ReviewState } from "./review-state.ts";

export type NewEvidence = {
  id: string;
  number: number;
  title: string;
  sourceKind: SourceKind;
  sourceId: string;
  sourceHash: string;
  note: string;
  fileName: string | null;
  mediaType: string | null;
  byteLength: bigint | null;
  blobSha256: string | null;
  /** Where the file lay, and when it was last written there, as its sender says. Never taken for when it was collected. */
  originalPath: string | null;
  originalModifiedAt: Date | null;
  /** The address that a link names; null for every other kind, and where it was disposed of. */
  webAddress: string | null;
  collectedAt: Date;
  effectiveFrom: Date;
  effectiveUntil: Date;
  submittedBy: string;
  recordedAt: Date;
};

/** Writes an evidence, what it answers, and its review state. */
export async function insertEvidence(tx: TenantTransaction, organizationId: string, evidence: NewEvidence, requestIds: readonly string[], classification: Classification = "internal"): Promise<void> {
  await tx.evidence.create({ data: { organizationId, ...evidence } });
  const { id: evidenceId, sourceKind, collectedAt, effectiveFrom, effectiveUntil, recordedAt } = evidence;
  const answer = { organizationId, evidenceId, sourceKind, collectedAt, effectiveFrom, effectiveUntil, recordedAt };
  await tx.evidenceAnswer.createMany({ data: requestIds.map((requestId) => ({ ...answer, requestId })) });
  await tx.evidenceState.create({ data: { organizationId, evidenceId, reviewState: "awaiting", sourceKind, collectedAt, speaksUntil: goodAt(evidence), classification, retainedFrom: effectiveUntil > recordedAt ? effectiveUntil : recordedAt } });
}

export type LockedRequest = { id: string; controlId: string; ownerMemberId: string | null; title: string; freshnessDays: number; sourceKinds: SourceKind[]; retiredAt: Date | null; facts: RequestFacts };

/**
 * Reads evidence requests and locks them until the transaction ends, in the order of ids, so that two acts on one
 * request follow each other and no two wait for each other.
 */
export async function lockRequests(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<LockedRequest[]> {
  await tx.$queryRaw`SELECT id FROM evidence_request WHERE organization_id = ${organizationId} AND id = ANY(${[...ids]}::text[]) ORDER BY id FOR UPDATE`;
  const rows = await tx.evidenceRequest.findMany({ where: { organizationId, id: { in: [...ids] } }, orderBy: { id: "asc" } });
  return rows.map(({ id, controlId, ownerMemberId, title, freshnessDays, sourceKinds, retiredAt, lastGoodAt, freshUntil, gaps, awaitingReview }) => ({
    id, controlId, ownerMemberId, title, freshnessDays, sourceKinds, retiredAt, facts: { lastGoodAt, freshUntil, gaps: readGaps(gaps), awaitingReview },
  }));
}

export async function writeFacts(tx: TenantTransaction, organizationId: string, requestId: string, facts: RequestFacts): Promise<void> {
  const { lastGoodAt, freshUntil, gaps, awaitingReview } = facts;
  await tx.evidenceRequest.update({
    where: { organizationId_id: { organizationId, id: requestId } },
    data: { lastGoodAt, freshUntil, awaitingReview, gaps: writeGaps(gaps) as object[] },
  });
}

export type StoredEvidence = NewEvidence & { reviewState: ReviewState; requestIds: string[] };

const withState = { state: true, answers: { select: { requestId: true }, orderBy: { requestId: "asc" } } } as const;

/** One evidence with its state and what it answers, whoever may see it: for verbs that write. */
export async function findEvidence(tx: TenantTransaction, organizationId: string, id: string): Promise<StoredEvidence | null> {
  const row = await tx.evidence.findUnique({ where: { organizationId_id: { organizationId, id } }, include: withState });
  return row === null ? null : storedOf(row);
}

/** The newest evidence of the same source, if any: what a second click or a second run of a job would repeat. */
export async function newestOfSource(tx: TenantTransaction, organizationId: string, kind: SourceKind, sourceId: string): Promise<StoredEvidence | null> {
  const row = await tx.evidence.findFirst({ where: { organizationId, sourceKind: kind, sourceId }, orderBy: [{ recordedAt: "desc" }, { id: "desc" }], include: withState });
  return row === null ? null : storedOf(row);
}

/** The address of a link; an emptied one was disposed of. */
export function keptAddress({ webAddress }: { webAddress: string | null }): string | null {
  return webAddress === "" ? null : webAddress;
}

function storedOf<Row extends NewEvidence & { organizationId: string; state: { reviewState: string } | null; answers: { requestId: string }[] }>(row: Row): StoredEvidence {
  const { organizationId: _, state, answers, ...fields } = row;
  return { ...fields, webAddress: keptAddress(fields), reviewState: storedWord(REVIEW_STATES, state?.reviewState ?? "awaiting"), requestIds: answers.map((one) => one.requestId) };
}

export type NewReview = { id: string; evidenceId: string; decision: ReviewDecision; reason: string; reviewedBy: string; recordedAt: Date };

/** Appends a review and moves the state from the one that was seen. @throws AppError conflict when somebody was faster */
export async function insertReview(tx: TenantTransaction, organizationId: string, review: NewReview, seen: ReviewState): Promise<void> {
  const { evidenceId, decision, recordedAt } = review;
  const moved = await tx.evidenceState.updateMany({ where: { organizationId, evidenceId, reviewState: seen }, data: { reviewState: decision, reviewedAt: recordedAt } });
  if (moved.count === 0) throw new AppError("conflict", "already_judged", "Somebody else has judged this evidence meanwhile. Look at it again.");
  await tx.evidenceReview.create({ data: { organizationId, ...review } });
}

/** When the newest review of an evidence was recorded. */
export async function lastReviewedAt(tx: TenantTransaction, organizationId: string, evidenceId: string): Promise<Date | null> {
  const row = await tx.evidenceReview.findFirst({ where: { organizationId, evidenceId }, orderBy: { recordedAt: "desc" }, select: { recordedAt: true } });
  return row?.recordedAt ?? null;
}
