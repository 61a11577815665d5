import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { standardReference } from "#lib/standards/client.ts";
import { listStandards, type StandardRow, type StandardsView } from "#lib/standards/index.ts";

/** How a standard can stand, as an address asks for it. */
export const STANDING_WORDS = { pass: "In force", stale: "Review overdue", needs_review: "Proposed", not_applicable: "Ended or declined" } as const;
type Standing = keyof typeof STANDING_WORDS;
export const STANDINGS = Object.keys(STANDING_WORDS) as readonly Standing[];

export const standingAsked = (query: Query): Standing | undefined => STANDINGS.find((one) => one === addressValue(query, "standing"));

const column = columnsOf<StandardRow>();

/** Every configuration standard, what is not in force first. */
export const standardList = defineList<StandardRow, { view: StandardsView }>({
  key: "standards",
  page: "standards",
  title: "Configuration standards",
  filters: { standing: { label: "Standing", word: wordIn(STANDING_WORDS) } },
  rowId: (row) => String(row.number),
  async read(context, query) {
    const view = await listStandards(context, {});
    const asked = standingAsked(query);
    return { rows: asked === undefined ? view.standards : view.standards.filter(({ status }) => status === asked), nextCursor: null, view };
  },
  columns: ({ zone }) =>
    column.columns([
      column.accessor("title", { header: "Standard", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
      column.accessor((row) => standardReference(row.number), { id: "reference", header: "Code", enableSorting: false, meta: { width: 76, mono: true, muted: true, narrow: "left", hideBelow: "lg" } }),
      column.accessor("systemType", { header: "System type", enableSorting: false, meta: { width: 132, wrap: true, narrow: "full", narrowLabel: true } }),
      column.accessor("word", { header: "Standing", enableSorting: false, cell: ({ row }) => <StatusInline status={row.original.status} word={row.original.word} />, meta: { width: 128, wrap: true, narrow: "full" } }),
      column.accessor((row) => row.held.word, { id: "held", header: "Held", enableSorting: false, cell: ({ row }) => <StatusInline {...row.original.held} />, meta: { width: 140, wrap: true, narrow: "full" } }),
      column.accessor((row) => `${row.resources === 1 ? "1 resource" : `${numberText(row.resources)} resources`}, ${row.checks === 1 ? "1 check" : `${numberText(row.checks)} checks`}`, { id: "resources", header: "Speaks of", enableSorting: false, meta: { width: 150, muted: true, wrap: true, narrow: "full" } }),
      column.accessor((row) => row.controlCodes.join(", "), { id: "controls", header: "Serves", enableSorting: false, meta: { width: 110, mono: true, muted: true, wrap: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor("version", { header: "Version", enableSorting: false, meta: { width: 72, muted: true, align: "right", narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor("approvedAt", { header: "Approved", enableSorting: false, cell: (cell) => { const at = cell.getValue(); return at === null ? <span className="text-muted">not yet</span> : <Timestamp at={at} zone={zone} show="date" />; }, meta: { width: TIME_WIDTH.date, align: "right", narrow: "full", narrowLabel: true } }),
    ]),
});
