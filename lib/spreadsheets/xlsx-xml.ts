import type { Cell } from "./sheet.ts";

/** Most characters that a cell of Excel holds. */
const CELL_CHARACTERS = 32_767;
const CUT = " … (cut here: a cell holds no more; the CSV file has all of it)";
/** Days from Excel's day 0 to 1970-01-01. */
const EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;

/** Characters that XML 1.0 cannot carry, written as Office Open XML writes them (ST_Xstring), and what looks like such an escape. */
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/g;
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as the content of an element or attribute of a sheet. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** Formats of cells by their place in {@link STYLES}. */
const STYLE = { plain: 0, header: 1, instant: 2, wrapped: 3 } as const;

/** One cell. Texts are texts whatever they begin with: nothing in the file is a formula. */
function cellXml(cell: Cell, offsetMinutes: (at: Date) => number, style: number): string {
  if (cell === null || cell === "") return "<c/>";
  if (typeof cell === "number" && Number.isFinite(cell)) return `<c><v>${cell}</v></c>`;
  if (typeof cell === "boolean") return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
  if (cell instanceof Date) {
    const serial = (cell.getTime() + offsetMinutes(cell) * 60_000) / DAY_MS + EPOCH_DAYS;
    return `<c s="${STYLE.instant}"><v>${serial.toFixed(8)}</v></c>`;
  }
  const text = String(cell);
  const held = text.length > CELL_CHARACTERS ? text.slice(0, CELL_CHARACTERS - CUT.length) + CUT : text;
  return `<c t="inlineStr"${style === STYLE.plain ? "" : ` s="${style}"`}><is><t xml:space="preserve">${xmlText(held)}</t></is></c>`;
}

export function rowXml(cells: readonly Cell[], offsetMinutes: (at: Date) => number): string {
  return `<row>${cells.map((cell) => cellXml(cell, offsetMinutes, STYLE.plain)).join("")}</row>`;
}

export function headerXml(headers: readonly string[]): string {
  return `<row>${headers.map((header) => cellXml(header, () => 0, STYLE.header)).join("")}</row>`;
}

/** A line of the sheet that tells about the file. */
export function noteXml(text: string): string {
  return `<row>${cellXml(text, () => 0, STYLE.wrapped)}</row>`;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const DECLARATION = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;

/** The beginning of a sheet: its header row stays in view, its columns have these widths in characters. */
export function sheetStart(widths: readonly number[], frozen: boolean): string {
  const view = frozen ? `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` : "";
  const columns = widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("");
  return `${DECLARATION}<worksheet xmlns="${MAIN}">${view}<cols>${columns}</cols><sheetData>`;
}

export const SHEET_END = "</sheetData></worksheet>";

const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The small parts of a workbook with these two sheets, by their names in the package. */
export function workbookParts(sheets: readonly [string, string]): ReadonlyMap<string, string> {
  const sheetList = sheets.map((name, index) => `<sheet name="${xmlText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("");
  const sheetTypes = sheets.map((_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join("");
  const sheetLinks = sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("");
  return new Map([
    ["[Content_Types].xml", `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>${sheetTypes}<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`],
    ["_rels/.rels", `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheetList}</sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${sheetLinks}<Relationship Id="rId3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ["xl/styles.xml", STYLES],
  ]);
}

const FONTS = `<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`;
const FILLS = `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`;
const FORMATS = [
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`,
  `<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>`,
  `<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`,
];
const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>${FONTS}${FILLS}<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${FORMATS.length}">${FORMATS.join("")}</cellXfs></styleSheet>`;
