import { jobKind } from "#lib/platform/job.ts";

export type RunChecks = { checkIds: string[]; askedBy: string };

/** The job that runs checks over what was collected. */
export const runChecksKind = jobKind<RunChecks>("run_checks");
