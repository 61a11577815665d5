import { readSpreadsheet, columnLetters, SPREADSHEET_LIMITS, type SheetRow, type Spreadsheet } from "#lib/spreadsheets/index.ts";
import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { guessColumns, IMPORT_FIELD_NAMES, type ColumnChoice } from "./fields.ts";
import { importControls, type ImportedControls } from "./import-controls.ts";
import type { ImportRow } from "./judge-row.ts";
import { openFile } from "./open-file.ts";
import { previewImport, type ImportPreview } from "./preview-import.ts";

/** Which file, which of its sheets, and what its columns hold where a person said so. */
export type ImportChoice = { sha256: string; sheet?: string; columns?: ColumnChoice };

export type ReadImport = {
  sheetNames: string[];
  sheetName: string;
  header: { number: number; cells: readonly string[] };
  /** Columns that have a header, by index. */
  offered: { index: number; label: string }[];
  columns: ColumnChoice;
  /** What a person should know of how the sheet was read. */
  notes: string[];
  rows: ImportRow[];
};

/**
 * Reads a file that was sent, as a table of controls. No verb by itself: bytes are read outside of transactions, and the
 * verbs before and after it authorise.
 *
 * @throws AppError not_found; validation with a sentence on why the file cannot be read
 */
async function readImport(context: Context, choice: ImportChoice): Promise<ReadImport> {
  const { remembered } = await openFile(context, { sha256: choice.sha256 });
  const book = await readSpreadsheet(await readWithin(context.organizationId, choice.sha256, SPREADSHEET_LIMITS.fileBytes), choice.sheet);
  const guess = guessColumns(book.sheet.rows, remembered);
  const header = guess.header ?? book.sheet.rows.find((row) => row.cells.some((cell) => cell !== "")) ?? { number: 0, cells: [] };
  const columns = choice.columns ?? guess.columns;
  return {
    sheetNames: book.sheetNames,
    sheetName: book.sheetName,
    header,
    offered: header.cells.flatMap((label, index) => (label === "" ? [] : [{ index, label: `${columnLetters(index)}: ${label.slice(0, 60)}` }])),
    columns,
    notes: notesOf(book),
    rows: rowsOf(book.sheet.rows.filter((row) => row.number > header.number), columns),
  };
}

/** What the rows of a choice would do. */
export async function previewSpreadsheet(context: Context, choice: ImportChoice): Promise<{ read: ReadImport; preview: ImportPreview | null }> {
  const read = await readImport(context, choice);
  return { read, preview: isComplete(read) ? await previewImport(context, { rows: read.rows }) : null };
}

/** Imports what the preview showed. */
export async function importSpreadsheet(context: Context, choice: ImportChoice & { fileName: string; takeOver: string[]; relation: "satisfies" | "contributes" }): Promise<ImportedControls> {
  const read = await readImport(context, choice);
  if (!isComplete(read)) throw new AppError("validation", "columns_missing", "Say which columns hold the code and the title; nothing was changed.");
  const headers = Object.fromEntries(IMPORT_FIELD_NAMES.flatMap((field) => (read.columns[field] === undefined ? [] : [[field, (read.header.cells[read.columns[field]] ?? "").slice(0, 255)]])));
  const source = { sha256: choice.sha256, fileName: choice.fileName, sheetName: read.sheetName.slice(0, 255), headers };
  return importControls(context, { source, rows: read.rows, takeOver: choice.takeOver, relation: choice.relation });
}

function isComplete({ columns }: ReadImport): boolean {
  return columns.code !== undefined && columns.title !== undefined;
}

function rowsOf(rows: readonly SheetRow[], columns: ColumnChoice): ImportRow[] {
  const cellOf = (row: SheetRow, index: number | undefined): string => (index === undefined ? "" : (row.cells[index] ?? "").trim());
  return rows.flatMap((row) => {
    const cells = Object.fromEntries(IMPORT_FIELD_NAMES.map((field) => [field, cellOf(row, columns[field])])) as Omit<ImportRow, "row">;
    return Object.values(cells).every((cell) => cell === "") ? [] : [{ row: row.number, ...cells }];
  });
}

function notesOf({ sheet }: Spreadsheet): string[] {
  const shown = sheet.merged.slice(0, 5).join(", ");
  const more = sheet.merged.length > 5 ? ` and ${sheet.merged.length - 5} more` : "";
  return [
    ...(sheet.merged.length === 0 ? [] : [`Merged cells (${shown}${more}): only the first cell of each holds the text, the others are read as empty.`]),
    ...(sheet.formulas === 0 ? [] : [`${sheet.formulas} ${sheet.formulas === 1 ? "cell is" : "cells are"} computed: the values saved with the file are used.`]),
  ];
}
