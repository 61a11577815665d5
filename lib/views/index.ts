export { beginExport, EXPORT_FORMATS, type ExportFormat } from "./begin-export.ts";
export { endExport } from "./end-export.ts";
