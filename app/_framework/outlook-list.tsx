import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Segment } from "#app/_ui/strip-segment.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { OUTLOOKS, readOutlook, type Outlook, type OutlookLine, type OutlookPage } from "#lib/mappings/index.ts";
import { notFound } from "#lib/platform/errors.ts";

export const OUTLOOK_SHOWN = { work: "What is to do", ...OUTLOOKS, all: "Everything" } as const;
type Shown = keyof typeof OUTLOOK_SHOWN;

/** Which part of an outlook an address asks for. */
export function outlookOf(query: Query): Shown {
  const show = addressValue(query, "show");
  return (Object.keys(OUTLOOK_SHOWN) as Shown[]).find((one) => one === show) ?? "work";
}

// Nothing of it is a status of evidence: only what is satisfied by a mapping may look done, and implied never does.
const LOOKS = {
  satisfied: { tone: "info", glyph: "review" },
  implied: { tone: "caution", look: "outline", glyph: "partial" },
  to_review: { tone: "inert", look: "hatch", glyph: "unknown" },
  missing: { tone: "inert", look: "open", glyph: "never" },
} as const satisfies Record<Outlook, Omit<Segment, "label" | "count">>;

export function outlookSegments(counts: OutlookPage["counts"]): Segment[] {
  return (Object.keys(OUTLOOKS) as Outlook[]).map((outlook) => ({ label: OUTLOOKS[outlook].toLowerCase(), count: counts[outlook], ...LOOKS[outlook] }));
}

const column = columnsOf<OutlookLine>();

/** What one edition would add, item by item. The address names the edition. */
export const outlookList = defineList<OutlookLine, { page: OutlookPage }>({
  key: "outlook",
  page: "frameworks",
  title: "What it adds",
  screen: "matrix",
  filters: { framework: { label: "Framework" }, show: { label: "Show", word: wordIn(OUTLOOK_SHOWN) } },
  rowId: (row) => row.code,
  async read(context, query) {
    const frameworkKey = addressValue(query, "framework");
    if (frameworkKey === undefined) throw notFound("framework");
    const page = await readOutlook(context, { frameworkKey });
    const shown = outlookOf(query);
    const rows = page.lines.filter((line) => shown === "all" || (shown === "work" ? line.outlook !== "satisfied" : line.outlook === shown));
    return { rows, nextCursor: null, page };
  },
  columns: () =>
    column.columns([
      column.accessor("code", { header: "Code", enableSorting: false, meta: { width: 88, mono: true } }),
      column.accessor("title", { header: "Title", enableSorting: false, cell: ({ row }) => <>{row.original.title}{row.original.newInEdition ? <span className="text-xs text-muted"> new</span> : null}</>, meta: { rowHeader: true, wrap: true } }),
      column.accessor((row) => OUTLOOKS[row.outlook], { id: "outlook", header: "Outlook", enableSorting: false, cell: ({ row, getValue }) => <span className="inline-flex items-center gap-1.5 whitespace-nowrap"><Glyph name={LOOKS[row.original.outlook].glyph} tone={LOOKS[row.original.outlook].tone} />{getValue()}</span>, meta: { width: 184, narrow: "left" } }),
      column.accessor("because", { header: "Because", enableSorting: false, meta: { wrap: true, muted: true, narrow: "full" } }),
      column.accessor((row) => row.controls.join(", "), { id: "controls", header: "Controls", enableSorting: false, meta: { width: 150, wrap: true, mono: true, narrow: "full", hideBelow: "lg" } }),
    ]),
});
