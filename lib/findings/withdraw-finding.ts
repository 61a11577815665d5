import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, ownsNow, recordStep } from "./record-step.ts";
import { tellSettled } from "./tell-people.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/**
 * Says that there never was such a gap, with a reason. Neither its owner nor who raised it says so.
 *
 * @throws AppError not_found; forbidden for its owner and for who raised it; precondition_failed once it is settled
 */
export const withdrawFinding = defineVerb({
  name: "findings.withdraw",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, reason: textInput(FINDING_LIMITS.reason).min(1, "Say why it is no finding.") }),
  async run(args) {
    const { context: { actor }, now, input: { findingId, reason } } = args;
    const finding = await findingIn(args, findingId, UNSETTLED_STATUSES, "withdrawn");
    if ((await ownsNow(args, finding)) || finding.raisedBy === actorId(actor)) {
      throw new AppError("forbidden", "own_finding", "You own this finding, or raised it. Somebody else has to withdraw it.");
    }
    await recordStep(args, finding, { kind: "withdrawn", text: reason, facts: { status: "withdrawn" }, state: { settledAt: now }, changes: { before: finding.state.status } });
    await tellSettled(args, finding, reason);
  },
});
