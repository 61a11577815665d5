import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { todayOf } from "./create-finding.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, ownsNow, recordStep } from "./record-step.ts";
import { tellSettled } from "./tell-people.ts";
import { OWED_STATUSES } from "./words.ts";

/**
 * Accepts the risk of a finding until a day, which belongs to it; after that it opens again by itself. Its owner does not
 * accept it: they would judge their own work.
 *
 * @throws AppError not_found; forbidden for its owner; validation for a day that is over, or more than a year ahead;
 *   precondition_failed unless it is open or in remediation
 */
export const acceptRisk = defineVerb({
  name: "findings.accept_risk",
  permission: "findings.accept_risk",
  effect: "write",
  input: z.strictObject({ findingId: idInput, until: dayInput, reason: textInput(FINDING_LIMITS.reason).min(1, "Say why the risk is acceptable.") }),
  async run(args) {
    const { tx, context, input: { findingId, until, reason }, now } = args;
    const finding = await findingIn(args, findingId, OWED_STATUSES, "accepted");
    if (await ownsNow(args, finding)) throw new AppError("forbidden", "own_finding", "You own this finding. Somebody else has to accept its risk.");
    const today = await todayOf(tx, context.organizationId, now);
    const refused = until <= today ? "Choose a day after today." : until > addDays(today, FINDING_LIMITS.acceptanceDays) ? "A risk is accepted for a year at most, then it is looked at anew." : null;
    if (refused !== null) throw new AppError("validation", "until", "Nothing was changed.", [{ path: "until", message: refused }]);
    await recordStep(args, finding, {
      kind: "risk_accepted", text: reason, facts: { status: "risk_accepted", acceptedUntil: until }, state: { acceptedBy: actorId(context.actor), settledAt: now }, changes: { before: finding.state.status, until },
    });
    await tellSettled(args, finding, `Risk accepted until ${until}. ${reason}`);
  },
});
