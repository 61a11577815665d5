import { z } from "zod";
import { defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import { settingAt } from "#lib/settings/index.ts";
import { todayOf } from "./create-finding.ts";
import { dueDate } from "./due-date.ts";
import { requireFinding, type StoredFinding } from "./finding.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, recordStep } from "./record-step.ts";
import { tellOwner } from "./tell-people.ts";
import { SETTLED_STATUSES } from "./words.ts";

type Reopening = { kind: "reopened" | "acceptance_ended"; text: string; changes?: { [field: string]: Json } };

/** Opens a settled finding again: its days count from today. What was said, done and accepted before stays in its history. */
export async function openAgain(args: VerbArguments<unknown>, finding: StoredFinding, { kind, text, changes }: Reopening): Promise<void> {
  const { tx, context, now } = args;
  const due = dueDate(finding.state.severity, await settingAt(tx, "finding_due_days"), await todayOf(tx, context.organizationId, now));
  await recordStep(args, finding, {
    kind, text, facts: { status: "open", dueOn: due.dueOn },
    state: { dueDays: due.dueDays, dueFrom: due.dueFrom, acceptedUntil: null, acceptedBy: null, remediatedBy: null, settledAt: null },
    changes: { before: finding.state.status, due_on: due.dueOn, ...changes },
  });
  await tellOwner(args, "finding_reopened", finding, text);
}

/** Opens a finding that was closed, withdrawn or accepted again, with a reason. @throws AppError not_found; precondition_failed while it is open */
export const reopenFinding = defineVerb({
  name: "findings.reopen",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, reason: textInput(FINDING_LIMITS.reason).min(1, "Say why it is opened again.") }),
  async run(args) {
    const finding = await findingIn(args, args.input.findingId, SETTLED_STATUSES, "opened again");
    await openAgain(args, finding, { kind: "reopened", text: args.input.reason });
  },
});

/** Opens a finding again whose accepted risk has ended. Said again, or too early, it changes nothing. */
export const endAcceptance = defineVerb({
  name: "findings.end_acceptance",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ findingId: idInput }),
  async run(args) {
    const { tx, scope, context, input, now } = args;
    const finding = await requireFinding(tx, scope, input.findingId);
    const { acceptedUntil } = finding.state;
    if (acceptedUntil === null || acceptedUntil >= (await todayOf(tx, context.organizationId, now))) return args.unchanged();
    await openAgain(args, finding, { kind: "acceptance_ended", text: `The risk was accepted until ${acceptedUntil}.`, changes: { accepted_until: acceptedUntil } });
  },
});
