import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { DriftRow } from "#lib/drift/index.ts";
import { CAUSE_WORDS, sourceText } from "./drift-words.ts";

const column = columnsOf<DriftRow>();

/** Controls that say otherwise than the library or a folder: in what, and who changed it. */
export function driftColumns(zone: string) {
  return column.columns([
    column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 92, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Control", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => sourceText(row), { id: "source", header: "Compared with", enableSorting: false, meta: { width: 168, muted: true, wrap: true, narrow: "full" } }),
    column.accessor("differs", { header: "Differs in", enableSorting: false, meta: { width: 264, wrap: true, narrow: "full" } }),
    column.accessor((row) => row.causes.map((cause) => CAUSE_WORDS[cause]).join(", "), { id: "causes", header: "Changed", enableSorting: false, meta: { width: 148, wrap: true, narrow: "full", narrowLabel: true } }),
    column.accessor("undecided", { header: "To decide", enableSorting: false, cell: (cell) => (cell.getValue() === 0 ? <span className="text-muted">export it</span> : cell.getValue()), meta: { width: 84, align: "right", narrow: "right" } }),
    column.accessor("since", { header: "Agreed", enableSorting: false, cell: (cell) => <Since at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "hide", hideBelow: "lg" } }),
  ]);
}

function Since({ at, zone }: { at: Date | null; zone: string }) {
  return at === null ? <span className="text-muted">–</span> : <Timestamp at={at} zone={zone} show="date" />;
}
