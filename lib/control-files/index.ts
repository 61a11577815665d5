export { exportControlFiles } from "./export-files.ts";
export { exportOscal } from "./export-oscal.ts";
export type { FieldChange } from "./field-changes.ts";
export { importControlFiles, type ImportedFiles } from "./import-files.ts";
export { previewControlFiles, type FilesPreview } from "./preview-files.ts";
export { formatControlFile } from "./control-file.ts";
export { readOscal } from "./oscal/read-oscal.ts";
