import Link from "next/link";
import { DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import type { Listing } from "./open-listing.ts";

type Props<Row extends object, Extra extends object> = { listing: Listing<Row, Extra>; start?: "newest" | "first" } & Pick<DataTableProps<Row>, "rowHref" | "empty" | "select" | "currentId"> & {
    /** Part of the rows under a name of its own, where a page tells them apart. */
    part?: { caption: string; rows: readonly Row[] };
  };

/** The table of a list: its columns, its rows, and the way to the next ones. */
export function ListTable<Row extends object, Extra extends object>({ listing, start = "newest", part, ...table }: Props<Row, Extra>) {
  const { list, page, columns } = listing;
  return <DataTable caption={part?.caption ?? list.title} columns={columns} rows={part?.rows ?? page.rows} rowId={(row) => list.rowId(row)} {...pagerOf(listing, start)} {...table} />;
}

function pagerOf<Row extends object, Extra extends object>({ place: { path, query }, page, cursor }: Listing<Row, Extra>, start: "newest" | "first"): Pick<DataTableProps<Row>, "page"> {
  if (cursor === undefined && page.nextCursor === null) return {};
  const back = <Link prefetch={false} className="link" href={hrefWith(path, query, { after: null })}>Back to the {start}</Link>;
  return { page: { nextHref: page.nextCursor === null ? undefined : hrefWith(path, query, { after: page.nextCursor }), note: cursor === undefined ? undefined : back } };
}
