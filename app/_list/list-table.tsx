import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import type { Listing } from "./open-listing.ts";
import { NO_VIEW, VIEW } from "./view-address.ts";

type Props<Row extends object, Extra extends object> = { listing: Listing<Row, Extra>; start?: "newest" | "first"; /** False where a table below it leads on. */ pager?: boolean } & Pick<DataTableProps<Row>, "rowHref" | "empty" | "select" | "currentId"> & {
    /** Part of the rows under a name of its own, where a page tells them apart. */
    part?: { caption: string; rows: readonly Row[] };
  };

/** The table of a list: its columns, its rows, and the way to the next ones. */
export function ListTable<Row extends object, Extra extends object>({ listing, start = "newest", pager = true, part, ...table }: Props<Row, Extra>) {
  const { list, place, page, columns, arrangement, open } = listing;
  if (open !== null && open !== "gone" && open.broken.length > 0) return part?.rows.length === 0 ? null : <Broken listing={listing} filters={open.broken.map(({ name, value }) => `${list.filters[name]?.label ?? name} ${value}`)} />;
  const drawn = (
    <DataTable caption={part?.caption ?? list.title} columns={columns} rows={part?.rows ?? page.rows} rowId={(row) => list.rowId(row)} density={arrangement.density} {...(pager ? pagerOf(listing, start) : {})} {...table} />
  );
  if (open !== "gone") return drawn;
  return (
    <>
      <div className="pb-3"><Banner tone="caution" title="This view no longer exists." action={<LinkButton href={hrefWith(place.path, place.query, { [VIEW]: null })}>Keep the filters</LinkButton>}>It was deleted, or is no longer shared. What the address filters by is applied.</Banner></div>
      {drawn}
    </>
  );
}

/** A view that filters by what is no longer there shows nothing: without that filter it would show other rows. */
function Broken<Row extends object, Extra extends object>({ listing: { place: { path } }, filters }: { listing: Listing<Row, Extra>; filters: readonly string[] }) {
  return (
    <EmptyState kind="no_result" title="This view cannot be shown" action={<LinkButton href={hrefWith(path, {}, { [VIEW]: NO_VIEW })}>Show the whole list</LinkButton>}>
      It filters by what no longer exists: {filters.join("; ")}. Without that it would show other rows than it was saved for.
    </EmptyState>
  );
}

function pagerOf<Row extends object, Extra extends object>({ place: { path, query }, page, cursor }: Listing<Row, Extra>, start: "newest" | "first"): Pick<DataTableProps<Row>, "page"> {
  if (cursor === undefined && page.nextCursor === null) return {};
  const back = <Link prefetch={false} className="link" href={hrefWith(path, query, { after: null })}>Back to the {start}</Link>;
  return { page: { nextHref: page.nextCursor === null ? undefined : hrefWith(path, query, { after: page.nextCursor }), note: cursor === undefined ? undefined : back } };
}
