import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";
import { SPREADSHEET_LIMITS } from "./limits.ts";
import { refused, type Spreadsheet } from "./spreadsheet.ts";

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");

/**
 * Reads one sheet of a spreadsheet (.xlsx, .csv), told by its content and not by its name. Text only: styles, pictures
 * and computations stay behind.
 *
 * @param wanted the sheet's name; the first one without it, or when there is none of that name
 * @param most rows that are read; a sheet with more is refused
 * @throws AppError validation, with a sentence for the person who sent the file
 */
export async function readSpreadsheet(bytes: Buffer, wanted?: string, most: number = SPREADSHEET_LIMITS.rows): Promise<Spreadsheet> {
  if (bytes.length === 0) throw refused("spreadsheet_empty", "The file is empty.");
  if (bytes.length > SPREADSHEET_LIMITS.fileBytes) throw refused("spreadsheet_too_large", `The file is larger than ${SPREADSHEET_LIMITS.fileBytes / 1024 / 1024} MiB. Send the sheet that is meant alone.`);
  if (bytes.subarray(0, OLE.length).equals(OLE)) throw oleRefusal(bytes);
  const read = bytes.subarray(0, 2).toString("latin1") === "PK" ? await readXlsx(bytes, wanted, most) : readCsv(bytes, most);
  if (!read.sheet.rows.some((row) => row.cells.some((cell) => cell !== ""))) throw refused("spreadsheet_empty", `The sheet “${read.sheetName}” is empty.`);
  return read;
}

/** Office wraps a protected workbook, and the format before 2007, into the same container. */
function oleRefusal(bytes: Buffer) {
  if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) return refused("spreadsheet_protected", "The file is protected with a password. Save it without one and send it again.");
  return refused("spreadsheet_old_format", "This is the old .xls format. Save it as .xlsx or .csv and send it again.");
}
