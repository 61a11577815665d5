import { AppError } from "#lib/platform/errors.ts";

/** A row as the spreadsheet program numbers it, from 1; cells from column A on, empty ones included. */
export type SheetRow = { number: number; cells: string[] };

export type Sheet = {
  rows: SheetRow[];
  /** Ranges of merged cells, like B2:B5: only the first of them holds the text. */
  merged: string[];
  /** Cells whose text was computed: the value that was saved with the file is used. */
  formulas: number;
};

export type Spreadsheet = { sheetNames: string[]; sheetName: string; sheet: Sheet };

/** A file that is not read at all: why, and what to do about it. */
export function refused(reason: string, sentence: string): AppError {
  return new AppError("validation", reason, `${sentence} Nothing was changed.`);
}

/** The letters of a column: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest === 0 ? "" : columnLetters(rest - 1)}${String.fromCharCode(65 + (index % 26))}`;
}

/** Column and row of a cell's name: B12 is 1 and 12. */
export function cellPlace(name: string): { column: number; row: number } | null {
  const parts = /^([A-Z]{1,3})(\d{1,7})$/.exec(name);
  if (parts === null) return null;
  const column = [...parts[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(parts[2]) };
}
