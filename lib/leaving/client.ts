/** The door of `lib/leaving` for browser code: pure words and figures. */
export { EXPORT_STEPS, type ExportStatus, type ExportStep } from "./export-steps.ts";
