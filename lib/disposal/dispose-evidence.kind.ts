import { jobKind } from "#lib/platform/job.ts";

/** The job that destroys the content of one evidence whose disposal a person approved. */
export const disposeEvidenceKind = jobKind<{ dispositionId: string }>("dispose-evidence");
