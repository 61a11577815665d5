import type { Columns } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import type { Page } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { List, ListPlace } from "./define-list.ts";
import { columnId } from "./list-columns.ts";

/** A list as a person looks at it: its rows, and how they are shown. */
export type Listing<Row extends object, Extra extends object> = {
  list: List<Row, Extra>;
  place: ListPlace;
  page: Page<Row> & Extra;
  /** Where this stretch of the list begins; undefined at its beginning. */
  cursor: string | undefined;
  columns: Columns<Row>;
};

type Place = { org: string; query: Query; zone: string; portal?: boolean };

/** Where a list's own page is. */
export function listPath(page: string, org: string, portal: boolean): string {
  return portal ? `/auditor/${org}/${page}` : `/${org}/${page}`;
}

/** Reads the stretch of a list that an address asks for. */
export async function openListing<Row extends object, Extra extends object>(list: List<Row, Extra>, context: Context, { org, query, zone, portal = false }: Place): Promise<Listing<Row, Extra>> {
  const place = { org, portal, path: listPath(list.page, org, portal), query, zone };
  const after = query["after"];
  const cursor = typeof after === "string" && after !== "" ? after : undefined;
  const page = await list.read(context, query, { cursor });
  return { list, place, page, cursor, columns: list.columns(place, page) };
}

/** Ids of the columns that a listing shows and a file can hold. */
export function shownColumns<Row extends object, Extra extends object>({ columns }: Listing<Row, Extra>): string[] {
  return columns.filter((column) => "accessorFn" in column || "accessorKey" in column).map((column) => columnId(column));
}
