import { z } from "zod";
import { cursorInput, defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { isAppError, notFound, type AppError } from "#lib/platform/errors.ts";
import { decisionInput, judgeEvidence, reasonInput } from "./judge-evidence.ts";
import { inboxFilterInput, inboxPage } from "./list-inbox.ts";
import { MAX_JUDGED_AT_ONCE } from "./limits.ts";
import { numbersOf } from "./inbox.repository.ts";

/** What one evidence was not judged for, in words for whoever asked. */
export type RefusedReview = { id: string; number: number; reason: string; message: string };

export type ReviewReport = {
  decided: { id: string; number: number }[];
  refused: RefusedReview[];
  /** Where the next stretch of all that match begins; null when none is left, or when evidence was named one by one. */
  nextCursor: string | null;
};

/**
 * Judges many evidence alike: those named, or a stretch of all that match a filter of the inbox and were handed in
 * until a number. Each stands for itself: what is refused is told with its reason, and does not hold up the others.
 *
 * @throws AppError not_found when one that was named is not there; validation when a rejection has no reason
 */
export const reviewMany = defineVerb({
  name: "evidence.review_many",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({
    decision: decisionInput,
    reason: reasonInput,
    which: z.union([
      z.strictObject({ ids: z.array(idInput).min(1, "Choose at least one evidence.").max(MAX_JUDGED_AT_ONCE) }),
      // What came in after the person looked is not what they decided on.
      z.strictObject({ filter: inboxFilterInput, upToNumber: z.int().min(0).max(2_147_483_647), cursor: cursorInput }),
    ]),
  }),
  async run(args): Promise<ReviewReport> {
    const { which } = args.input;
    const { ids, nextCursor } = "ids" in which ? { ids: [...new Set(which.ids)], nextCursor: null } : await stretchOf(args, which);
    const report: ReviewReport = { decided: [], refused: [], nextCursor };
    const numbers = await numbersOf(args.tx, args.context.organizationId, ids);
    if (numbers.size < ids.length) throw notFound("evidence");
    for (const id of ids) {
      const outcome = await judged(args, id);
      if ("state" in outcome) report.decided.push({ id, number: outcome.number });
      else report.refused.push({ id, number: numbers.get(id) ?? 0, reason: outcome.reason, message: outcome.message });
    }
    if (report.decided.length === 0) args.unchanged();
    return report;
  },
});

async function stretchOf(args: VerbArguments<unknown>, { filter, upToNumber, cursor }: { filter: z.output<typeof inboxFilterInput>; upToNumber: number; cursor?: string | undefined }): Promise<{ ids: string[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await inboxPage(args, { ...filter, upToNumber, cursor, size: MAX_JUDGED_AT_ONCE });
  return { ids: rows.map((row) => row.id), nextCursor };
}

async function judged(args: VerbArguments<{ decision: "accepted" | "rejected"; reason: string }>, evidenceId: string): Promise<{ state: string; number: number } | AppError> {
  const { decision, reason } = args.input;
  try {
    return await judgeEvidence(args, { evidenceId, decision, reason, seen: "awaiting" });
  } catch (error) {
    if (!isAppError(error) || error.reason === "reason_missing") throw error;
    return error;
  }
}
