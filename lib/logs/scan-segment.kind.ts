import { jobKind } from "#lib/platform/job.ts";

/** The job that reads a segment; its code stands in lib/alerts, where the alerts are raised. */
export const scanSegmentKind = jobKind<{ segmentId: string }>("scan-segment");
