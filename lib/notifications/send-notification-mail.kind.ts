import { jobKind } from "#lib/platform/job.ts";

/** The job that hands one notification mail to the mail server. */
export const sendNotificationMailKind = jobKind<{ mailId: string }>("send-notification-mail");
