import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { todayOf } from "./create-finding.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, recordStep } from "./record-step.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/**
 * Moves the day by which a finding must be remedied, with a reason; both stay in its history.
 *
 * @throws AppError validation for a day that is over, or more than two years ahead; precondition_failed once it is settled
 */
export const moveDueDate = defineVerb({
  name: "findings.move_due_date",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, dueOn: dayInput, reason: textInput(FINDING_LIMITS.reason).min(1, "Say why the date moves.") }),
  async run(args) {
    const { tx, context, input: { findingId, dueOn, reason }, now } = args;
    const finding = await findingIn(args, findingId, UNSETTLED_STATUSES, "given another date");
    const { dueOn: before } = finding.state;
    if (before === dueOn) return args.unchanged();
    const today = await todayOf(tx, context.organizationId, now);
    const refused = dueOn < today ? "This day is over. Choose today or a later one." : dueOn > addDays(today, FINDING_LIMITS.dueDays) ? "Choose a day within two years." : null;
    if (refused !== null) throw new AppError("validation", "due_on", "Nothing was changed.", [{ path: "dueOn", message: refused }]);
    await recordStep(args, finding, { kind: "due_moved", text: reason, facts: { dueOn }, state: { dueDays: null }, changes: { before, after: dueOn } });
  },
});
