import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { pause, requireSchedule } from "./schedule.repository.ts";

/** Stops a schedule until it is resumed. Packets that it has made stay. */
export const pauseSchedule = defineVerb({
  name: "packets.pause_schedule",
  permission: "packets.schedule",
  effect: "write",
  input: z.strictObject({ scheduleId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const schedule = await requireSchedule(tx, context.organizationId, input.scheduleId);
    if (!(await pause(tx, context.organizationId, schedule.id, now))) return unchanged();
    await audit({ action: "packet_schedule.paused", subjectKind: "packet_schedule", subjectId: schedule.id, changes: { next_run_at: schedule.nextRunAt.toISOString() } });
  },
});
