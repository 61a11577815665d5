import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { applicableText, IMPLEMENTATIONS, readApplicability, type ApplicabilityPage, type StatementLine } from "#lib/applicability/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { statusFacts } from "#lib/status/index.ts";

export const APPLICABILITY_SHOWN = { all: "Every item", undecided: "Not decided", applicable: "Applicable", excluded: "Excluded" } as const;
type Shown = keyof typeof APPLICABILITY_SHOWN;

export function applicabilityShown(query: Query): Shown {
  const show = addressValue(query, "show");
  return (Object.keys(APPLICABILITY_SHOWN) as Shown[]).find((one) => one === show) ?? "all";
}

const MEANT: Readonly<Record<Exclude<Shown, "all">, boolean | null>> = { undecided: null, applicable: true, excluded: false };

const column = columnsOf<StatementLine>();

/** What applies of one edition, why, and by which controls. The address names the edition. */
export const applicabilityList = defineList<StatementLine, { page: ApplicabilityPage }>({
  key: "applicability",
  page: "frameworks",
  title: "Applicability",
  screen: "matrix",
  filters: { framework: { label: "Framework" }, show: { label: "Show", word: wordIn(APPLICABILITY_SHOWN) } },
  rowId: (row) => row.code,
  async read(context, query) {
    const frameworkKey = addressValue(query, "framework");
    if (frameworkKey === undefined) throw notFound("framework");
    const page = await readApplicability(context, { frameworkKey });
    const shown = applicabilityShown(query);
    return { rows: page.lines.filter((line) => shown === "all" || line.applicable === MEANT[shown]), nextCursor: null, page };
  },
  columns: () =>
    column.columns([
      column.accessor((row) => `${row.code} ${row.title}`, { id: "item", header: "Item", enableSorting: false, cell: ({ row }) => <><strong className="font-medium">{row.original.code}</strong> <span className="font-normal">{row.original.title}</span></>, meta: { rowHeader: true, wrap: true } }),
      column.accessor((row) => applicableText(row.applicable), { id: "applicable", header: "Applies", enableSorting: false, cell: ({ row, getValue }) => (row.original.applicable === null ? <span className="text-muted">{getValue()}</span> : getValue()), meta: { width: 104, narrow: "left" } }),
      column.accessor("justification", { header: "Because", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full" } }),
      column.accessor((row) => IMPLEMENTATIONS[row.implementation], { id: "implementation", header: "Implemented", enableSorting: false, meta: { width: 112, narrow: "right" } }),
      column.accessor((row) => row.controls.map((one) => (one.strength === "satisfies" ? one.code : `+ ${one.code}`)).join(", "), { id: "controls", header: "By", enableSorting: false, meta: { width: 150, mono: true, wrap: true, narrow: "full" } }),
      column.accessor((row) => statusFacts(row.status).word, { id: "status", header: "Status", enableSorting: false, cell: ({ row }) => <StatusInline status={row.original.status} />, meta: { width: 144, narrow: "left" } }),
    ]),
});
