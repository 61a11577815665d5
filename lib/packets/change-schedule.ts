import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { nextRun } from "./next-run.ts";
import { readRecipients } from "./packet-record.ts";
import { onePerAddress, planInput, requireFittingEngagement } from "./schedule-plan.ts";
import { replacePlan, requireSchedule } from "./schedule.repository.ts";

/**
 * Changes when a schedule runs, for whom, and who is mailed. Packets that it has made stay as they were; the next run is
 * told anew by the clock. A paused one stays paused.
 *
 * @throws AppError validation; not_found; precondition_failed when the engagement does not hold the control;
 *   conflict when it ran or was changed meanwhile
 */
export const changeSchedule = defineVerb({
  name: "packets.change_schedule",
  permission: "packets.schedule",
  effect: "write",
  input: z.strictObject({ scheduleId: idInput, ...planInput }),
  async run({ tx, scope, context, input, now, audit, unchanged }): Promise<{ nextRunAt: Date }> {
    const before = await requireSchedule(tx, context.organizationId, input.scheduleId);
    await requireFittingEngagement(tx, scope, before.controlId, input);
    const { frequency, timeZone, hour, people } = input;
    const plan = { frequency, timeZone, hour, people, engagementId: input.engagementId ?? null };
    const recipients = onePerAddress(input.recipients);
    const changes = {
      ...Object.fromEntries(Object.entries(plan).filter(([name, value]) => before[name as keyof typeof plan] !== value)),
      ...(sameRecipients(readRecipients(before.recipients), recipients) ? {} : { recipients: recipients.map((one) => one.email) }),
    };
    if (Object.keys(changes).length === 0) {
      unchanged();
      return { nextRunAt: before.nextRunAt };
    }
    const nextRunAt = nextRun(plan, now);
    await replacePlan(tx, before, { ...plan, recipients, nextRunAt });
    await audit({ action: "packet_schedule.changed", subjectKind: "packet_schedule", subjectId: before.id, changes: { ...changes, next_run_at: nextRunAt.toISOString() } });
    return { nextRunAt };
  },
});

function sameRecipients(before: readonly { name: string; email: string }[], after: readonly { name: string; email: string }[]): boolean {
  return before.length === after.length && before.every((one, index) => one.email === after[index]?.email && one.name === after[index]?.name);
}
