/** The door of `lib/leaving`: an organization takes everything with it. */
export { endExport, removeExport } from "./end-export.ts";
export type { ExportDownload } from "./export-archive.ts";
export { listExports, type ExportView } from "./list-exports.ts";
export { mailExportJob } from "./mail-export.job.ts";
export { makeExportJob } from "./make-export.job.ts";
export { recordExportDownload } from "./record-export-download.ts";
export { requestExport } from "./request-export.ts";
