import { jobKind } from "#lib/platform/job.ts";

/** The job that makes an export. */
export const makeExportKind = jobKind<{ exportId: string }>("make-export");
