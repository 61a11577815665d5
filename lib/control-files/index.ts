export { exportControlFiles } from "./export-files.ts";
export type { FieldChange } from "./field-changes.ts";
export { importControlFiles, type ImportedFiles } from "./import-files.ts";
export { previewControlFiles, type FilesPreview } from "./preview-files.ts";
