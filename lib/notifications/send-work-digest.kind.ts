import { jobKind } from "#lib/platform/job.ts";

/** The job that writes and hands over one digest of what somebody owes. */
export const sendWorkDigestKind = jobKind<{ mailId: string }>("send-work-digest");
