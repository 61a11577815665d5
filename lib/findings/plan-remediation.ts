import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingToRemedy, recordStep } from "./record-step.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/**
 * Writes down why it came about and what is going to be done. A finding with a plan is in remediation.
 *
 * @throws AppError not_found; forbidden for who neither owns nor manages it; precondition_failed once it is settled
 */
export const planRemediation = defineVerb({
  name: "findings.plan",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ findingId: idInput, rootCause: textInput(FINDING_LIMITS.text), plan: textInput(FINDING_LIMITS.text).min(1, "Say what is going to be done.") }),
  async run(args) {
    const { findingId, rootCause, plan } = args.input;
    const finding = await findingToRemedy(args, findingId, UNSETTLED_STATUSES, "planned");
    const { state } = finding;
    if (state.rootCause === rootCause && state.plan === plan) return args.unchanged();
    const starts = state.status === "open";
    await recordStep(args, finding, {
      kind: starts ? "remediation_started" : "planned", text: plan, ...(starts ? { facts: { status: "in_remediation" } } : {}), state: { rootCause, plan },
      changes: { root_cause: rootCause, plan_before: state.plan },
    });
  },
});
