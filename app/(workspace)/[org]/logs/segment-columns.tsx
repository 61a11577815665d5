import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { SegmentRow } from "#lib/logs/index.ts";
import { alertsText, linesText, SegmentState, stateWord } from "./segment-state.tsx";

const column = columnsOf<SegmentRow>();

/** Log segments: what came, how far it was read, how much of it was understood. */
export function segmentColumns(zone: string) {
  return column.columns([
    column.accessor("fileName", { header: "File", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("sourceName", { header: "Source", enableSorting: false, meta: { width: 140, muted: true, narrow: "left" } }),
    column.accessor("byteLength", { header: "Size", enableSorting: false, cell: (cell) => sizeText(cell.getValue()), meta: { width: 84, align: "right", narrow: "right" } }),
    column.accessor("receivedAt", { header: "Received", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor((row) => stateWord(row), { id: "status", header: "State", enableSorting: false, cell: ({ row }) => <SegmentState segment={row.original} />, meta: { width: 156, narrow: "left" } }),
    column.accessor((row) => linesText(row), { id: "parsedLines", header: "Lines understood", enableSorting: false, meta: { width: 168, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor((row) => alertsText(row), { id: "alerts", header: "Alerts", enableSorting: false, meta: { width: 88, align: "right", narrow: "right", narrowLabel: true } }),
  ]);
}
