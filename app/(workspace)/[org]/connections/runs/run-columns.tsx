import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { COLLECTION_STATUS, RUN_REASON_WORDS } from "#lib/connections/client.ts";
import type { CollectionRow } from "#lib/connections/index.ts";

const column = columnsOf<CollectionRow>();

/** Runs of collectors: what they are worth, how many came, and how many the vendor says there are. */
export function runColumns(zone: string) {
  return column.columns([
    column.accessor((row) => `COL-${row.number}`, { id: "number", header: "Number", enableSorting: false, meta: { width: 92, mono: true } }),
    column.accessor("title", { header: "Collection", enableSorting: false, meta: { rowHeader: true } }),
    column.accessor((row) => COLLECTION_STATUS[row.completeness].word, { id: "completeness", header: "State", enableSorting: false, cell: ({ row }) => <StatusInline {...COLLECTION_STATUS[row.original.completeness]} />, meta: { width: 176, narrow: "left" } }),
    column.accessor("items", { header: "Items", enableSorting: false, cell: (cell) => numberText(cell.getValue()), meta: { width: 84, align: "right", narrow: "right", narrowLabel: true } }),
    column.accessor((row) => row.announced?.total ?? null, { id: "announced", header: "Vendor counts", enableSorting: false, cell: (cell) => countText(cell.getValue()), meta: { width: 116, align: "right", narrow: "full", narrowLabel: true } }),
    column.accessor((row) => RUN_REASON_WORDS[row.reason], { id: "reason", header: "Why", enableSorting: false, meta: { width: 200, muted: true, hideBelow: "lg", narrow: "full" } }),
    column.accessor("startedAt", { header: "Begun", enableSorting: false, cell: (cell) => <Timestamp at={cell.getValue()} zone={zone} />, meta: { width: TIME_WIDTH.minute, align: "right", narrow: "full", narrowLabel: true } }),
  ]);
}

const countText = (count: number | null): string => (count === null ? "not said" : numberText(count));
