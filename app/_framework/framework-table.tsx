import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import type { FrameworkListRow } from "#lib/frameworks/index.ts";
import { countSegments } from "./count-segments.ts";

/** Frameworks with how their requirements stand, counted. */
export function FrameworkTable({ rows, hrefOf, empty }: { rows: readonly FrameworkListRow[]; hrefOf: (row: FrameworkListRow) => string; empty: ReactNode }) {
  const column = columnsOf<FrameworkListRow>();
  const columns = column.columns([
    column.accessor("name", { header: "Framework", enableSorting: false, cell: ({ row }) => <>{row.original.name} <span className="font-normal text-muted">{row.original.edition}</span></>, meta: { rowHeader: true } }),
    column.accessor("validUntil", { header: "In force", enableSorting: false, cell: ({ row }) => <InForce row={row.original} />, meta: { width: 140, muted: true, narrow: "left" } }),
    column.accessor("controls", { header: "Controls", enableSorting: false, meta: { width: 80, align: "right", narrow: "right" } }),
    column.accessor("counts", { header: "Requirements", enableSorting: false, cell: ({ row }) => <CountStrip label={`${row.original.name} ${row.original.edition}`} segments={countSegments(row.original.counts)} />, meta: { width: 200, narrow: "full" } }),
    column.display({ id: "proven", header: "Proven", cell: ({ row }) => <span className="num">{row.original.counts.proven} of {row.original.counts.total}</span>, meta: { width: 96, align: "right", narrow: "left" } }),
    column.display({ id: "gaps", header: "Gaps", cell: ({ row }) => <span className="num">{row.original.counts.onlyContributed + row.original.counts.unmapped}</span>, meta: { width: 64, align: "right", narrow: "right" } }),
  ]);
  return <DataTable caption="Frameworks" columns={columns} rows={rows} rowId={(row) => row.key} rowHref={hrefOf} empty={empty} />;
}

function InForce({ row }: { row: FrameworkListRow }) {
  if (row.retired) return <>retired {row.validUntil}</>;
  return row.validUntil === null ? <>yes</> : <>until {row.validUntil}</>;
}
