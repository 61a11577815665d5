import { jobKind } from "#lib/platform/job.ts";

/** The job that holds the population against what watches it, and keeps what it found. */
export const matchKind = jobKind<Record<string, never>>("match_population");
