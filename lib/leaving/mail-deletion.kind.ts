import { jobKind } from "#lib/platform/job.ts";

/** The job that tells all administrators that a deletion was asked for or cancelled. */
export const mailDeletionKind = jobKind<{ deletionId: string; change: "asked" | "cancelled" }>("mail-deletion");
