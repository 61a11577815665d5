import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { SegmentRow } from "#lib/logs/index.ts";
import { alertsText, linesText, SegmentState } from "./segment-state.tsx";

type Props = { rows: readonly SegmentRow[]; zone: string; hrefOf: (row: SegmentRow) => string; page: DataTableProps<SegmentRow>["page"]; empty: ReactNode };

/** Log segments, newest received first: what came, how far it was read, how much of it was understood. */
export function SegmentTable({ rows, zone, hrefOf, page, empty }: Props) {
  const column = columnsOf<SegmentRow>();
  const columns = column.columns([
    column.accessor("fileName", { header: "File", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("sourceName", { header: "Source", enableSorting: false, meta: { width: 140, muted: true, narrow: "left" } }),
    column.accessor("byteLength", { header: "Size", enableSorting: false, cell: (cell) => sizeText(cell.getValue()), meta: { width: 84, align: "right", narrow: "right" } }),
    column.accessor("receivedAt", { header: "Received", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: 150, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("status", { header: "State", enableSorting: false, cell: (cell) => <SegmentState segment={cell.row.original} />, meta: { width: 156, narrow: "left" } }),
    column.accessor("parsedLines", { header: "Lines understood", enableSorting: false, cell: (cell) => linesText(cell.row.original), meta: { width: 168, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("alerts", { header: "Alerts", enableSorting: false, cell: (cell) => alertsText(cell.row.original), meta: { width: 88, align: "right", narrow: "right", narrowLabel: true } }),
  ]);
  return <DataTable caption="Log segments" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} {...(page === undefined ? {} : { page })} empty={empty} />;
}
