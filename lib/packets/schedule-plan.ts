import { z } from "zod";
import { idInput, timeZoneInput, type Scope } from "#lib/access/index.ts";
import { readEngagementFacts } from "#lib/engagements/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ScheduleFrequency } from "#prisma/generated/enums.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { PEOPLE_MODES } from "./pseudonyms.ts";
import { recipientInput, type Recipient } from "./packet-record.ts";

/** When a schedule's packets are made, for whom, and who is mailed: everything but the control, which stays its own. */
export const planInput = {
  engagementId: idInput.optional(),
  frequency: z.enum(ScheduleFrequency),
  timeZone: timeZoneInput,
  people: z.enum(PEOPLE_MODES).default("named"),
  hour: z.number().int().min(0, "An hour from 0 to 23.").max(23, "An hour from 0 to 23."),
  recipients: z.array(recipientInput).max(PACKET_LIMITS.recipients, `At most ${PACKET_LIMITS.recipients} recipients.`),
};

/** @throws AppError not_found; precondition_failed when the engagement does not hold the control; validation of its zone */
export async function requireFittingEngagement(tx: TenantTransaction, scope: Scope, controlId: string, plan: { engagementId?: string | undefined; timeZone: string }): Promise<void> {
  if (plan.engagementId === undefined) return;
  const { controlIds, period } = await readEngagementFacts(tx, scope, plan.engagementId);
  if (!controlIds.includes(controlId)) throw new AppError("precondition_failed", "control_outside_engagement", "The engagement does not hold this control, so its auditors could not see the packets.");
  if (period.timeZone === plan.timeZone) return;
  throw new AppError("validation", "zone_of_engagement", "The schedule must use the engagement's time zone, or its days would not be the engagement's.", [{ path: "timeZone", message: `The engagement uses ${period.timeZone}.` }]);
}

/** One mail per address, in the order entered. */
export function onePerAddress(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((one) => [one.email, one])).values()];
}
