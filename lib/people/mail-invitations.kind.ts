import { jobKind } from "#lib/platform/job.ts";

/** The job that mails invitations their links. */
export const mailInvitationsKind = jobKind<{ invitationIds: string[] }>("mail-invitations");
