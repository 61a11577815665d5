import { createParser, parseAsString } from "nuqs/server";
import type { Sort, SortDirection } from "./table-model.ts";

/** What a page's `searchParams` hold. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Parameters every list has: free text, and the two keyset cursors. Sort is the list's own: parseAsSort. */
export const listParsers = { q: parseAsString, after: parseAsString, before: parseAsString };

const CURSORS = ["after", "before"] as const;

/**
 * The address of a list with some parameters changed; null removes one. A page cursor holds for one filter and one
 * order only, so it goes unless it is set here.
 */
export function hrefWith(path: string, current: Query, changes: Readonly<Record<string, string | readonly string[] | null>>): string {
  const merged: Record<string, string | readonly string[] | null | undefined> = { ...current };
  for (const cursor of CURSORS) merged[cursor] = null;
  // Opening a record beside the list does not turn its page.
  if (Object.keys(changes).every((name) => name === "panel")) for (const cursor of CURSORS) merged[cursor] = current[cursor];
  Object.assign(merged, changes);
  const query = new URLSearchParams();
  for (const name of Object.keys(merged).sort()) {
    const value = merged[name];
    for (const one of typeof value === "string" ? [value] : (value ?? [])) if (one !== "") query.append(name, one);
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A sort as it stands in an address: `due`, or `-due` for descending. */
export function sortText(column: string, direction: SortDirection): string {
  return direction === "desc" ? `-${column}` : column;
}

/** nuqs parser of a sort. A column that is not listed counts as none given, so an address cannot name any other. */
export function parseAsSort(columns: readonly string[]) {
  return createParser<Sort>({
    parse(text) {
      const column = text.replace(/^-/, "");
      return columns.includes(column) ? { column, direction: text.startsWith("-") ? "desc" : "asc" } : null;
    },
    serialize: (sort) => sortText(sort.column, sort.direction),
    eq: (a, b) => a.column === b.column && a.direction === b.direction,
  });
}
