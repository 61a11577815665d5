import { CsvError, parse } from "csv-parse/sync";
import { withoutGuard } from "./csv-row.ts";
import { SPREADSHEET_LIMITS } from "./limits.ts";
import { refused, type SheetRow, type Spreadsheet } from "./spreadsheet.ts";

const SEPARATORS = [",", ";", "\t"] as const;

/** Reads comma-, semicolon- or tab-separated text: UTF-8, UTF-16 with its mark, else Windows-1252. */
export function readCsv(bytes: Buffer, most: number): Spreadsheet {
  const text = decode(bytes);
  if (/[\0-\x08\x0e-\x1f]/.test(text.slice(0, 4_000))) throw refused("spreadsheet_unknown", "This is neither an .xlsx nor a .csv file.");
  const rows = parsed(text, separatorOf(text), most);
  if (rows.length > most) throw tooManyRows(most);
  return { sheetNames: ["CSV"], sheetName: "CSV", sheet: { rows, merged: [], formulas: 0 } };
}

export function tooManyRows(most: number) {
  return refused("spreadsheet_too_many_rows", `The sheet has more than ${most.toLocaleString("en-GB")} rows, which is more than is read. Send the rows that are meant alone.`);
}

function decode(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") return new TextDecoder(mark === "fffe" ? "utf-16le" : "utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder("windows-1252").decode(bytes);
    throw error;
  }
}

/** What parts most fields of the first line, outside quotation marks. */
function separatorOf(text: string): string {
  const first = (text.slice(0, 20_000).split(/\r\n|\r|\n/).find((line) => line.trim() !== "") ?? "").replace(/"[^"]*"/g, "");
  return [...SEPARATORS].sort((a, b) => first.split(b).length - first.split(a).length)[0] ?? ",";
}

type Parsed = { record: string[]; info: { lines: number } };

function parsed(text: string, delimiter: string, most: number): SheetRow[] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: false, to: most + 1, max_record_size: 1_000_000 };
  try {
    const records = parse(text, { ...options, info: true }) as unknown as Parsed[];
    // Rows are counted as a spreadsheet program counts them: a text with line breaks inside quotation marks is one.
    return records.map(({ record }, index) => ({ number: index + 1, cells: record.slice(0, SPREADSHEET_LIMITS.columns).map((cell) => withoutGuard(cell.trim()).slice(0, SPREADSHEET_LIMITS.cellCharacters)) }));
  } catch (error) {
    if (error instanceof CsvError) throw refused("spreadsheet_damaged", `The file cannot be read as a table: line ${String(error["lines"] ?? "?")} has quotation marks that do not close or do not belong there.`);
    throw error;
  }
}
