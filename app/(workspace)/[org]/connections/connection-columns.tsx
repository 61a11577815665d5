import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { ConnectionSummary } from "#lib/connections/index.ts";

const column = columnsOf<ConnectionSummary>();

/** Connections: how each stands, what it may not, when it ran and runs. */
export function connectionColumns(zone: string) {
  const time = (at: Date | null, none: string) => (at === null ? <span className="text-muted">{none}</span> : <Timestamp at={at} zone={zone} />);
  return column.columns([
    column.accessor("name", { header: "Name", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => row.connectorName ?? `${row.connector} (not in this version)`, { id: "connector", header: "Connector", enableSorting: false, meta: { width: 160, muted: true, narrow: "left" } }),
    column.accessor("word", { header: "State", enableSorting: false, cell: ({ row }) => <StatusInline status={row.original.status} word={row.original.word} />, meta: { width: 168, narrow: "left" } }),
    column.accessor("lacking", { header: "Permissions not granted", enableSorting: false, meta: { width: 176, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("lastEndedAt", { header: "Last run", enableSorting: false, cell: (cell) => time(cell.getValue(), "never"), meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor("nextDueAt", { header: "Next run", enableSorting: false, cell: (cell) => time(cell.getValue(), "none"), meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
  ]);
}
