import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { INCIDENT_STATUS_WORDS } from "#lib/incidents/client.ts";
import type { IncidentListRow } from "#lib/incidents/index.ts";
import { durationWords } from "./duration.ts";
import { IncidentStatusWord } from "./incident-status.tsx";

const column = columnsOf<IncidentListRow>();

/** Incidents: how bad, how far, whose, and how long it took. */
export function incidentColumns(zone: string) {
  return column.columns([
    column.accessor("name", { header: "Incident", enableSorting: false, meta: { width: 128, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => SEVERITY_WORDS[row.severity], { id: "severity", header: "Severity", enableSorting: false, cell: ({ row }) => <Severity level={row.original.severity} />, meta: { width: 108 } }),
    column.accessor((row) => INCIDENT_STATUS_WORDS[row.status], { id: "status", header: "State", enableSorting: false, cell: ({ row }) => <IncidentStatusWord status={row.original.status} />, meta: { width: 190 } }),
    column.accessor((row) => row.assignee ?? "Nobody yet", { id: "assignee", header: "Assignee", enableSorting: false, meta: { width: 150, narrow: "hide" } }),
    column.accessor("firstEventAt", { header: "First event", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="minute" />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "right" } }),
    column.accessor(elapsedText, { id: "elapsed", header: "To resolved", enableSorting: false, cell: (cell) => cell.getValue() ?? "–", meta: { width: 110, align: "right", narrow: "hide" } }),
  ]);
}

function elapsedText({ resolvedAt, firstEventAt }: IncidentListRow): string | null {
  return resolvedAt === null ? null : durationWords(resolvedAt.getTime() - firstEventAt.getTime());
}
