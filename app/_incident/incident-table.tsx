import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { IncidentListRow } from "#lib/incidents/index.ts";
import { durationWords } from "./duration.ts";
import { IncidentStatusWord } from "./incident-status.tsx";

type Props = {
  rows: IncidentListRow[];
  zone: string;
  hrefOf(row: IncidentListRow): string;
  page: { nextHref?: string; previousHref?: string };
  empty: ReactNode;
};

/** Incidents, newest first; the same table in the workspace and in the auditor portal. */
export function IncidentTable({ rows, zone, hrefOf, page, empty }: Props) {
  const column = columnsOf<IncidentListRow>();
  const columns = column.columns([
    column.accessor("name", { header: "Incident", enableSorting: false, meta: { width: 128, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("severity", { header: "Severity", enableSorting: false, cell: (cell) => <Severity level={cell.getValue()} />, meta: { width: 108 } }),
    column.accessor("status", { header: "State", enableSorting: false, cell: (cell) => <IncidentStatusWord status={cell.getValue()} />, meta: { width: 190 } }),
    column.accessor("assignee", { header: "Assignee", enableSorting: false, cell: (cell) => cell.getValue() ?? "Nobody yet", meta: { width: 150, narrow: "hide" } }),
    column.accessor("firstEventAt", {
      header: "First event",
      enableSorting: false,
      cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="minute" />,
      meta: { width: 150, align: "right", narrow: "right" },
    }),
    column.display({
      id: "elapsed",
      header: "To resolved",
      cell: ({ row }) => (row.original.resolvedAt === null ? "–" : durationWords(row.original.resolvedAt.getTime() - row.original.firstEventAt.getTime())),
      meta: { width: 110, align: "right", narrow: "hide" },
    }),
  ]);
  return <DataTable caption="Incidents" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} page={page} empty={empty} />;
}
