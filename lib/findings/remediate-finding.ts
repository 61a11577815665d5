import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingToRemedy, recordStep } from "./record-step.ts";
import { tellToVerify } from "./tell-people.ts";
import { OWED_STATUSES } from "./words.ts";

/** Says that the gap is gone, and by what. Another person verifies it. @throws AppError not_found; forbidden; precondition_failed where it is done already */
export const remediateFinding = defineVerb({
  name: "findings.remediate",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ findingId: idInput, text: textInput(FINDING_LIMITS.reason).min(1, "Say what was done.") }),
  async run(args) {
    const finding = await findingToRemedy(args, args.input.findingId, OWED_STATUSES, "remediated");
    await recordStep(args, finding, { kind: "remediated", text: args.input.text, facts: { status: "remediated" }, state: { remediatedBy: actorId(args.context.actor) }, changes: { before: finding.state.status } });
    await tellToVerify(args, finding);
  },
});
