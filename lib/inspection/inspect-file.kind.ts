import { jobKind } from "#lib/platform/job.ts";

/** The job that looks into a file that was sent. */
export const inspectFileKind = jobKind<{ sha256: string }>("inspect-file");
