/** Characters that make a spreadsheet read a cell as a formula, with their full-width forms (CVE-2021-41270 and its kin). */
const FORMULA_LEAD = /^[\s\u0000]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A text that is a number and nothing else, which no spreadsheet runs: `-12.5` stays what it is. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * One cell of a CSV file that people open in a spreadsheet: quoted, and with a leading apostrophe when a spreadsheet
 * would run it (OWASP, CSV injection). The apostrophe changes the value, so such a file is a copy to read.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = FORMULA_LEAD.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

/** A cell of such a file as it was: the apostrophe that {@link csvCell} put before it is no part of the text. */
export function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA_LEAD.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** One row, ended by CR LF (RFC 4180). */
export function csvRow(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
