import { Readable, type PassThrough } from "node:stream";
import { ZipFile } from "yazl";
import type { Sheet, Written } from "./sheet.ts";
import { headerXml, noteXml, rowXml, SHEET_END, sheetStart, workbookParts } from "./xlsx-xml.ts";
import { zoneClock } from "./zone-clock.ts";

/** Rows of a sheet in Excel, the header row among them. */
export const XLSX_ROWS = 1_048_576;
/** Text that is gathered before it is handed on, in characters. */
const CHUNK = 64 * 1024;
/** Longest name of a sheet, and what it may not contain. */
const SHEET_NAME = 31;
const NOT_IN_SHEET_NAME = /[[\]:*?/\\]/g;
/** Width of the sheet that tells about the file, in characters. */
const NOTE_WIDTH = 110;

/**
 * A sheet as an XLSX workbook (ECMA-376): the rows with typed cells, and a second sheet that says what they are. Written
 * row by row into the ZIP, so that memory does not grow with it. Rows beyond what a sheet can hold are left out, which
 * {@link Written} and the second sheet tell.
 *
 * @param end told what was written, after the last row
 */
export async function* xlsxFile(sheet: Sheet, end: (written: Written) => void, most = XLSX_ROWS - 1): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  // In yazl each part is asked for when its turn comes: the second sheet is written when the first one's rows are counted.
  const written: Written = { rows: 0, complete: true };
  const output = zip.outputStream as PassThrough;
  // What reading the rows fails with ends the file with that error instead of leaving it short.
  zip.on("error", (error: Error) => output.destroy(error));
  for (const [name, text] of workbookParts([sheetName(sheet.title), "About this file"])) zip.addBuffer(Buffer.from(text), name);
  addPart(zip, "xl/worksheets/sheet1.xml", () => rowsPart(sheet, written, most));
  addPart(zip, "xl/worksheets/sheet2.xml", () => aboutPart(sheet, written));
  zip.end();
  for await (const chunk of output) yield chunk as Uint8Array;
  end(written);
}

function addPart(zip: ZipFile, name: string, text: () => AsyncIterable<string>): void {
  zip.addReadStreamLazy(name, (hand) => {
    const stream = Readable.from(text(), { objectMode: false, encoding: "utf8" });
    stream.on("error", (error) => zip.emit("error", error));
    hand(null, stream);
  });
}

async function* rowsPart(sheet: Sheet, written: Written, most: number): AsyncGenerator<string> {
  const { offsetMinutes } = zoneClock(sheet.zone);
  let text = sheetStart(sheet.widths, true) + headerXml(sheet.headers);
  for await (const cells of sheet.rows) {
    if (written.rows >= most) {
      written.complete = false;
      break;
    }
    text += rowXml(cells, offsetMinutes);
    written.rows += 1;
    if (text.length >= CHUNK) {
      yield text;
      text = "";
    }
  }
  yield text + SHEET_END;
}

async function* aboutPart(sheet: Sheet, written: Written): AsyncGenerator<string> {
  yield sheetStart([NOTE_WIDTH], false) + [...sheet.preface, sheet.ending(written)].map(noteXml).join("") + SHEET_END;
}

function sheetName(title: string): string {
  return title.replace(NOT_IN_SHEET_NAME, " ").slice(0, SHEET_NAME);
}
