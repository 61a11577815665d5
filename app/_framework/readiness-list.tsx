import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { evidenceReference } from "#lib/evidence/client.ts";
import { notFound } from "#lib/platform/errors.ts";
import { damagedWords, notKnownWords, readReadinessOf, shareWords, standingWords, type ReadinessPage, type ReadinessRow } from "#lib/readiness/index.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The period that an address asks for; undefined for the one that runs. */
export function periodAsked(query: Query): { firstDay: string; lastDay: string } | undefined {
  const [firstDay, lastDay] = [addressValue(query, "from"), addressValue(query, "to")];
  return firstDay !== undefined && lastDay !== undefined && DAY.test(firstDay) && DAY.test(lastDay) ? { firstDay, lastDay } : undefined;
}

function ProvenBy({ row: { provenBy, damaged } }: { row: ReadinessRow }) {
  return (
    <span className="grid gap-1">
      {provenBy.length === 0 ? null : <span>{provenBy.map(evidenceReference).join(", ")}</span>}
      {damaged.map((one) => <StatusInline key={one.number} status={DAMAGE_WORDS[one.found].status} word={damagedWords(one)} />)}
    </span>
  );
}

const column = columnsOf<ReadinessRow>();

/** How each requirement of an edition stands in a period. The address names the edition and the period. */
export const readinessList = defineList<ReadinessRow, { page: ReadinessPage }>({
  key: "readiness",
  page: "frameworks",
  title: "Readiness",
  screen: "matrix",
  filters: { framework: { label: "Framework" }, from: { label: "From" }, to: { label: "To" } },
  rowId: (row) => row.code,
  async read(context, query) {
    const key = addressValue(query, "framework");
    if (key === undefined) throw notFound("framework");
    const period = periodAsked(query);
    const page = await readReadinessOf(context, { key, ...(period === undefined ? {} : { period }) });
    return { rows: page.rows, nextCursor: null, page };
  },
  columns: () =>
    column.columns([
      column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 88, mono: true } }),
      column.accessor("title", { header: "Title", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
      column.accessor(standingWords, { id: "status", header: "Now", enableSorting: false, cell: ({ row }) => (row.original.gap === null ? <StatusInline status={row.original.status} /> : <span className="text-muted">{standingWords(row.original)}</span>), meta: { width: 152, narrow: "left" } }),
      column.accessor((row) => (row.requests === 0 ? "" : `${row.proven} of ${row.requests}`), { id: "proven", header: "Requests", enableSorting: false, meta: { width: 92, align: "right", narrow: "right" } }),
      column.accessor((row) => (row.requests === 0 ? "" : shareWords(row)), { id: "share", header: "Of the period so far", enableSorting: false, meta: { width: 156, wrap: true, narrow: "full", narrowLabel: true } }),
      column.accessor((row) => [...row.provenBy.map(evidenceReference), ...row.damaged.map(damagedWords)].join(", "), { id: "proven_by", header: "Proven by", enableSorting: false, cell: ({ row }) => <ProvenBy row={row.original} />, meta: { width: 150, wrap: true, mono: true, narrow: "full", narrowLabel: true, hideBelow: "md" } }),
      column.accessor((row) => notKnownWords(row.notKnown), { id: "not_known", header: "Not yet known", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor((row) => row.controls.join(", "), { id: "controls", header: "Controls", enableSorting: false, meta: { width: 120, wrap: true, mono: true, narrow: "full", hideBelow: "lg" } }),
    ]),
});
