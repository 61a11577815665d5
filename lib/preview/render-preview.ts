import { isAppError } from "#lib/platform/errors.ts";
import { readSpreadsheet } from "#lib/spreadsheets/index.ts";
import { PREVIEW_LIMITS } from "./limits.ts";
import { escaped, previewDocument } from "./preview-document.ts";
import type { PreviewTicket } from "./preview-link.ts";

type Reading = { ticket: PreviewTicket; bytes: () => AsyncIterable<Uint8Array> };

/** A file as a document of ours: text, tables and lines, everything of the file's escaped. What is left out is told above. */
export async function renderPreview({ ticket, bytes }: Reading): Promise<string> {
  const { kind, fileName, byteLength } = ticket;
  if (kind === "csv" || kind === "xlsx") return previewDocument(fileName, await tableOf(kind, byteLength, bytes));
  const head = await firstBytes(bytes(), PREVIEW_LIMITS.textBytes);
  const whole = byteLength <= PREVIEW_LIMITS.textBytes;
  const text = decoded(head);
  const shown = kind === "json" && whole ? indented(text) : text;
  const note = whole ? "" : `<p>The first ${PREVIEW_LIMITS.textBytes / 1024} KiB of ${Math.ceil(byteLength / 1024).toLocaleString("en-GB")} KiB.</p>`;
  return previewDocument(fileName, `${note}<pre>${escaped(shown)}</pre>`);
}

/** A sentence in the place of a file that cannot be shown. */
export const previewRefusal = (sentence: string): string => previewDocument("Not shown", `<p>${escaped(sentence)}</p>`);

async function tableOf(kind: "csv" | "xlsx", byteLength: number, bytes: () => AsyncIterable<Uint8Array>): Promise<string> {
  if (kind === "xlsx" && byteLength > PREVIEW_LIMITS.tableBytes) return `<p>${escaped("The workbook is larger than the 8 MiB that are shown. Download it.")}</p>`;
  const read = await firstBytes(bytes(), PREVIEW_LIMITS.tableBytes);
  const cut = byteLength > PREVIEW_LIMITS.tableBytes;
  try {
    // A table is counted by its lines, which a reader can check, and shown to the row that is read.
    const lines = kind === "csv" ? countLines(read) : undefined;
    const { sheet, sheetName, sheetNames } = await readSpreadsheet(kind === "csv" ? firstLines(read, PREVIEW_LIMITS.rows + 1) : read);
    const rows = sheet.rows.slice(0, PREVIEW_LIMITS.rows);
    const all = lines ?? sheet.rows.length;
    const notes = [
      sheetNames.length > 1 ? `Sheet “${sheetName}”, the first of ${sheetNames.length}.` : "",
      all > rows.length ? `The first ${rows.length.toLocaleString("en-GB")} of ${cut ? "more than " : ""}${all.toLocaleString("en-GB")} rows.` : "",
      rows.some((row) => row.cells.length > PREVIEW_LIMITS.columns) ? `The first ${PREVIEW_LIMITS.columns} columns.` : "",
    ].filter((note) => note !== "");
    const line = (tag: string, row: { number: number; cells: string[] }): string => `<tr><${tag}>${row.number}</${tag}>${row.cells.slice(0, PREVIEW_LIMITS.columns).map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    const [first, ...rest] = rows;
    return `${notes.length === 0 ? "" : `<p>${escaped(notes.join(" "))}</p>`}<table>${first === undefined ? "" : `<thead>${line("th", first)}</thead>`}<tbody>${rest.map((row) => line("td", row)).join("")}</tbody></table>`;
  } catch (error) {
    if (isAppError(error)) return `<p>${escaped(error.message.replace(" Nothing was changed.", ""))}</p>${kind === "csv" ? `<pre>${escaped(decoded(read.subarray(0, PREVIEW_LIMITS.textBytes)))}</pre>` : ""}`;
    throw error;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (const byte of bytes) if (byte === 10) lines += 1;
  return lines + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
}

function firstLines(bytes: Buffer, count: number): Buffer {
  let end = 0;
  for (let line = 0; line < count; line += 1) {
    const next = bytes.indexOf(10, end);
    if (next === -1) return bytes;
    end = next + 1;
  }
  return bytes.subarray(0, end);
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    // Lines of JSON, or what only begins like it, are shown as they are.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

function decoded(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString("hex");
  return new TextDecoder(mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8").decode(bytes);
}

async function firstBytes(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    parts.push(Buffer.from(part.subarray(0, most - length)));
    length += part.length;
    if (length >= most) break;
  }
  return Buffer.concat(parts);
}
