import type { ReactNode } from "react";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { evidenceReference, localDate, shortDay, shortDayRange, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { EvidenceRow } from "#lib/evidence/index.ts";
import { statusFacts, type Status } from "#lib/status/client.ts";
import { FaultSign, faultWord } from "./fault-sign.tsx";

/** The word of the one status vocabulary for each state of review. */
export const REVIEW_STATUS: Readonly<Record<EvidenceRow["reviewState"], Status>> = { awaiting: "needs_review", accepted: "accepted", rejected: "rejected" };

const column = columnsOf<EvidenceRow>();

/** Evidence: what it is, the time it speaks for, and what was judged of it. */
export function evidenceColumns(zone: string) {
  return column.columns([
    column.accessor((row) => evidenceReference(row.number), { id: "number", header: "Evidence", enableSorting: false, meta: { width: 84, mono: true, muted: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => faultWord(row.fileFault), { id: "file", header: "File", enableSorting: false, cell: ({ row }) => <FaultSign fault={row.original.fileFault} />, meta: { width: 140, narrow: "left", onlyWhenSaid: true } }),
    column.accessor((row) => SOURCE_KIND_WORDS[row.sourceKind], { id: "sourceKind", header: "Source", enableSorting: false, meta: { width: 104, muted: true, narrow: "left" } }),
    column.accessor((row) => [...new Set(row.answers.map((one) => one.controlCode))].join(", "), { id: CONTROLS, header: "Controls", enableSorting: false, meta: { width: 160, mono: true, narrow: "right" } }),
    column.accessor((row) => periodText(row, zone), { id: "effectiveFrom", header: "Speaks for", enableSorting: false, meta: { width: 200, narrow: "full", narrowLabel: true } }),
    column.accessor("collectedAt", { header: "Collected", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "right" } }),
    column.accessor((row) => reviewWord(row.reviewState), { id: "reviewState", header: "Review", enableSorting: false, cell: ({ row }) => <StatusInline status={REVIEW_STATUS[row.original.reviewState]} />, meta: { width: 128, narrow: "left" } }),
  ]);
}

const CONTROLS = "controls";

/** A state of review in words. */
export function reviewWord(state: EvidenceRow["reviewState"]): string {
  return statusFacts(REVIEW_STATUS[state]).word;
}

type Props = { rows: readonly EvidenceRow[]; zone: string; hrefOf: (row: EvidenceRow) => string; empty: ReactNode };

/** Evidence of one control, newest collected first. */
export function EvidenceTable({ rows, zone, hrefOf, empty }: Props) {
  return <DataTable caption="Evidence" columns={evidenceColumns(zone)} hidden={[CONTROLS]} rows={rows} rowId={(row) => row.id} rowHref={hrefOf} empty={empty} />;
}

/** The days that an evidence touches, in a time zone; each with its year when they differ. */
export function periodText(evidence: { effectiveFrom: Date; effectiveUntil: Date }, zone: string): string {
  const first = localDate(evidence.effectiveFrom, zone);
  const last = localDate(new Date(evidence.effectiveUntil.getTime() - 1), zone);
  const [from, to] = [first.slice(0, 4), last.slice(0, 4)];
  return from === to ? `${shortDayRange(first, last)} ${to}` : `${shortDay(first)} ${from} – ${shortDay(last)} ${to}`;
}
