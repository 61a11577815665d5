import { addressValue } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { evidenceReference } from "#lib/evidence/client.ts";
import { notFound } from "#lib/platform/errors.ts";
import { readReadinessOf, type ReadinessPage, type ReadinessRow } from "#lib/readiness/index.ts";
import { statusFacts } from "#lib/status/index.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The period that an address asks for; undefined for the one that runs. */
export function periodAsked(query: Query): { firstDay: string; lastDay: string } | undefined {
  const [firstDay, lastDay] = [addressValue(query, "from"), addressValue(query, "to")];
  return firstDay !== undefined && lastDay !== undefined && DAY.test(firstDay) && DAY.test(lastDay) ? { firstDay, lastDay } : undefined;
}

/** A share of days with its counts; a dash while no day is over. */
function shareWords(row: Pick<ReadinessRow, "provenDays" | "endedDays">): string {
  return row.endedDays === 0 ? "not yet known" : `${Math.floor((row.provenDays * 1000) / row.endedDays) / 10} % (${row.provenDays} of ${row.endedDays} days)`;
}

/** An evidence that counts as it was accepted, and whose file is not what was stored. */
const damagedWords = ({ number, found }: ReadinessRow["damaged"][number]): string => `${evidenceReference(number)} ${DAMAGE_WORDS[found].word.toLowerCase()}`;

function ProvenBy({ row: { provenBy, damaged } }: { row: ReadinessRow }) {
  return (
    <span className="grid gap-1">
      {provenBy.length === 0 ? null : <span>{provenBy.map(evidenceReference).join(", ")}</span>}
      {damaged.map((one) => <StatusInline key={one.number} status={DAMAGE_WORDS[one.found].status} word={damagedWords(one)} />)}
    </span>
  );
}

function gapWord(row: ReadinessRow): string {
  return row.gap === "unmapped" ? "No control" : row.gap === "only_contributed" ? "Only contributed to" : statusFacts(row.status).word;
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
      column.accessor(gapWord, { id: "status", header: "Now", enableSorting: false, cell: ({ row }) => (row.original.gap === null ? <StatusInline status={row.original.status} /> : <span className="text-muted">{gapWord(row.original)}</span>), meta: { width: 152, narrow: "left" } }),
      column.accessor((row) => (row.requests === 0 ? "" : `${row.proven} of ${row.requests}`), { id: "proven", header: "Requests", enableSorting: false, meta: { width: 92, align: "right", narrow: "right" } }),
      column.accessor((row) => (row.requests === 0 ? "" : shareWords(row)), { id: "share", header: "Of the period so far", enableSorting: false, meta: { width: 156, wrap: true, narrow: "full", narrowLabel: true } }),
      column.accessor((row) => [...row.provenBy.map(evidenceReference), ...row.damaged.map(damagedWords)].join(", "), { id: "proven_by", header: "Proven by", enableSorting: false, cell: ({ row }) => <ProvenBy row={row.original} />, meta: { width: 150, wrap: true, mono: true, narrow: "full", narrowLabel: true, hideBelow: "md" } }),
      column.accessor((row) => notKnownWords(row.notKnown), { id: "not_known", header: "Not yet known", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full", narrowLabel: true, hideBelow: "lg" } }),
      column.accessor((row) => row.controls.join(", "), { id: "controls", header: "Controls", enableSorting: false, meta: { width: 120, wrap: true, mono: true, narrow: "full", hideBelow: "lg" } }),
    ]),
});

function notKnownWords({ count, named }: ReadinessRow["notKnown"]): string {
  const more = count - named.length;
  return `${named.join("; ")}${more > 0 ? `; ${more} more` : ""}`;
}
