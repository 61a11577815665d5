import { jobKind } from "#lib/platform/job.ts";

/** The job that looks into a message that came, and into each file of it. */
export const inspectMessageKind = jobKind<{ connector: string; sha256: string }>("inspect-message");
