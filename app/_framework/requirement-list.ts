import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { readFramework, type FrameworkPage, type RequirementGroup, type RequirementLine } from "#lib/frameworks/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { statusFacts } from "#lib/status/index.ts";

export const SHOWN = { all: "All requirements", mapped: "With a control", gaps: "Gaps", unproven: "Satisfied, not proven" } as const;
export type Shown = keyof typeof SHOWN;

/** Which requirements of a framework an address asks for. */
export function shownOf(query: Query): Shown {
  const show = addressValue(query, "show");
  return (Object.keys(SHOWN) as Shown[]).find((one) => one === show) ?? "all";
}

function groupsShown(groups: readonly RequirementGroup[], shown: Shown): RequirementGroup[] {
  if (shown === "all") return [...groups];
  const keep = (line: RequirementLine): boolean =>
    shown === "mapped" ? line.controls.length > 0 : shown === "gaps" ? line.gap !== null : line.gap === null && line.missing !== "";
  return groups.map((group) => ({ ...group, requirements: group.requirements.filter(keep) })).filter((group) => group.requirements.length > 0);
}

type Row = RequirementLine & { group: string };
type Extra = { matrix: FrameworkPage; shown: RequirementGroup[] };

const column = columnsOf<Row>();

/** The cell of a requirement and a control in words: `satisfies: met, 3 of 3`. */
function mappingText(row: Row, controlId: string): string {
  const control = row.controls.find((one) => one.controlId === controlId);
  if (control === undefined) return "";
  const strength = control.strength === "satisfies" ? "satisfies" : "contributes";
  return `${strength}: ${statusFacts(control.status).word.toLowerCase()}, ${control.proven} of ${control.total}`;
}

/** The requirements of one framework against the controls. Its screen is the matrix; the address names the framework. */
export const requirementList = defineList<Row, Extra>({
  key: "requirements",
  page: "frameworks",
  title: "Requirements",
  screen: "matrix",
  filters: { framework: { label: "Framework" }, show: { label: "Show", word: wordIn(SHOWN) } },
  rowId: (row) => row.code,
  async read(context, query) {
    const key = addressValue(query, "framework");
    if (key === undefined) throw notFound("framework");
    const matrix = await readFramework(context, { key });
    const shown = groupsShown(matrix.groups, shownOf(query));
    const rows = shown.flatMap((group) => group.requirements.map((line) => ({ ...line, group: `${group.code} ${group.title}` })));
    return { rows, nextCursor: null, matrix, shown };
  },
  columns: (_, { matrix }) =>
    column.columns([
      column.accessor("group", { header: "Group" }),
      column.accessor("code", { header: "Code", meta: { width: 88 } }),
      column.accessor("title", { header: "Title", meta: { rowHeader: true } }),
      column.accessor((row) => (row.gap === null ? statusFacts(row.status).word : "Gap"), { id: "status", header: "Status", meta: { width: 144 } }),
      column.accessor("missing", { header: "Missing" }),
      ...matrix.controls.map((control) => column.accessor((row) => mappingText(row, control.controlId), { id: control.code, header: control.code, meta: { width: 160 } })),
    ]),
});
