import { jobKind } from "#lib/platform/job.ts";

/** The job that tells who asked for an export that it is ready. */
export const mailExportKind = jobKind<{ exportId: string }>("mail-export");
