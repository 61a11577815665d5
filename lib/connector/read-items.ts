import type { z } from "zod";
import type { Json, Transformed, Unreadable } from "./contract.ts";
import { CollectionFailure } from "./completeness.ts";
import { rowSchema, type Row } from "./rows.ts";

/**
 * Reads items one by one: what lacks a field that evidence rests on is counted as unreadable where it stands, and the
 * others are read. Fields that nobody knows are let pass.
 *
 * @param schema what an item must have; not strict, since vendors add fields
 * @param at JSON pointer of the list in the body
 * @param rowsOf the rows of an item; none when it is no such thing
 */
export function readItems<Schema extends z.ZodType>(items: Json | undefined, schema: Schema, at: string, rowsOf: (item: z.output<Schema>) => readonly Row[]): Transformed {
  if (!Array.isArray(items)) return { rows: [], unreadable: [{ at, says: "There is no list." }] };
  const rows: Row[] = [];
  const unreadable: Unreadable[] = [];
  (items as readonly Json[]).forEach((item, index) => {
    const read = schema.safeParse(item);
    if (!read.success) return void unreadable.push({ at: `${at}/${index}`, says: faultOf(read.error) });
    for (const row of rowsOf(read.data)) {
      const checked = rowSchema.safeParse(row);
      if (checked.success) rows.push(checked.data);
      else unreadable.push({ at: `${at}/${index}`, says: faultOf(checked.error) });
    }
  });
  return { rows, unreadable };
}

/** What several reads found, as one. */
export function joinTransformed(parts: readonly Transformed[]): Transformed {
  return { rows: parts.flatMap(({ rows }) => rows), unreadable: parts.flatMap(({ unreadable }) => unreadable) };
}

function faultOf(error: z.ZodError): string {
  const [first] = error.issues;
  return first === undefined ? "It cannot be read." : `${first.path.join(".") || "The item"}: ${first.message}`;
}

/** The JSON of an answer. @throws CollectionFailure malformed, when it is none */
export function jsonOf(bytes: Uint8Array, operation: string): Json {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
  } catch (error) {
    throw new CollectionFailure("malformed", operation, `${operation} was answered with something that is not JSON.`, null, { cause: error });
  }
}
