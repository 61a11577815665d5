import type { Query } from "#app/_ui/list-state.ts";
import { isAppError } from "#lib/platform/errors.ts";

/** A spreadsheet as an address names it: the stored file, its sheet, and which column was said to hold what. */
export type ChosenSheet<Field extends string> = { sha256: string; fileName: string; sheet?: string; columns?: Partial<Record<Field, number>> };

const columnsOf = <Field extends string>(fields: readonly Field[], said: (field: Field) => string | undefined): Partial<Record<Field, number>> =>
  Object.fromEntries(fields.flatMap((field) => (/^\d{1,3}$/.test(said(field) ?? "") ? [[field, Number(said(field))]] : []))) as Partial<Record<Field, number>>;

/** The sheet that an address names; null where it names none. */
export function chosenSheet<Field extends string>(query: Query, fields: readonly Field[]): ChosenSheet<Field> | null {
  const text = (name: string): string | undefined => (typeof query[name] === "string" && query[name] !== "" ? query[name] : undefined);
  const sha256 = text("file");
  if (sha256 === undefined) return null;
  const sheet = text("sheet");
  // Columns belong to the sheet that they were chosen for.
  const ofThisSheet = query["of"] !== undefined && query["of"] === (sheet ?? query["of"]);
  return { sha256, fileName: (text("name") ?? "spreadsheet").slice(0, 255), ...(sheet === undefined ? {} : { sheet }), ...(ofThisSheet ? { columns: columnsOf(fields, (field) => text(`c.${field}`)) } : {}) };
}

/** The columns that a form sends as `field:column`; what names no field is left out. */
export function sentColumns<Field extends string>(pairs: readonly string[], fields: readonly Field[]): Partial<Record<Field, number>> {
  const said = new Map(pairs.map((pair) => pair.split(":", 2) as [string, string]));
  return columnsOf(fields, (field) => said.get(field));
}

/** What a file gives, or the sentence with which it is refused: a file that cannot be read is no error of the page. */
export async function orRefusal<T>(work: Promise<T>): Promise<T | { refusal: string }> {
  try {
    return await work;
  } catch (error) {
    if (isAppError(error) && error.reason.startsWith("spreadsheet_")) return { refusal: error.message };
    throw error;
  }
}
