import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { DRAFT_STATE_WORDS } from "#lib/drafts/client.ts";
import type { DraftRow } from "#lib/drafts/index.ts";
import { DraftStateBadge } from "./draft-state.tsx";

const column = columnsOf<DraftRow>();

/** Drafts: of which control, what they propose, whose they are and where they stand. */
export function draftColumns(zone: string) {
  return column.columns([
    column.accessor("code", { header: "Control", enableSorting: false, meta: { width: 92, mono: true, narrow: "left" } }),
    column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor("proposes", { header: "Proposes", enableSorting: false, meta: { width: 184, narrow: "full" } }),
    column.accessor((row) => DRAFT_STATE_WORDS[row.state], { id: "state", header: "Status", enableSorting: false, cell: ({ row }) => <DraftStateBadge state={row.original.state} />, meta: { width: 168, narrow: "full" } }),
    column.accessor("author", { header: "Proposed by", enableSorting: false, meta: { width: 148, narrow: "right" } }),
    column.accessor("reason", { header: "Why", enableSorting: false, cell: (cell) => cell.getValue() || <span className="text-muted">–</span>, meta: { wrap: true, muted: true, narrow: "hide", hideBelow: "lg" } }),
    column.accessor("savedAt", { header: "Saved", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} show="date" />, meta: { width: TIME_WIDTH.date, align: "right", narrow: "left" } }),
  ]);
}
