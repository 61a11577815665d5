import { SaxesParser, type SaxesTagPlain } from "saxes";
import { isAppError } from "#lib/platform/errors.ts";
import { SPREADSHEET_LIMITS } from "./limits.ts";
import { tooManyRows } from "./read-csv.ts";
import { cellPlace, refused, type Sheet, type SheetRow, type Spreadsheet } from "./spreadsheet.ts";
import { openParts, type XlsxParts } from "./xlsx-parts.ts";

/** Reads one sheet of an Office Open XML workbook (ECMA-376). Macros are refused: nobody looks into them here. */
export async function readXlsx(bytes: Buffer, wanted: string | undefined, most: number): Promise<Spreadsheet> {
  const parts = await openParts(bytes);
  if (!parts.has("xl/workbook.xml")) throw refused("spreadsheet_unknown", "This is neither an .xlsx nor a .csv file.");
  if (parts.has("xl/vbaProject.bin")) throw refused("spreadsheet_macros", "The workbook has macros. Save it as .xlsx, which has none, and send it again.");
  const sheets = await sheetsOf(parts);
  const chosen = sheets.find((one) => one.name === wanted) ?? sheets[0];
  if (chosen === undefined) throw refused("spreadsheet_empty", "The workbook has no sheet.");
  const strings = parts.has("xl/sharedStrings.xml") ? await sharedStrings(parts) : [];
  return { sheetNames: sheets.map((one) => one.name), sheetName: chosen.name, sheet: await readSheet(parts, chosen.part, strings, most) };
}

type Handlers = { open(tag: SaxesTagPlain): void; close(name: string): void; text?(text: string): void };

/** Feeds a part to the parser piece by piece. Entities of a document type are never read: the parser knows only XML's own. */
async function parsePart(parts: XlsxParts, name: string, handlers: Handlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const local = (tag: string): string => tag.slice(tag.indexOf(":") + 1);
  parser.on("error", (error) => { throw refused("spreadsheet_damaged", `A part of the workbook cannot be read (${error.message.slice(0, 200)}).`); });
  parser.on("opentag", (tag) => handlers.open({ ...tag, name: local(tag.name) }));
  parser.on("closetag", (tag) => handlers.close(local(tag.name)));
  if (handlers.text !== undefined) parser.on("text", (text) => handlers.text?.(text));
  const decoder = new TextDecoder("utf-8");
  for await (const chunk of await parts.stream(name)) parser.write(decoder.decode(chunk, { stream: true }));
  parser.close();
}

async function sheetsOf(parts: XlsxParts): Promise<{ name: string; part: string }[]> {
  const targets = new Map<string, string>();
  await parsePart(parts, "xl/_rels/workbook.xml.rels", {
    open: ({ name, attributes }) => { if (name === "Relationship") targets.set(attributes["Id"] ?? "", attributes["Target"] ?? ""); },
    close: () => undefined,
  });
  const sheets: { name: string; part: string }[] = [];
  await parsePart(parts, "xl/workbook.xml", {
    open: ({ name, attributes }) => {
      if (name !== "sheet" || sheets.length >= SPREADSHEET_LIMITS.sheets) return;
      const target = targets.get(attributes["r:id"] ?? "") ?? "";
      const part = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
      if (parts.has(part)) sheets.push({ name: attributes["name"] ?? "", part });
    },
    close: () => undefined,
  });
  return sheets;
}

/** Texts that cells refer to by number. What says how a word is read aloud (`rPh`) is no part of the text. */
async function sharedStrings(parts: XlsxParts): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let inText = false;
  let aside = 0;
  await parsePart(parts, "xl/sharedStrings.xml", {
    open: ({ name }) => {
      if (name === "si") text = "";
      else if (name === "rPh") aside += 1;
      else if (name === "t") inText = aside === 0;
    },
    close: (name) => {
      if (name === "si") strings.push(text.slice(0, SPREADSHEET_LIMITS.cellCharacters));
      else if (name === "rPh") aside -= 1;
      else if (name === "t") inText = false;
    },
    text: (piece) => { if (inText) text += piece; },
  });
  return strings;
}

/** Reading stops by this when enough rows were read to know that there are too many. */
async function readSheet(parts: XlsxParts, part: string, strings: readonly string[], most: number): Promise<Sheet> {
  const reader = new SheetReader(strings, most);
  try {
    await parsePart(parts, part, { open: (tag) => reader.open(tag), close: (name) => reader.close(name), text: (text) => reader.text(text) });
  } catch (error) {
    if (isAppError(error)) throw error;
    throw refused("spreadsheet_damaged", "The sheet cannot be read.");
  }
  return { rows: reader.rows, merged: reader.merged, formulas: reader.formulas };
}

class SheetReader {
  readonly rows: SheetRow[] = [];
  readonly merged: string[] = [];
  formulas = 0;
  #strings: readonly string[];
  readonly #most: number;
  #row: SheetRow = { number: 0, cells: [] };
  #column = 0;
  #type = "n";
  #value = "";
  #taking = false;

  constructor(strings: readonly string[], most: number) {
    this.#strings = strings;
    this.#most = most;
  }

  open({ name, attributes }: SaxesTagPlain): void {
    if (name === "row") this.#beginRow(attributes["r"]);
    else if (name === "c") this.#beginCell(attributes["r"], attributes["t"]);
    else if (name === "v" || name === "t") this.#taking = true;
    else if (name === "f") this.formulas += 1;
    else if (name === "mergeCell" && this.merged.length < SPREADSHEET_LIMITS.rows) this.merged.push(attributes["ref"] ?? "");
  }

  close(name: string): void {
    if (name === "v" || name === "t") this.#taking = false;
    else if (name === "c") this.#endCell();
    else if (name === "row" && this.#row.cells.length > 0) this.rows.push(this.#row);
  }

  text(text: string): void {
    if (this.#taking && this.#value.length < SPREADSHEET_LIMITS.cellCharacters) this.#value += text;
  }

  #beginRow(number: string | undefined): void {
    if (this.rows.length >= this.#most) throw tooManyRows(this.#most);
    this.#row = { number: number === undefined ? this.#row.number + 1 : Number(number), cells: [] };
    this.#column = -1;
  }

  #beginCell(place: string | undefined, type: string | undefined): void {
    this.#column = cellPlace(place ?? "")?.column ?? this.#column + 1;
    this.#type = type ?? "n";
    this.#value = "";
  }

  #endCell(): void {
    const text = this.#textOf().trim().slice(0, SPREADSHEET_LIMITS.cellCharacters);
    if (text === "" || this.#column < 0 || this.#column >= SPREADSHEET_LIMITS.columns) return;
    while (this.#row.cells.length < this.#column) this.#row.cells.push("");
    this.#row.cells[this.#column] = text;
  }

  #textOf(): string {
    if (this.#type === "s") return this.#strings[Number(this.#value)] ?? "";
    if (this.#type === "b") return this.#value === "1" ? "yes" : "no";
    // A formula that failed is saved with its error; it is no text that somebody wrote.
    return this.#type === "e" ? "" : this.#value;
  }
}
