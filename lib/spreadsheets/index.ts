export { csvFile } from "./csv-file.ts";
export { csvRow } from "./csv-row.ts";
export type { Cell, Sheet, Written } from "./sheet.ts";
export { XLSX_ROWS, xlsxFile } from "./xlsx-file.ts";
export { SPREADSHEET_LIMITS } from "./limits.ts";
export { readSpreadsheet } from "./read-spreadsheet.ts";
export { columnLetters, type SheetRow, type Spreadsheet } from "./spreadsheet.ts";
