import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { PacketListRow } from "#lib/packets/index.ts";
import { packetStatus } from "./packet-status.ts";

type Props = { rows: readonly PacketListRow[]; zone: string; hrefOf: (row: PacketListRow) => string; page?: DataTableProps<PacketListRow>["page"]; empty: ReactNode; forAuditor?: boolean };

/** Packets, newest first; the same table in the workspace and in the auditor portal. */
export function PacketTable({ rows, zone, hrefOf, page, empty, forAuditor = false }: Props) {
  const column = columnsOf<PacketListRow>();
  const columns = column.columns([
    column.accessor("name", { header: "Packet", enableSorting: false, meta: { width: 96, mono: true, muted: true, narrow: "left" } }),
    column.accessor("controlTitle", { header: "Control", enableSorting: false, cell: ({ row }) => <><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</>, meta: { rowHeader: true } }),
    column.accessor("firstDay", { header: "Period", enableSorting: false, cell: ({ row }) => formatDays(row.original.firstDay, row.original.lastDay), meta: { width: 176, narrow: "full" } }),
    ...(forAuditor ? [] : [column.accessor("engagementName", { header: "Made for", enableSorting: false, cell: (cell) => cell.getValue() ?? "ourselves", meta: { width: 128, muted: true, narrow: "left", narrowLabel: true } })]),
    column.accessor("status", { header: "State", enableSorting: false, cell: ({ row }) => <StatusInline {...packetStatus(row.original)} />, meta: { width: 216, narrow: "right" } }),
    column.accessor("byteLength", { header: "Size", enableSorting: false, cell: (cell) => (cell.getValue() === null ? "–" : sizeText(cell.getValue() ?? 0)), meta: { width: 80, align: "right", narrow: "right", hideBelow: "lg" } }),
    column.accessor("requestedAt", { header: "As of", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: 144, align: "right", narrow: "right" } }),
  ]);
  return <DataTable caption="Packets" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} {...(page === undefined ? {} : { page })} empty={empty} />;
}
