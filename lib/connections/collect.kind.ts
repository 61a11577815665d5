import { jobKind } from "#lib/platform/job.ts";

/** The job that carries one run of one collector to its end. */
export const collectKind = jobKind<{ collectionId: string }>("collect");
