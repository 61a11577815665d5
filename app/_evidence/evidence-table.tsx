import type { ReactNode } from "react";
import { columnsOf, DataTable, type DataTableProps } from "#app/_ui/data-table.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, localDate, shortDay, shortDayRange, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
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
    ...(withControls ? [column.accessor("answers", { header: "Controls", enableSorting: false, cell: (cell) => [...new Set(cell.getValue().map((one) => one.controlCode))].join(", "), meta: { width: 160, mono: true, narrow: "right" } })] : []),
    column.accessor("effectiveFrom", { header: "Speaks for", enableSorting: false, cell: (cell) => periodText(cell.row.original, zone), meta: { width: 200, narrow: "full", narrowLabel: true } }),
    column.accessor("collectedAt", { header: "Collected", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: 104, align: "right", narrow: "right" } }),
    column.accessor("reviewState", { header: "Review", enableSorting: false, cell: (cell) => <StatusInline status={REVIEW_STATUS[cell.getValue()]} />, meta: { width: 128, narrow: "left" } }),
  ]);
  return <DataTable caption="Evidence" columns={columns} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} {...(page === undefined ? {} : { page })} empty={empty} />;
}

/** The days that an evidence touches, in a time zone; each with its year when they differ. */
export function periodText(evidence: { effectiveFrom: Date; effectiveUntil: Date }, zone: string): string {
  const first = localDate(evidence.effectiveFrom, zone);
  const last = localDate(new Date(evidence.effectiveUntil.getTime() - 1), zone);
  const [from, to] = [first.slice(0, 4), last.slice(0, 4)];
  return from === to ? `${shortDayRange(first, last)} ${to}` : `${shortDay(first)} ${from} – ${shortDay(last)} ${to}`;
}
