/** The door of `lib/leaving`: an organization takes everything with it, and is gone. */
export { destroyWhenDue } from "./destroy-when-due.ts";
export { endExport, removeExport } from "./end-export.ts";
export type { ExportDownload } from "./export-archive.ts";
export { formatReceipt } from "./format-receipt.ts";
export { destroyAgain, keepReceiptsBeside, readReceipts, RECEIPTS_FILE, type KnownReceipt } from "./known-receipts.ts";
export { listExports, type ExportView } from "./list-exports.ts";
export { mailDeletionJob } from "./mail-deletion.job.ts";
export { mailExportJob } from "./mail-export.job.ts";
export { makeExportJob } from "./make-export.job.ts";
export { placeLegalHold } from "./place-legal-hold.ts";
export { readDeletionDay, readLeaving, type LeavingView, type PendingDeletion } from "./read-leaving.ts";
export { readReceipt, type ReceiptView } from "./read-receipt.ts";
export { checkReceipt, type CheckedReceipt, type Receipt } from "./receipt.ts";
export { receiptPdf } from "./receipt-pdf.ts";
export { recordExportDownload } from "./record-export-download.ts";
export { releaseLegalHold } from "./release-legal-hold.ts";
export { cancelDeletion, requestDeletion } from "./request-deletion.ts";
export { requestExport } from "./request-export.ts";
