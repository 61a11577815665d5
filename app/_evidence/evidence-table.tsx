import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, localDate, shortDayRange, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { EvidenceRow } from "#lib/evidence/index.ts";
import type { Status } from "#lib/status/client.ts";

/** The word of the one status vocabulary for each state of review. */
export const REVIEW_STATUS: Readonly<Record<EvidenceRow["reviewState"], Status>> = { awaiting: "needs_review", accepted: "accepted", rejected: "rejected" };

type Props = {
  rows: readonly EvidenceRow[];
  zone: string;
  hrefOf: (row: EvidenceRow) => string;
  page?: DataTableProps<EvidenceRow>["page"];
  /** False where the control is known already. */
  withControls?: boolean;
  empty: ReactNode;
};

/** Evidence, newest collected first: what it is, the time it speaks for, and what was judged of it. */
export function EvidenceTable({ rows, zone, hrefOf, page, withControls = true, empty }: Props) {
  const column = columnsOf<EvidenceRow>();
  const columns = column.columns([
    column.accessor("number", { header: "Evidence", enableSorting: false, cell: (cell) => evidenceReference(cell.getValue()), meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("sourceKind", { header: "Source", enableSorting: false, cell: (cell) => SOURCE_KIND_WORDS[cell.getValue()], meta: { width: 104, muted: true, narrow: "left" } }),
    ...(withControls ? [column.accessor("answers", { header: "Controls", enableSorting: false, cell: (cell) => [...new Set(cell.getValue().map((one) => one.controlCode))].join(", "), meta: { width: 132, mono: true, narrow: "right" } })] : []),
    column.accessor("effectiveFrom", { header: "Speaks for", enableSorting: false, cell: (cell) => periodText(cell.row.original, zone), meta: { width: 148, narrow: "full", narrowLabel: true } }),
    column.accessor("collectedAt", { header: "Collected", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: 104, align: "right", narrow: "right" } }),
    column.accessor("reviewState", { header: "Review", enableSorting: false, cell: (cell) => <StatusInline status={REVIEW_STATUS[cell.getValue()]} />, meta: { width: 128, narrow: "left" } }),
  ]);
  return <DataTable caption="Evidence" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} {...(page === undefined ? {} : { page })} empty={empty} />;
}

/** The days that an evidence touches, in a time zone, with the year of the last. */
export function periodText(evidence: { effectiveFrom: Date; effectiveUntil: Date }, zone: string): string {
  const last = localDate(new Date(evidence.effectiveUntil.getTime() - 1), zone);
  return `${shortDayRange(localDate(evidence.effectiveFrom, zone), last)} ${last.slice(0, 4)}`;
}
