import { z } from "zod";
import { textInput, type VerbArguments } from "#lib/access/index.ts";
import { newestInspection, newestRelease } from "#lib/inspection/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { ReviewDecision } from "#prisma/generated/enums.ts";
import { damagedFiles } from "#lib/stored-files/index.ts";
import { findEvidence, type StoredEvidence } from "./evidence.repository.ts";
import { isHeldBack } from "./held-back.ts";
import { ownWorkOf } from "./own-work.ts";
import { recordReview } from "./record-review.ts";
import type { ReviewState } from "./review-state.ts";
import { findSource, RECORD_KINDS, type RecordKind } from "./sources.repository.ts";
import { damagedWords, heldBackWords, unfinishedWords } from "./why-not-acceptable.ts";

export const decisionInput = z.enum(ReviewDecision);
export const reasonInput = textInput(2_000).default("");

export type AskedJudgement = {
  evidenceId: string;
  decision: ReviewDecision;
  reason: string;
  /** The state that the reviewer looked at. */
  seen: ReviewState;
};

export type JudgedEvidence = { id: string; number: number; state: ReviewState };

/**
 * Accepts or rejects one evidence by a person, in the transaction of their act. Whatever it refuses, it refuses before it
 * writes, so that others may be judged in the same transaction.
 *
 * @throws AppError not_found; forbidden when it is the reviewer's own work; validation when a rejection has no reason; conflict
 *   when its state is not the one that was seen; precondition_failed when its source is not finished or its file cannot be had
 */
export async function judgeEvidence(args: VerbArguments<unknown>, asked: AskedJudgement): Promise<JudgedEvidence> {
  const { tx, context } = args;
  const evidence = await findEvidence(tx, context.organizationId, asked.evidenceId);
  if (evidence === null) throw notFound("evidence");
  const answer = { id: evidence.id, number: evidence.number, state: asked.decision };
  if (evidence.reviewState === asked.decision) {
    args.unchanged();
    return answer;
  }
  if (evidence.reviewState !== asked.seen) throw new AppError("conflict", "already_judged", "Somebody else has judged this evidence meanwhile. Look at it again.");
  const isOwn = await ownWorkOf(tx, context.organizationId, context.actor, [evidence]);
  if (isOwn(evidence)) throw new AppError("forbidden", "own_evidence", "You, an API key that you made, or your stand-in submitted this evidence. Somebody else has to review it.");
  if (asked.decision === "rejected" && asked.reason === "") {
    throw new AppError("validation", "reason_missing", "Nothing was changed.", [{ path: "reason", message: "Say why, so that the owner can do better." }]);
  }
  if (asked.decision === "accepted") {
    await refuseUnfinished(tx, context.organizationId, evidence);
    await refuseHeldBack(tx, context.organizationId, evidence);
    await refuseDamaged(tx, context.organizationId, evidence);
  }
  await recordReview(args, evidence, { decision: asked.decision, reason: asked.reason, reviewedBy: actorId(context.actor) });
  return answer;
}

type Transaction = Parameters<typeof findSource>[0];

async function refuseUnfinished(tx: Transaction, organizationId: string, evidence: StoredEvidence): Promise<void> {
  const kind = RECORD_KINDS.find((one): one is RecordKind => one === evidence.sourceKind);
  if (kind === undefined) return;
  const record = await findSource(tx, organizationId, kind, evidence.sourceId);
  if (record === null || record.incomplete !== null) {
    throw new AppError("precondition_failed", "source_incomplete", unfinishedWords(record?.incomplete ?? null));
  }
}

async function refuseHeldBack(tx: Transaction, organizationId: string, { blobSha256 }: StoredEvidence): Promise<void> {
  if (blobSha256 === null) return;
  const inspection = await newestInspection(tx, organizationId, blobSha256);
  const release = inspection?.scanVerdict === "infected" ? await newestRelease(tx, organizationId, blobSha256) : null;
  if (isHeldBack({ inspection, release })) {
    throw new AppError("precondition_failed", "held_back", heldBackWords(inspection?.scanDetail ?? null));
  }
}

async function refuseDamaged(tx: Transaction, organizationId: string, { blobSha256 }: StoredEvidence): Promise<void> {
  if (blobSha256 === null) return;
  const damaged = (await damagedFiles(tx, organizationId, [blobSha256])).get(blobSha256);
  if (damaged !== undefined) throw new AppError("precondition_failed", "file_damaged", damagedWords(damaged.found));
}
