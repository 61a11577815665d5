import { z } from "zod";
import { defineVerb, idInput, timeZoneInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { readEngagementFacts } from "#lib/engagements/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { ScheduleFrequency } from "#prisma/generated/enums.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { nextRun } from "./next-run.ts";
import { recipientInput, type Recipient } from "./packet-record.ts";
import { countSchedules, findSameSchedule, insertSchedule } from "./schedule.repository.ts";

/**
 * Makes a packet of the last whole week, month or quarter, again and again, and mails its recipients a link to each.
 *
 * @throws AppError validation; not_found; precondition_failed when the engagement does not hold the control; limit_exceeded
 */
export const schedulePacket = defineVerb({
  name: "packets.schedule",
  permission: "packets.schedule",
  effect: "write",
  input: z.strictObject({
    controlId: idInput,
    engagementId: idInput.optional(),
    frequency: z.enum(ScheduleFrequency),
    timeZone: timeZoneInput,
    hour: z.number().int().min(0, "An hour from 0 to 23.").max(23, "An hour from 0 to 23."),
    recipients: z.array(recipientInput).max(PACKET_LIMITS.recipients, `At most ${PACKET_LIMITS.recipients} recipients.`),
  }),
  async run({ tx, scope, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    await requireControls(tx, scope, [input.controlId]);
    if (input.engagementId !== undefined) {
      const { controlIds, period } = await readEngagementFacts(tx, scope, input.engagementId);
      if (!controlIds.includes(input.controlId)) throw new AppError("precondition_failed", "control_outside_engagement", "The engagement does not hold this control, so its auditors could not see the packets.");
      if (period.timeZone !== input.timeZone) {
        throw new AppError("validation", "zone_of_engagement", "The schedule must use the engagement's time zone, or its days would not be the engagement's.", [{ path: "timeZone", message: `The engagement uses ${period.timeZone}.` }]);
      }
    }
    const schedule = { ...input, engagementId: input.engagementId ?? null, recipients: distinct(input.recipients) };
    const same = await findSameSchedule(tx, organizationId, schedule);
    if (same !== null) {
      unchanged();
      return { id: same.id, nextRunAt: same.nextRunAt };
    }
    if ((await countSchedules(tx, organizationId)) >= PACKET_LIMITS.schedules) {
      throw new AppError("limit_exceeded", "schedules", `An organization has at most ${PACKET_LIMITS.schedules} schedules.`);
    }
    const nextRunAt = nextRun(input, now);
    const id = await insertSchedule(tx, organizationId, { ...schedule, nextRunAt, createdBy: actorId(context.actor) }, now);
    const { recipients, ...facts } = schedule;
    await audit({ action: "packet_schedule.created", subjectKind: "packet_schedule", subjectId: id, changes: { ...facts, recipients: recipients.map((one) => one.email), next_run_at: nextRunAt.toISOString() } });
    return { id, nextRunAt };
  },
});

/** One mail per address, in the order entered. */
function distinct(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((one) => [one.email, one])).values()];
}
