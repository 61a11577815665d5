import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { TIME_WIDTH } from "#app/_ui/format-time.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { Severity } from "#app/_ui/severity.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { STANDS, type Stands } from "#lib/check-runs/client.ts";
import { listChecks, type CheckSummary } from "#lib/check-runs/index.ts";
import { STATUS_NAMES, statusFacts, type Status } from "#lib/status/index.ts";

/** The statuses that a check can have. */
const CHECK_STATUSES: readonly Status[] = ["fail", "could_not_run", "stale", "never_collected", "risk_accepted", "pass", "not_applicable"];

/** What an address asks for: one state. */
export const statusAsked = (query: Query): Status | undefined => STATUS_NAMES.find((status) => status === addressValue(query, "state"));
export const STATE_CHOICES = CHECK_STATUSES.map((status) => ({ status, word: statusFacts(status).word }));

const column = columnsOf<CheckSummary>();

/** How many things stand how, without those of which there are none. */
const countsText = ({ counts, lastRunAt }: CheckSummary): string =>
  lastRunAt === null ? "nothing yet" : STANDS.filter((word) => counts[word] > 0).map((word) => `${numberText(counts[word])} ${COUNTED[word]}`).join(", ") || "nothing met";
const COUNTED: Readonly<Record<Stands, string>> = { fail: "fail", error: "could not run", excepted: "risk accepted", pass: "pass", not_applicable: "not applicable" };

/** All checks at once, the worst first. */
export const checkList = defineList<CheckSummary, { underWay: Awaited<ReturnType<typeof listChecks>>["underWay"]; all: readonly CheckSummary[] }>({
  key: "checks",
  page: "checks",
  title: "Checks",
  filters: { state: { label: "State", word: wordIn(Object.fromEntries(STATE_CHOICES.map(({ status, word }) => [status, word]))) } },
  rowId: (row) => row.id,
  async read(context, query) {
    const { checks, underWay } = await listChecks(context, {});
    const status = statusAsked(query);
    return { rows: status === undefined ? checks : checks.filter((one) => one.status === status), nextCursor: null, underWay, all: checks };
  },
  columns: ({ zone }) =>
    column.columns([
      column.accessor("title", { header: "Check", enableSorting: false, meta: { rowHeader: true, wrap: true } }),
      column.accessor("word", { header: "State", enableSorting: false, cell: ({ row }) => <StatusInline status={row.original.status} word={row.original.word} />, meta: { width: 136, narrow: "left" } }),
      column.accessor("severity", { header: "Severity", enableSorting: false, cell: (cell) => <Severity level={cell.getValue()} />, meta: { width: 96, narrow: "left" } }),
      column.accessor("about", { header: "Judges", enableSorting: false, meta: { width: 168, mono: true, muted: true, hideBelow: "lg", narrow: "full" } }),
      column.accessor(countsText, { id: "results", header: "Results", enableSorting: false, cell: (cell) => <span className={cell.row.original.lastRunAt === null ? "text-muted" : undefined}>{cell.getValue()}</span>, meta: { width: 212, wrap: true, narrow: "full" } }),
      column.accessor("lastRunAt", { header: "Last run", enableSorting: false, cell: (cell) => { const at = cell.getValue(); return at === null ? <span className="text-muted">never</span> : <Timestamp at={at} zone={zone} show="date" />; }, meta: { width: TIME_WIDTH.date, align: "right", narrow: "full", narrowLabel: true } }),
    ]),
});
