import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { decisionInput, judgeEvidence, reasonInput, type JudgedEvidence } from "./judge-evidence.ts";
import { REVIEW_STATES } from "./review-state.ts";
import { putInPlaceOf } from "./put-in-place.ts";

/**
 * Accepts or rejects an evidence. A later review replaces an earlier one; nothing is overwritten. What is accepted may take
 * the place of an older evidence in the same act.
 *
 * @throws AppError what `judgeEvidence` refuses; what `putInPlaceOf` refuses
 */
export const reviewEvidence = defineVerb({
  name: "evidence.review",
  permission: "evidence.review",
  effect: "write",
  input: z.strictObject({
    evidenceId: idInput,
    decision: decisionInput,
    reason: reasonInput,
    /** The state that the reviewer looked at. */
    seen: z.enum(REVIEW_STATES).default("awaiting"),
    /** The older evidence whose place it takes. */
    replaces: idInput.optional(),
  }),
  async run(args): Promise<JudgedEvidence> {
    const { replaces, ...asked } = args.input;
    const judged = await judgeEvidence(args, asked);
    if (replaces !== undefined && asked.decision === "accepted") await putInPlaceOf(args, { successorId: judged.id, evidenceId: replaces, reason: asked.reason });
    return judged;
  },
});
