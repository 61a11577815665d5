import { jobKind } from "#lib/platform/job.ts";

/** The job that carries a retro-hunt over its segments. */
export const runHuntKind = jobKind<{ huntId: string }>("run-hunt");
