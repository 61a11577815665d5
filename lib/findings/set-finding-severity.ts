import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { todayOf } from "./create-finding.ts";
import { dueDateUnder } from "./due-date.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, recordStep } from "./record-step.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Judges a finding anew, with a reason. The due date follows by the policy of today. @throws AppError not_found; precondition_failed once it is settled */
export const setFindingSeverity = defineVerb({
  name: "findings.set_severity",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, severity: z.enum(Severity), reason: textInput(FINDING_LIMITS.reason).min(1, "Say why it is judged anew.") }),
  async run(args) {
    const { tx, context, input: { findingId, severity, reason }, now } = args;
    const finding = await findingIn(args, findingId, UNSETTLED_STATUSES, "judged anew");
    const { state } = finding;
    if (state.severity === severity) return args.unchanged();
    const due = dueDateUnder(severity, state, await settingAt(tx, "finding_due_days"), await todayOf(tx, context.organizationId, now));
    await recordStep(args, finding, {
      kind: "severity_set", text: reason, facts: { severity, dueOn: due.dueOn }, state: { dueDays: due.dueDays, dueFrom: due.dueFrom },
      changes: { before: state.severity, after: severity, due_on_before: state.dueOn, due_on: due.dueOn },
    });
  },
});
