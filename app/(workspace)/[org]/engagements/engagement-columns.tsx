import { columnsOf } from "#app/_ui/data-table.tsx";
import { formatDays, TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { engagementLabel } from "#lib/engagements/client.ts";
import type { EngagementListRow } from "#lib/engagements/index.ts";
import { standingWords } from "./standing-words.ts";

const column = columnsOf<EngagementListRow>();

/** Engagements: which audit, by whom, over which period. */
export const engagementColumns = column.columns([
  column.accessor("name", { header: "Engagement", enableSorting: false, meta: { rowHeader: true } }),
  column.accessor((row) => engagementLabel(row), { id: "label", header: "Audit", enableSorting: false, meta: { width: 160, narrow: "left" } }),
  column.accessor("auditFirm", { header: "Firm", enableSorting: false, meta: { width: 168, muted: true, narrow: "left" } }),
  column.accessor((row) => formatDays(row.firstDay, row.lastDay), { id: "firstDay", header: "Period", enableSorting: false, meta: { width: 188, narrow: "full" } }),
  column.accessor((row) => standingWords(row.standing), { id: "standing", header: "Now", enableSorting: false, meta: { width: 148, narrow: "right" } }),
  column.accessor("controls", { header: "Controls", enableSorting: false, meta: { width: 72, align: "right", narrow: "right" } }),
  column.accessor("auditors", { header: "Auditors", enableSorting: false, meta: { width: 72, align: "right", narrow: "right" } }),
  column.accessor((row) => lastInstant(row.accessUntil), { id: "accessUntil", header: "Access until", enableSorting: false, cell: ({ row }) => <Timestamp at={lastInstant(row.original.accessUntil)} zone={row.original.timeZone} show="date" />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "right" } }),
]);

/** Access ends as a day begins: the day that people mean is the one before. */
export function lastInstant(until: Date): Date {
  return new Date(until.getTime() - 1);
}
