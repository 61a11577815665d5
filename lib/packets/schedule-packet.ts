import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { nextRun } from "./next-run.ts";
import { onePerAddress, planInput, requireFittingEngagement } from "./schedule-plan.ts";
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
  input: z.strictObject({ controlId: idInput, ...planInput }),
  async run({ tx, scope, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    await requireControls(tx, scope, [input.controlId]);
    await requireFittingEngagement(tx, scope, input.controlId, input);
    const schedule = { ...input, engagementId: input.engagementId ?? null, recipients: onePerAddress(input.recipients) };
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
