import { jobKind } from "#lib/platform/job.ts";

/** The job that looks at an organization's stored files. */
export const lookAtFilesKind = jobKind<{ lookId: string }>("look-at-files");
