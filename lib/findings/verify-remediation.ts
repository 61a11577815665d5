import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, ownsNow, recordStep } from "./record-step.ts";
import { tellOwner, tellSettled } from "./tell-people.ts";

/**
 * Another person looks whether the gap is gone: closes the finding, or returns it with a reason, so that it is in
 * remediation again. Its due date runs on.
 *
 * @throws AppError not_found; forbidden for its owner and for who remediated it; validation for a return without a reason;
 *   precondition_failed when nothing waits to be verified
 */
export const verifyRemediation = defineVerb({
  name: "findings.verify",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, decision: z.enum(["closed", "returned"]), reason: textInput(FINDING_LIMITS.reason).default("") }),
  async run(args) {
    const { context: { actor }, now, input: { findingId, decision, reason } } = args;
    const finding = await findingIn(args, findingId, ["remediated"], "verified");
    if ((await ownsNow(args, finding)) || finding.state.remediatedBy === actorId(actor)) {
      throw new AppError("forbidden", "own_finding", "You own this finding, or remediated it. Somebody else has to verify it.");
    }
    if (decision === "closed") {
      await recordStep(args, finding, { kind: "closed", text: reason, facts: { status: "closed" }, state: { settledAt: now } });
      return tellSettled(args, finding, reason === "" ? "Verified and closed." : reason);
    }
    if (reason === "") throw new AppError("validation", "reason_missing", "Nothing was changed.", [{ path: "reason", message: "Say what is still there." }]);
    await recordStep(args, finding, { kind: "returned", text: reason, facts: { status: "in_remediation" }, state: { remediatedBy: null } });
    await tellOwner(args, "finding_returned", finding, reason);
  },
});
