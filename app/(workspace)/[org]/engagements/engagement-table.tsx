import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { engagementLabel } from "#lib/engagements/client.ts";
import type { EngagementListRow } from "#lib/engagements/index.ts";
import { standingWords } from "./standing-words.ts";

/** Engagements, the newest period first. */
export function EngagementTable({ rows, hrefOf, empty }: { rows: readonly EngagementListRow[]; hrefOf: (row: EngagementListRow) => string; empty: ReactNode }) {
  const column = columnsOf<EngagementListRow>();
  const columns = column.columns([
    column.accessor("name", { header: "Engagement", enableSorting: false, meta: { rowHeader: true } }),
    column.display({ id: "label", header: "Audit", cell: ({ row }) => engagementLabel(row.original), meta: { width: 160, narrow: "left" } }),
    column.accessor("auditFirm", { header: "Firm", enableSorting: false, meta: { width: 168, muted: true, narrow: "left" } }),
    column.accessor("firstDay", { header: "Period", enableSorting: false, cell: ({ row }) => formatDays(row.original.firstDay, row.original.lastDay), meta: { width: 188, narrow: "full" } }),
    column.display({ id: "standing", header: "Now", cell: ({ row }) => standingWords(row.original.standing), meta: { width: 148, narrow: "right" } }),
    column.accessor("controls", { header: "Controls", enableSorting: false, meta: { width: 72, align: "right", narrow: "right" } }),
    column.accessor("auditors", { header: "Auditors", enableSorting: false, meta: { width: 72, align: "right", narrow: "right" } }),
    column.accessor("accessUntil", {
      header: "Access until", enableSorting: false, meta: { width: 116, align: "right", narrow: "right" },
      cell: ({ row }) => <Timestamp at={lastInstant(row.original.accessUntil)} zone={row.original.timeZone} show="date" />,
    }),
  ]);
  return <DataTable caption="Engagements" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} empty={empty} />;
}

/** Access ends as a day begins: the day that people mean is the one before. */
export function lastInstant(until: Date): Date {
  return new Date(until.getTime() - 1);
}
