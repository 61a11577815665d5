import { csvRow } from "./csv-row.ts";
import type { Cell, Sheet, Written } from "./sheet.ts";
import { zoneClock } from "./zone-clock.ts";

/** Text that is gathered before it is handed on, in characters. */
const CHUNK = 64 * 1024;
/** Excel takes a file for UTF-8 by this sign alone. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * A sheet as CSV (RFC 4180, UTF-8): first a line that says what it is, then the headers, the rows, and last a line that
 * says how many there were, so that a file that was cut short can be told. Instants are ISO 8601 with their offset.
 *
 * @param end told what was written, after the last row
 */
export async function* csvFile(sheet: Sheet, end: (written: Written) => void): AsyncGenerator<Uint8Array> {
  const clock = zoneClock(sheet.zone);
  const line = (cells: readonly Cell[]): string => csvRow(cells.map((cell) => (cell instanceof Date ? clock.iso(cell) : cell)));
  // Every line has as many fields as the headers.
  const note = (text: string): string => line([text, ...sheet.headers.slice(1).map(() => null)]);
  const encoder = new TextEncoder();
  let text = BYTE_ORDER_MARK + note(sheet.preface.join(" ")) + line(sheet.headers);
  let rows = 0;
  for await (const cells of sheet.rows) {
    text += line(cells);
    rows += 1;
    if (text.length >= CHUNK) {
      yield encoder.encode(text);
      text = "";
    }
  }
  const written = { rows, complete: true };
  yield encoder.encode(text + note(sheet.ending(written)));
  end(written);
}
