import { columnsOf } from "#app/_ui/data-table.tsx";
import { dayText } from "#app/_ui/calendar-days.ts";
import { Severity } from "#app/_ui/severity.tsx";
import { SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { FINDING_SOURCE_WORDS } from "#lib/findings/client.ts";
import type { FindingListRow } from "#lib/findings/index.ts";
import { FindingStatusWord, standingWord } from "./finding-status.tsx";

const column = columnsOf<FindingListRow>();

/** Findings: how bad, where they stand, whose, by when. */
export function findingColumns() {
  return column.columns([
    column.accessor("name", { header: "Finding", enableSorting: false, meta: { width: 112, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => SEVERITY_WORDS[row.severity], { id: "severity", header: "Severity", enableSorting: false, cell: ({ row }) => <Severity level={row.original.severity} />, meta: { width: 100 } }),
    column.accessor((row) => standingWord(row), { id: "status", header: "State", enableSorting: false, cell: ({ row }) => <FindingStatusWord {...row.original} />, meta: { width: 184, wrap: true } }),
    column.accessor((row) => row.owner ?? "Nobody yet", { id: "owner", header: "Owner", enableSorting: false, meta: { width: 140, narrow: "hide" } }),
    column.accessor((row) => row.controls.join(", "), { id: "controls", header: "Controls", enableSorting: false, cell: (cell) => <span className="font-mono text-xs">{cell.getValue() === "" ? "–" : cell.getValue()}</span>, meta: { width: 104, narrow: "hide", hideBelow: "lg" } }),
    column.accessor((row) => FINDING_SOURCE_WORDS[row.source], { id: "source", header: "Source", enableSorting: false, meta: { width: 148, wrap: true, narrow: "hide", hideBelow: "lg" } }),
    column.accessor((row) => dayText(row.dueOn), { id: "due", header: "Due", enableSorting: false, meta: { width: 112, align: "right", narrow: "right" } }),
  ]);
}
