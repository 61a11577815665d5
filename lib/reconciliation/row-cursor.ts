import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/access/index.ts";
import { comparePlaces, type RowPlace } from "./match-facts.ts";

/** Behind which row a page begins, and of which reconciliation it is, so that all pages of a list are of one moment; 0 where each is matched anew. */
export type RowCursor = { number: number; after: RowPlace | null };

const cursorShape = z.tuple([z.int().min(0), z.int(), z.string().max(1000), z.string().max(1000)]);

/** @throws AppError validation */
export function openCursor(cursor: string | undefined): RowCursor {
  if (cursor === undefined) return { number: 0, after: null };
  const [number, rank, name, key] = decodeCursor(cursorShape, cursor);
  return { number, after: { rank, name, key } };
}

/** A page of rows, of which one more than it holds was read. */
export function pageOf<Row>(rows: readonly Row[], size: number, number: number, placeOf: (row: Row) => RowPlace): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  if (last === undefined || rows.length <= size) return { rows: shown, nextCursor: null };
  const { rank, name, key } = placeOf(last);
  return { rows: shown, nextCursor: encodeCursor([number, rank, name, key]) };
}

/** Of rows in their order, those behind a place. */
export function behind<Row>(rows: readonly Row[], after: RowPlace | null, placeOf: (row: Row) => RowPlace): readonly Row[] {
  return after === null ? rows : rows.filter((row) => comparePlaces(placeOf(row), after) > 0);
}
