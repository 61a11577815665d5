import type { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";

/** A page of a list read by keyset: never an offset, so page 10,000 costs what page 1 costs. */
export type Page<Row> = { rows: Row[]; nextCursor: string | null };

/** Writes the sort key of the last row as an opaque cursor. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws AppError validation when the cursor was not written by {@link encodeCursor} for a key of this shape */
export function decodeCursor<Key extends z.ZodType>(schema: Key, cursor: string): z.output<Key> {
  const refuse = new AppError("validation", "cursor_invalid", "This page address is not valid. Start at the first page.");
  let raw: unknown;
  try {
    raw = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse;
    throw error;
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw refuse;
  return parsed.data;
}

/** Cuts `size + 1` rows read ahead to a page of `size` and the cursor of its last row. */
export function pageOf<Row>(rows: Row[], size: number, keyOf: (row: Row) => readonly (string | number)[]): Page<Row> {
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > size && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
