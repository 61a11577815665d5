import { z } from "zod";
import { defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { OCCURRENCE_LIMITS } from "./limits.ts";
import { REVIEW_DECISIONS } from "./occurrence-state.ts";
import { findPerformance, insertReview, proofsOf, type StoredPerformance } from "./occurrence.repository.ts";
import { isOwn } from "./read-occurrence.ts";
import { tellOfOccurrenceReview } from "./tell-people.ts";

const input = z.strictObject({
  performanceId: idInput,
  decision: z.enum(REVIEW_DECISIONS),
  reason: textInput(OCCURRENCE_LIMITS.text).default(""),
  /** Where it stood when the reviewer looked at it. */
  seen: z.enum(["awaiting", "accepted"]).default("awaiting"),
});

type Arguments = VerbArguments<z.output<typeof input>>;

/**
 * Accepts a performance, or returns it with a reason, so that it counts as none and may be done again. What was accepted can
 * still be returned; what was returned stays so.
 *
 * @throws AppError not_found; forbidden when the reviewer performed it, by a stand-in or themselves, or submitted what it rests on; validation when a return has
 *   no reason; conflict when somebody judged it meanwhile; precondition_failed when it rests on evidence that was rejected
 */
export const reviewOccurrence = defineVerb({
  name: "occurrences.review",
  permission: "occurrences.review",
  effect: "write",
  input,
  async run(args): Promise<{ id: string; decision: "accepted" | "returned" }> {
    const { tx, scope, context, now, unchanged } = args;
    const { decision, reason, seen } = args.input;
    const performance = await findPerformance(tx, context.organizationId, args.input.performanceId);
    if (performance === null) throw notFound("performance");
    const [control] = await requireControls(tx, scope, [performance.controlId]);
    if (control === undefined) throw notFound("control");
    const state = performance.reviews.at(-1)?.decision ?? "awaiting";
    if (state === decision) {
      unchanged();
      return { id: performance.id, decision };
    }
    if (state !== seen) throw judgedMeanwhile();
    await refuseReview(args, performance);
    const position = performance.reviews.length + 1;
    const isFirst = await insertReview(tx, context.organizationId, { id: newId("ocr", now.getTime()), performanceId: performance.id, position, decision, reason, reviewedBy: actorId(context.actor), recordedAt: now });
    if (!isFirst) throw judgedMeanwhile();
    await appendPendingEntry(tx, context, {
      kind: "occurrence_review", subjectId: performance.id, record: { control: performance.controlId, window_first_day: performance.windowFirstDay, position, decision, reason_sha256: sha256Hex(reason) },
    });
    await args.audit({ action: `occurrence.${decision}`, subjectKind: "control", subjectId: performance.controlId, changes: { performance: performance.id, window_first_day: performance.windowFirstDay, before: state, after: decision, reason } });
    await tellOfOccurrenceReview(args, control, performance, { decision, reason });
    return { id: performance.id, decision };
  },
});

function judgedMeanwhile(): AppError {
  return new AppError("conflict", "already_judged", "Somebody else has judged this meanwhile. Look at it again.");
}

async function refuseReview({ tx, scope, context, input: { decision, reason } }: Arguments, performance: StoredPerformance): Promise<void> {
  if (await isOwn(tx, scope, context.actor, performance)) {
    throw new AppError("forbidden", "own_performance", "You performed this, had it performed in your stead, or submitted what it rests on. Somebody else has to review it.");
  }
  if (decision === "returned") {
    if (reason === "") throw new AppError("validation", "reason_missing", "Nothing was changed.", [{ path: "reason", message: "Say why, so that it can be done better." }]);
    return;
  }
  const proofs = await proofsOf(tx, scope, performance.evidenceIds);
  if (proofs.some((one) => one.reviewState === "rejected")) {
    throw new AppError("precondition_failed", "evidence_rejected", "It rests on evidence that was rejected. Return it, so that it can be proven anew.");
  }
}
