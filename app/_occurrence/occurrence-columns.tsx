import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { OCCURRENCE_WORDS } from "#lib/occurrences/client.ts";
import type { OccurrenceRow } from "#lib/occurrences/index.ts";
import { OccurrenceStatus } from "./occurrence-status.tsx";
import { dayText, windowText } from "./window-text.ts";

const column = columnsOf<OccurrenceRow>();

/** Occurrences: of which control and window, where they stand, who performed and reviewed them. */
export function occurrenceColumns(zone: string) {
  return column.columns([
    column.accessor("code", { header: "Control", enableSorting: false, meta: { width: 92, mono: true, narrow: "left" } }),
    column.accessor(windowText, { id: "window", header: "Window", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => OCCURRENCE_WORDS[row.state].word, { id: "state", header: "Status", enableSorting: false, cell: ({ row }) => <OccurrenceStatus state={row.original.state} countedAsMissed={row.original.countedAsMissed} />, meta: { width: 168 } }),
    column.accessor((row) => (row.performedOn === null ? null : dayText(row.performedOn)), { id: "performedOn", header: "Performed on", enableSorting: false, cell: (cell) => cell.getValue() ?? <Nothing />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "right" } }),
    column.accessor("recordedAt", { header: "Recorded", enableSorting: false, cell: ({ row }) => (row.original.recordedAt === null ? <Nothing /> : <Timestamp at={row.original.recordedAt} zone={zone} show="date" />), meta: { width: TIME_WIDTH.date, align: "right", narrow: "hide", hideBelow: "lg" } }),
    column.accessor("performer", { header: "Performed by", enableSorting: false, cell: (cell) => cell.getValue() ?? <Nothing />, meta: { width: 132, narrow: "left", narrowLabel: true } }),
    column.accessor("reviewer", { header: "Reviewed by", enableSorting: false, cell: (cell) => cell.getValue() ?? <Nothing />, meta: { width: 132, narrow: "hide" } }),
    column.accessor("evidence", { header: "Evidence", enableSorting: false, meta: { width: 72, align: "right", narrow: "hide", hideBelow: "lg" } }),
    column.accessor("exceptions", { header: "Exceptions", enableSorting: false, cell: ({ row }) => <Found row={row.original} />, meta: { width: 88, narrow: "hide", hideBelow: "lg" } }),
  ]);
}

function Nothing() {
  return <span className="text-muted">–</span>;
}

/** A file has the whole text. */
function Found({ row }: { row: OccurrenceRow }) {
  if (row.performedOn === null) return <Nothing />;
  return row.exceptions === null ? <span className="text-muted">None</span> : <>Found</>;
}
