import { columnsOf, DataTable, type Sort } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { hrefWith, sortText, type Query } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { REQUESTS, type RequestRow } from "./sample-data.ts";

const column = columnsOf<RequestRow>();
const columns = column.columns([
  column.accessor("number", { header: "No.", enableSorting: false, meta: { width: 44, align: "right", muted: true, narrow: "lead", narrowLabel: false } }),
  column.accessor("request", { header: "Request", meta: { rowHeader: true } }),
  column.accessor("status", { header: "Status", cell: (cell) => <StatusInline status={cell.getValue()} />, meta: { width: 138 } }),
  column.accessor("source", { header: "Source", enableSorting: false, meta: { width: 200, muted: true, narrow: "left" } }),
  column.accessor("items", { header: "Items", cell: (cell) => numberText(cell.getValue()), meta: { width: 72, align: "right", hideBelow: "lg" } }),
  column.accessor("due", { header: "Next due", meta: { width: 100, align: "right" } }),
  column.accessor("waiting", { header: "Waiting on", enableSorting: false, meta: { width: 116, narrow: "hide", hideBelow: "md" } }),
]);

type RequestTableProps = { caption?: string; rows?: readonly RequestRow[]; query?: Query; currentId?: string; sort?: Sort; select?: boolean; dimmed?: boolean; density?: "normal" | "compact" };

/** The table of the gallery, in whatever state is asked for. */
export function RequestTable({ caption = "Evidence requests of SYS.2.07", rows = REQUESTS, query = {}, currentId, sort, select = false, dimmed, density }: RequestTableProps) {
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowHref={(row) => hrefWith("/gallery/list", query, { panel: row.id })}
      currentId={currentId}
      sort={sort}
      sortHref={(name, direction) => hrefWith("/gallery/list", query, { sort: sortText(name, direction) })}
      select={select ? { form: "requests", label: (row) => `Select ${row.request}` } : undefined}
      dimmed={dimmed}
      density={density}
      page={{ nextHref: hrefWith("/gallery/list", query, { after: "r6" }), note: "6 of 148 requests" }}
      empty={<EmptyState kind="no_result" title="No request matches" action={<LinkButton href="/gallery/list">Clear filters</LinkButton>}>State is stale, owner is Priya Raman.</EmptyState>}
    />
  );
}
