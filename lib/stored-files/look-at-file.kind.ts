import { jobKind } from "#lib/platform/job.ts";

/** The job that looks at one stored file. */
export const lookAtFileKind = jobKind<{ sha256: string }>("look-at-file");
