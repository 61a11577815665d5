import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { readEngagementFacts } from "#lib/engagements/index.ts";
import type { PacketSchedule } from "#prisma/generated/client.ts";
import { nextRun, periodBefore, type Days } from "./next-run.ts";
import { liesWithin } from "./packet-period.ts";
import { queuePacket, type QueuedPacket } from "./queue-packet.ts";
import { findScheduled } from "./packet.repository.ts";
import { moveOn, putDue, removeDue, requireSchedule } from "./schedule.repository.ts";

/**
 * Runs a schedule that is due: asks for the packet of the period before the run, and moves the schedule on by one run. Runs
 * missed while nothing was running lie in the past then, so the dispatcher finds the schedule due again until it has caught
 * up: one packet per missed period. Two dispatchers at once make one packet: the schedule moves on from the run that was read.
 */
export const runDueSchedule = defineVerb({
  name: "packets.run_due_schedule",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ scheduleId: idInput }),
  async run(args): Promise<QueuedPacket | null> {
    const { tx, context, input, now, audit, unchanged } = args;
    const schedule = await requireSchedule(tx, context.organizationId, input.scheduleId);
    if (schedule.pausedAt !== null) {
      await removeDue(tx, schedule.id);
      unchanged();
      return null;
    }
    if (schedule.nextRunAt > now) {
      await putDue(tx, schedule.id, schedule.nextRunAt);
      unchanged();
      return null;
    }
    const moved = await moveOn(tx, schedule, nextRun(schedule, schedule.nextRunAt));
    const days = periodBefore(schedule, schedule.nextRunAt);
    if (!moved || (await findScheduled(tx, context.organizationId, schedule.id, days.firstDay)) !== null) {
      unchanged();
      return null;
    }
    const { controlId, id: scheduleId, timeZone, people } = schedule;
    const packet = await queuePacket(args, { controlId, engagementId: await engagementOf(args, schedule, days), scheduleId, timeZone, people, ...days });
    await audit({ action: "packet_schedule.ran", subjectKind: "packet_schedule", subjectId: scheduleId, changes: { packet: packet.id, first_day: days.firstDay, last_day: days.lastDay } });
    return packet;
  },
});

/** The schedule's engagement, if the days lie within its period: its auditors must not see the days around it. */
async function engagementOf({ tx, scope }: VerbArguments<unknown>, schedule: PacketSchedule, days: Days): Promise<string | null> {
  if (schedule.engagementId === null) return null;
  const { id, period } = await readEngagementFacts(tx, scope, schedule.engagementId);
  return liesWithin({ ...days, timeZone: schedule.timeZone }, period) ? id : null;
}
