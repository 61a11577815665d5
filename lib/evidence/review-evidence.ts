import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { ReviewDecision } from "#prisma/generated/enums.ts";
import { findEvidence, type StoredEvidence } from "./evidence.repository.ts";
import { ownWorkOf } from "./own-work.ts";
import { recordReview } from "./record-review.ts";
import { REVIEW_STATES, type ReviewState } from "./review-state.ts";
import { findSource, RECORD_KINDS, type RecordKind } from "./sources.repository.ts";

/**
 * Accepts or rejects an evidence. A later review replaces an earlier one; nothing is overwritten.
 *
 * @throws AppError not_found; forbidden when it is the reviewer's own work; validation when a rejection has no reason;
 *   conflict when its state is not the one that was seen; precondition_failed when its source is not finished
 */
export const reviewEvidence = defineVerb({
  name: "evidence.review",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({
    evidenceId: idInput,
    decision: z.enum(ReviewDecision),
    reason: textInput(2_000).default(""),
    /** The state that the reviewer looked at. */
    seen: z.enum(REVIEW_STATES).default("awaiting"),
  }),
  async run(args): Promise<{ id: string; number: number; state: ReviewState }> {
    const { tx, context, input } = args;
    const evidence = await findEvidence(tx, context.organizationId, input.evidenceId);
    if (evidence === null) throw notFound("evidence");
    const answer = { id: evidence.id, number: evidence.number, state: input.decision };
    if (evidence.reviewState === input.decision) {
      args.unchanged();
      return answer;
    }
    if (evidence.reviewState !== input.seen) throw new AppError("conflict", "already_judged", "Somebody else has judged this evidence meanwhile. Look at it again.");
    const isOwn = await ownWorkOf(tx, context.organizationId, context.actor, [evidence]);
    if (isOwn(evidence)) throw new AppError("forbidden", "own_evidence", "You, an API key that you made, or your stand-in submitted this evidence. Somebody else has to review it.");
    if (input.decision === "rejected" && input.reason === "") {
      throw new AppError("validation", "reason_missing", "Nothing was changed.", [{ path: "reason", message: "Say why, so that the owner can do better." }]);
    }
    if (input.decision === "accepted") await refuseUnfinished(args.tx, context.organizationId, evidence);
    await recordReview(args, evidence, { decision: input.decision, reason: input.reason, reviewedBy: actorId(context.actor) });
    return answer;
  },
});

async function refuseUnfinished(tx: Parameters<typeof findSource>[0], organizationId: string, evidence: StoredEvidence): Promise<void> {
  const kind = RECORD_KINDS.find((one): one is RecordKind => one === evidence.sourceKind);
  if (kind === undefined) return;
  const record = await findSource(tx, organizationId, kind, evidence.sourceId);
  if (record === null || record.incomplete !== null) {
    throw new AppError("precondition_failed", "source_incomplete", `${record?.incomplete ?? "The source is gone."} Until then it proves nothing; it stays in the queue.`);
  }
}
