import type { VerbArguments } from "#lib/access/index.ts";
import { requestFactsAt } from "#lib/frameworks/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import type { ReviewDecision } from "#prisma/generated/enums.ts";
import { findEvidence, insertReview, lastReviewedAt, lockRequests, writeFacts, type LockedRequest, type StoredEvidence } from "./evidence.repository.ts";
import type { RequestFacts } from "./freshness.ts";
import { ACCEPTED_AT_SUBMISSION } from "./review-state.ts";
import { afterAcceptance, afterRejection } from "./request-facts.ts";
import { tellOfProof, tellOfReview } from "./tell-people.ts";

export type Judgement = { decision: ReviewDecision; reason: string; reviewedBy: string };

/** Accepts, in the transaction of the submission, what Tickmark itself took from a finished record. */
export function reviewByRule(args: VerbArguments<unknown>, evidence: StoredEvidence): Promise<void> {
  return recordReview(args, evidence, { decision: "accepted", reason: "Taken by Tickmark from a finished record; hash and period are the record's own.", reviewedBy: ACCEPTED_AT_SUBMISSION });
}

/** Takes back, in the transaction of another act, an accepted evidence that what became known later contradicts. */
export async function rejectByRule(args: VerbArguments<unknown>, evidenceId: string, reason: string): Promise<void> {
  const evidence = await findEvidence(args.tx, args.context.organizationId, evidenceId);
  if (evidence?.reviewState !== "accepted") return;
  await recordReview(args, evidence, { decision: "rejected", reason, reviewedBy: "rule:contradicted" });
}

/** Appends a review and brings the facts of every answered request in line, with ledger entry and audit-trail row. */
export async function recordReview(args: VerbArguments<unknown>, evidence: StoredEvidence, judgement: Judgement): Promise<void> {
  const { tx, context, now } = args;
  const { organizationId } = context;
  const requests = await lockRequests(tx, organizationId, evidence.requestIds);
  const last = await lastReviewedAt(tx, organizationId, evidence.id);
  // Two reviews of one evidence never bear the same time, so that "the newest" is one.
  const recordedAt = last !== null && last >= now ? new Date(last.getTime() + 1) : now;
  await insertReview(tx, organizationId, { id: newId("rev", now.getTime()), evidenceId: evidence.id, ...judgement, recordedAt }, evidence.reviewState);
  for (const request of requests) {
    const facts = await factsAfter(args, request, evidence, judgement, recordedAt);
    await writeFacts(tx, organizationId, request.id, facts);
    await tellOfProof(args, request, facts);
  }
  const { decision, reason, reviewedBy } = judgement;
  await appendPendingEntry(tx, context, {
    kind: "evidence_review", subjectId: evidence.id, record: { decision, reviewed_by: reviewedBy, reason_sha256: sha256Hex(reason), source_sha256: evidence.sourceHash },
  });
  await args.audit({ action: `evidence.${decision}`, subjectKind: "evidence", subjectId: evidence.id, changes: { before: evidence.reviewState, after: decision, reason, reviewed_by: reviewedBy } });
  await tellOfReview(args, evidence, judgement);
}

async function factsAfter({ tx, context }: VerbArguments<unknown>, request: LockedRequest, evidence: StoredEvidence, judgement: Judgement, at: Date): Promise<RequestFacts> {
  const wasAwaiting = evidence.reviewState === "awaiting";
  if (judgement.decision === "accepted") return afterAcceptance(request.facts, evidence, request.freshnessDays, wasAwaiting);
  if (wasAwaiting) return afterRejection(request.facts, evidence);
  // What was taken back may have been the newest good answer: only the rows know which one is now.
  const replayed = (await requestFactsAt(tx, context.organizationId, [request], asOfNow(at))).get(request.id);
  if (replayed === undefined) throw new Error(`evidence request ${request.id} vanished`);
  return { ...replayed, gaps: [...request.facts.gaps.filter((gap) => gap.evidenceId === null), ...replayed.gaps] };
}
