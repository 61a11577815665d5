import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { nextRun } from "./next-run.ts";
import { requireSchedule, resume } from "./schedule.repository.ts";

/** Lets a paused schedule run again from its next regular time. Periods that passed meanwhile are not caught up: they were paused on purpose. */
export const resumeSchedule = defineVerb({
  name: "packets.resume_schedule",
  permission: "packets.schedule",
  effect: "write",
  input: z.strictObject({ scheduleId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const schedule = await requireSchedule(tx, context.organizationId, input.scheduleId);
    const nextRunAt = nextRun(schedule, now);
    if (!(await resume(tx, context.organizationId, schedule.id, nextRunAt))) return unchanged();
    await audit({ action: "packet_schedule.resumed", subjectKind: "packet_schedule", subjectId: schedule.id, changes: { next_run_at: nextRunAt.toISOString() } });
  },
});
