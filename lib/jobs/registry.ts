import { runDueBaselines, runDueVendorAlerts, scanSegmentJob } from "#lib/alerts/index.ts";
import { runChecksJob, runDueChecks } from "#lib/check-runs/index.ts";
import { CHECKS_DUE, COLLECT_DUE, collectJob, INSPECTION_DUE, inspectMessageJob, runDueCollection, runDueInspection } from "#lib/connections/index.ts";
import { disposeEvidenceJob } from "#lib/disposal/index.ts";
import { COMMITTED_EVIDENCE, runDueTrusted, TRUSTED_DUE } from "#lib/evidence/index.ts";
import { runDueFindings } from "#lib/findings/index.ts";
import { sendWorkDigestJob } from "#lib/digests/index.ts";
import { notifyFactorChangeJob } from "#lib/identity/index.ts";
import { TIME_LIMIT_DUE, warnOfTimeLimit } from "#lib/incidents/index.ts";
import { runHuntJob } from "#lib/hunts/index.ts";
import { inspectFileJob } from "#lib/inspection/index.ts";
import { RECONCILIATION_DUE, VENDOR_ALERTS_DUE } from "#lib/inventory/index.ts";
import { destroyWhenDue, endExport, mailDeletionJob, mailExportJob, makeExportJob } from "#lib/leaving/index.ts";
import { CERTIFICATE_DUE, LEDGER_AUDIT_DUE, LEDGER_DUE, runDueCertificate, runDueLedger, runLedgerAudit } from "#lib/ledger/index.ts";
import { BASELINES_DUE, QUIET_DAYS_DUE } from "#lib/logs/index.ts";
import { gatherDigest, gatherMail, MAIL_DUE, mailNews, sendMailAgain, sendNotificationMailJob } from "#lib/notifications/index.ts";
import { deliverPacketJob, makePacketJob, runDueSchedule } from "#lib/packets/index.ts";
import { runDueQuietDays } from "#lib/populations/index.ts";
import { followAddress, mailInvitationsJob } from "#lib/people/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Job } from "#lib/platform/job.ts";
import { matchPopulationJob, runDueReconciliation } from "#lib/reconciliation/index.ts";
import { runDueReminders } from "#lib/reminders/index.ts";
import { runDueCanaries } from "#lib/rules/index.ts";
import { FINDINGS_DUE, REMINDERS_DUE, RULES_DUE } from "#lib/settings/index.ts";
import { FILES_DUE, lookAtFileJob, lookAtFilesJob, runDueLook } from "#lib/stored-files/index.ts";
import { sweepUpload } from "#lib/uploads/index.ts";

// The composition root of background work: nobody imports it but the worker. Jobs stand beside their verbs.

/** Every kind of job, by name. */
export const JOBS: readonly Job[] = [
  scanSegmentJob, runHuntJob, makePacketJob, deliverPacketJob, mailInvitationsJob, notifyFactorChangeJob, makeExportJob, mailExportJob, mailDeletionJob, sendNotificationMailJob, sendWorkDigestJob, inspectFileJob, disposeEvidenceJob, lookAtFilesJob, lookAtFileJob, collectJob, inspectMessageJob, runChecksJob, matchPopulationJob,
];

/** What falls due by the clock: kind of due_work -> the verb that does it and moves its row on. */
export const DUE_WORK: Readonly<Record<string, (context: Context, subjectId: string) => Promise<void>>> = {
  [CHECKS_DUE]: (context, connectionId) => runDueChecks(context, connectionId),
  [COLLECT_DUE]: (context, subject) => runDueCollection(context, subject),
  [INSPECTION_DUE]: (context, subject) => runDueInspection(context, subject),
  [VENDOR_ALERTS_DUE]: (context, connectionId) => runDueVendorAlerts(context, connectionId),
  [BASELINES_DUE]: (context, segmentId) => runDueBaselines(context, segmentId),
  [QUIET_DAYS_DUE]: (context, subject) => runDueQuietDays(context, subject),
  [LEDGER_AUDIT_DUE]: (context) => runLedgerAudit(context, COMMITTED_EVIDENCE),
  [CERTIFICATE_DUE]: (context) => runDueCertificate(context),
  [LEDGER_DUE]: (context) => runDueLedger(context),
  deletion: (context, requestId) => destroyWhenDue(context, requestId),
  export_expiry: (context, exportId) => endExport(context, exportId),
  [FILES_DUE]: (context) => runDueLook(context),
  [FINDINGS_DUE]: (context) => runDueFindings(context),
  [MAIL_DUE.news]: (context, notificationId) => mailNews(context, notificationId),
  [MAIL_DUE.person]: async (context, memberId) => void (await gatherMail(context, { memberId })),
  [MAIL_DUE.again]: async (context, mailId) => sendMailAgain(context, { mailId }),
  [MAIL_DUE.digest]: async (context, memberId) => void (await gatherDigest(context, { memberId })),
  [RULES_DUE]: (context) => runDueCanaries(context),
  [RECONCILIATION_DUE]: (context) => runDueReconciliation(context),
  [REMINDERS_DUE]: (context) => runDueReminders(context),
  [TIME_LIMIT_DUE]: async (context, incidentId) => warnOfTimeLimit(context, { incidentId }),
  member_address: async (context, memberId) => followAddress(context, { memberId }),
  [TRUSTED_DUE]: (context, evidenceId) => runDueTrusted(context, evidenceId),
  upload_expiry: (context, uploadId) => sweepUpload(context, uploadId),
  packet_schedule: async (context, scheduleId) => void (await runDueSchedule(context, { scheduleId })),
};
