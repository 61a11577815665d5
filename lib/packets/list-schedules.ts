import { z } from "zod";
import { defineVerb, memberNames } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { engagementNames } from "#lib/engagements/index.ts";
import type { ScheduleFrequency } from "#prisma/generated/enums.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { readRecipients, type Recipient } from "./packet-record.ts";
import { authorName } from "./packet.repository.ts";
import { findSchedules } from "./schedule.repository.ts";

export type ScheduleRow = {
  id: string;
  controlId: string;
  controlCode: string;
  controlTitle: string;
  engagementId: string | null;
  engagementName: string | null;
  frequency: ScheduleFrequency;
  timeZone: string;
  hour: number;
  people: string;
  recipients: Recipient[];
  nextRunAt: Date;
  pausedAt: Date | null;
  createdBy: string;
  createdAt: Date;
};

/** Every schedule, the next to run first. */
export const listSchedules = defineVerb({
  name: "packets.list_schedules",
  permission: "packets.schedule",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, context }): Promise<ScheduleRow[]> {
    const { organizationId } = context;
    const rows = await findSchedules(tx, scope, PACKET_LIMITS.schedules);
    const controls = new Map((await requireControls(tx, scope, rows.map((row) => row.controlId))).map((one) => [one.id, one]));
    const engagements = await engagementNames(tx, organizationId, rows.flatMap((row) => row.engagementId ?? []));
    const people = await memberNames(tx, organizationId, rows.map((row) => row.createdBy));
    return rows.map((row) => ({
      id: row.id,
      controlId: row.controlId,
      controlCode: controls.get(row.controlId)?.code ?? "",
      controlTitle: controls.get(row.controlId)?.title ?? "",
      engagementId: row.engagementId,
      engagementName: row.engagementId === null ? null : (engagements.get(row.engagementId) ?? null),
      frequency: row.frequency,
      timeZone: row.timeZone,
      hour: row.hour,
      people: row.people,
      recipients: readRecipients(row.recipients),
      nextRunAt: row.nextRunAt,
      pausedAt: row.pausedAt,
      createdBy: authorName(row.createdBy, people),
      createdAt: row.createdAt,
    }));
  },
});
