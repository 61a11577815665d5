import { scanSegmentJob } from "#lib/alerts/index.ts";
import { notifyFactorChangeJob } from "#lib/identity/index.ts";
import { endExport, mailExportJob, makeExportJob } from "#lib/leaving/index.ts";
import { QUIET_DAYS_DUE } from "#lib/logs/index.ts";
import { deliverPacketJob, makePacketJob, runDueSchedule } from "#lib/packets/index.ts";
import { runDueQuietDays } from "#lib/populations/index.ts";
import { followAddress, mailInvitationsJob } from "#lib/people/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Job } from "#lib/platform/job.ts";

// The composition root of background work: nobody imports it but the worker. Jobs stand beside their verbs.

/** Every kind of job, by name. */
export const JOBS: readonly Job[] = [scanSegmentJob, makePacketJob, deliverPacketJob, mailInvitationsJob, notifyFactorChangeJob, makeExportJob, mailExportJob];

/** What falls due by the clock: kind of due_work -> the verb that does it and moves its row on. */
export const DUE_WORK: Readonly<Record<string, (context: Context, subjectId: string) => Promise<void>>> = {
  [QUIET_DAYS_DUE]: (context, subject) => runDueQuietDays(context, subject),
  export_expiry: (context, exportId) => endExport(context, exportId),
  member_address: async (context, memberId) => followAddress(context, { memberId }),
  packet_schedule: async (context, scheduleId) => void (await runDueSchedule(context, { scheduleId })),
};
