import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { PAST_FILTERS, dayAsked } from "#app/_past/past.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { CELL_STATES, CELL_STATUS, COLUMNS } from "#lib/reconciliation/client.ts";
import { readReconciliation, type ReconciledResource, type ReconciliationView } from "#lib/reconciliation/index.ts";

type Cell = ReconciledResource["cells"][string];

/** What an address asks for: one column, one state. */
export function cellsAsked(query: Query) {
  return { column: COLUMNS.find(({ id }) => id === addressValue(query, "column"))?.id, state: CELL_STATES.find((state) => state === addressValue(query, "state")) };
}

function cellText(cell: Cell | undefined, members: number, zone: string): string {
  if (cell === undefined) return CELL_STATUS.unknown.word;
  const { word } = CELL_STATUS[cell.state];
  const since = cell.since === null ? "" : ` since ${formatInstant(cell.since, zone, "date")}`;
  return `${word}${since}${members > 1 ? `, ${numberText(cell.covered)} of ${numberText(members)} covered` : ""}`;
}

const column = columnsOf<ReconciledResource>();

/** Every resource of the population, and whether logs, agent, monitoring and scanner see it: gaps first. */
export const reconciliationList = defineList<ReconciledResource, { view: ReconciliationView }>({
  key: "reconciliation",
  page: "reconciliation",
  title: "Reconciliation",
  screen: "matrix",
  filters: {
    column: { label: "Watched by", word: wordIn(Object.fromEntries(COLUMNS.map(({ id, label }) => [id, label]))) },
    state: { label: "Standing", word: wordIn(Object.fromEntries(CELL_STATES.map((state) => [state, CELL_STATUS[state].word]))) },
    asOf: PAST_FILTERS.asOf,
  },
  rowId: (row) => row.id,
  async read(context, query, { cursor, size }) {
    const { asOfDay } = dayAsked(query);
    const view = await readReconciliation(context, { ...cellsAsked(query), asOfDay, cursor, ...(size === undefined ? {} : { pageSize: size }) });
    return { rows: view.rows, nextCursor: view.nextCursor, view };
  },
  columns: ({ zone }) =>
    column.columns([
      column.accessor((row) => (row.id === row.of[0] ? row.name : `${row.name}: ${row.members === 1 ? "1 machine" : `${numberText(row.members)} machines`} that lived shortly`), { id: "name", header: "Resource", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
      column.accessor((row) => row.type, { id: "type", header: "Type", enableSorting: false, meta: { width: 120, mono: true, wrap: true, muted: true, narrow: "full", hideBelow: "lg" } }),
      column.accessor((row) => [row.account, row.region].filter((part) => part !== null).join(" "), { id: "place", header: "Account, region", enableSorting: false, meta: { width: 112, muted: true, wrap: true, narrow: "full", hideBelow: "lg" } }),
      column.accessor((row) => `${row.scope.environment === "production" ? "Production" : "Other"}${row.scope.environmentRule === null ? ", by no rule" : ""}`, { id: "environment", header: "Environment", enableSorting: false, meta: { width: 108, wrap: true, narrow: "full", hideBelow: "md" } }),
      column.accessor((row) => row.scope.criticality ?? "not said", { id: "criticality", header: "Criticality", enableSorting: false, meta: { width: 84, muted: true, narrow: "full", hideBelow: "lg" } }),
      ...COLUMNS.map(({ id, label }) =>
        column.accessor((row) => cellText(row.cells[id], row.members, zone), {
          id, header: label, enableSorting: false, meta: { width: 96, wrap: true, narrow: "full" as const, narrowLabel: true },
          cell: ({ row: { original } }) => <StatusInline status={CELL_STATUS[original.cells[id]?.state ?? "unknown"].status} word={cellText(original.cells[id], original.members, zone)} />,
        }),
      ),
    ]),
});
