export { importControls, type ImportedControls } from "./import-controls.ts";
export type { ImportProblem } from "./judge-row.ts";
export { openFile } from "./open-file.ts";
export { previewImport, type ImportPreview } from "./preview-import.ts";
export { importSpreadsheet, previewSpreadsheet, type ReadImport } from "./read-import.ts";
export { CONTROL_SHEETS, controlSheet, exportSheet, type ControlSheet } from "./control-sheet.ts";
