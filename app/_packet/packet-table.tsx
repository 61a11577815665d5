import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { formatDays, TIME_WIDTH } from "#app/_ui/format-time.ts";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { PacketListRow } from "#lib/packets/index.ts";
import { packetStatus } from "./packet-status.ts";

const column = columnsOf<PacketListRow>();

/** Packets: of what, for which days, how far. `forAuditor` leaves out whom they were made for: it is them. */
export function packetColumns(zone: string, forAuditor: boolean) {
  return column.columns([
    column.accessor("name", { header: "Packet", enableSorting: false, meta: { width: 96, mono: true, muted: true, narrow: "left" } }),
    column.accessor((row) => `${row.controlCode} ${row.controlTitle}`, { id: "controlTitle", header: "Control", enableSorting: false, cell: ({ row }) => <><span className="mono">{row.original.controlCode}</span> {row.original.controlTitle}</>, meta: { rowHeader: true } }),
    column.accessor((row) => formatDays(row.firstDay, row.lastDay), { id: "firstDay", header: "Period", enableSorting: false, meta: { width: 176, narrow: "full" } }),
    ...(forAuditor ? [] : [column.accessor((row) => row.engagementName ?? "ourselves", { id: "engagementName", header: "Made for", enableSorting: false, meta: { width: 128, muted: true, narrow: "left", narrowLabel: true } })]),
    column.accessor((row) => packetStatus(row).word, { id: "status", header: "State", enableSorting: false, cell: ({ row }) => <StatusInline {...packetStatus(row.original)} />, meta: { width: 216, narrow: "right" } }),
    column.accessor("byteLength", { header: "Size", enableSorting: false, cell: (cell) => (cell.getValue() === null ? "–" : sizeText(cell.getValue() ?? 0)), meta: { width: 80, align: "right", narrow: "right", hideBelow: "lg" } }),
    column.accessor("requestedAt", { header: "As of", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "right" } }),
  ]);
}

type Props = { rows: readonly PacketListRow[]; zone: string; hrefOf: (row: PacketListRow) => string; empty: ReactNode };

/** Packets of one engagement, newest first. */
export function PacketTable({ rows, zone, hrefOf, empty }: Props) {
  return <DataTable caption="Packets" columns={packetColumns(zone, true)} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} empty={empty} />;
}
