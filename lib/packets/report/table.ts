import type { Status } from "#lib/status/index.ts";
import { drawStatus } from "./marks.ts";
import type { Element, Sheet } from "./sheet.ts";
import { FULL, type Column as Frame } from "./sheet.ts";
import { INK, PAGE, TEXT, type TextStyle } from "./style.ts";
import type { SetLine } from "./typesetter.ts";

/** `width` in points, or a share (`flex`) of what the others leave. */
export type TableColumn = { head: string; width?: number; flex?: number; align?: "left" | "right"; style?: TextStyle };

/** A cell: text, with a second text under it and a status mark before it where wanted. */
export type Cell = string | { text: string; style?: TextStyle; under?: string; underStyle?: TextStyle; status?: Status };

const GAP = 10;
const PADDING = 3.6;
const MARK = 11;
const HEAD = TEXT.cellHead.leading + 4;
/** A first row taller than this may part from its head. */
const TALL_ROW = 120;
/** Lines of one cell; what is cut stands in the record files. */
const MAX_LINES = 24;

type Placed = { x: number; width: number; column: TableColumn };
type SetCell = { parts: { lines: SetLine[]; style: TextStyle }[]; status: Status | null; height: number };

/**
 * A tagged table: heads with a scope, heads repeated on each page as artifacts, rows kept whole. Rows are drawn as they
 * come; nothing of a row stays in memory but its tags.
 */
export function drawTable(sheet: Sheet, columns: readonly TableColumn[], rows: Iterable<readonly Cell[]>, frame: Frame = FULL): void {
  const placed = placeColumns(columns, frame);
  const table = sheet.element(sheet.section, "Table");
  let headDrawn = false;
  for (const row of rows) {
    const cells = placed.map((one, index) => setCell(sheet, row[index] ?? "", one));
    const height = Math.max(...cells.map((cell) => cell.height)) + 2 * PADDING;
    if (!headDrawn) {
      // A head never stands alone at the end of a page.
      sheet.ensure(HEAD + Math.min(height, TALL_ROW));
      drawHead(sheet, placed, table, frame);
      headDrawn = true;
    }
    if (sheet.y + height > PAGE.height - PAGE.bottom) {
      sheet.newPage();
      drawHead(sheet, placed, null, frame);
    }
    drawRow(sheet, placed, cells, table);
    sheet.y += height;
    sheet.rule(INK.soft, 0.5, frame);
  }
  table.end();
}

function placeColumns(columns: readonly TableColumn[], frame: Frame): Placed[] {
  const fixed = columns.reduce((sum, one) => sum + (one.width ?? 0), 0);
  const flex = columns.reduce((sum, one) => sum + (one.width === undefined ? one.flex ?? 1 : 0), 0);
  const left = frame.width - fixed - GAP * (columns.length - 1);
  let x = frame.x;
  return columns.map((column) => {
    const width = column.width ?? (left * (column.flex ?? 1)) / flex;
    const place = { x, width, column };
    x += width + GAP;
    return place;
  });
}

function drawHead(sheet: Sheet, placed: readonly Placed[], table: Element | null, frame: Frame): void {
  const y = sheet.y;
  const draw = (one: Placed): void => {
    const at = { x: one.x, y, width: one.width, align: one.column.align };
    sheet.drawLines(sheet.set.lines(one.column.head, TEXT.cellHead, one.width, 1), TEXT.cellHead, at);
  };
  if (table) {
    const head = sheet.element(table, "THead");
    const row = sheet.element(head, "TR");
    for (const one of placed) {
      const cell = sheet.element(row, "TH", { scope: "Column" });
      sheet.content(cell, "TH", () => draw(one));
      cell.end();
    }
    row.end();
    head.end();
  } else {
    sheet.artifact(() => placed.forEach(draw), "Pagination");
  }
  sheet.y += HEAD;
  sheet.rule(INK.line, 0.6, frame);
}

function setCell(sheet: Sheet, cell: Cell, { width, column }: Placed): SetCell {
  const full = typeof cell === "string" ? { text: cell } : cell;
  const inset = full.status ? MARK : 0;
  const style = full.style ?? column.style ?? (column.align === "right" ? TEXT.cellNumber : TEXT.cell);
  const parts = [{ lines: sheet.set.lines(full.text, style, width - inset, MAX_LINES), style }];
  if (full.under) {
    const underStyle = full.underStyle ?? TEXT.cellMuted;
    parts.push({ lines: sheet.set.lines(full.under, underStyle, width - inset, MAX_LINES), style: underStyle });
  }
  return { parts, status: full.status ?? null, height: parts.reduce((sum, part) => sum + part.lines.length * part.style.leading, 0) };
}

function drawRow(sheet: Sheet, placed: readonly Placed[], cells: readonly SetCell[], table: Element): void {
  const row = sheet.element(table, "TR");
  placed.forEach((one, index) => {
    const cell = cells[index];
    if (!cell) return;
    const element = sheet.element(row, "TD");
    const inset = cell.status ? MARK : 0;
    const status = cell.status;
    if (status) sheet.artifact(() => drawStatus(sheet.pdf.doc, status, { x: one.x + 3.8, y: sheet.y + PADDING + TEXT.cell.leading / 2, r: 3.6 }));
    sheet.content(element, "TD", () => {
      let y = sheet.y + PADDING;
      for (const part of cell.parts) {
        sheet.drawLines(part.lines, part.style, { x: one.x + inset, y, width: one.width - inset, align: one.column.align });
        y += part.lines.length * part.style.leading;
      }
    });
    element.end();
  });
  row.end();
}

/** Label and value pairs as a tagged list, in one or two columns. */
export function drawPairs(sheet: Sheet, pairs: readonly { label: string; value: string; style?: TextStyle }[], labelWidth: number, frame: Frame = FULL): void {
  const list = sheet.element(sheet.section, "L");
  for (const pair of pairs) {
    const style = pair.style ?? TEXT.value;
    const lines = sheet.set.lines(pair.value, style, frame.width - labelWidth, MAX_LINES * 2);
    const leading = Math.max(style.leading, TEXT.label.leading);
    const height = lines.length * leading + 3;
    sheet.ensure(Math.min(height, PAGE.height - PAGE.top - PAGE.bottom));
    const item = sheet.element(list, "LI");
    sheet.place(item, "Lbl", pair.label, TEXT.label, { x: frame.x, y: sheet.y, width: labelWidth - 8 });
    const body = sheet.element(item, "LBody");
    sheet.content(body, "LBody", () => sheet.drawLines(lines, { ...style, leading }, { x: frame.x + labelWidth, y: sheet.y, width: frame.width - labelWidth }));
    body.end();
    item.end();
    sheet.y += height;
  }
  list.end();
}
