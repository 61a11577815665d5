import { cellText } from "./cell-text.ts";
import { standingCounts, standingText } from "#app/_finding/standing-counts.ts";
import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import { dayAsked, PAST_FILTERS } from "#app/_past/past.ts";
import { columnsOf } from "#app/_ui/data-table.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { DOMAINS } from "#lib/controls/index.ts";
import type { StandingCount } from "#lib/findings/index.ts";
import { readMatrix, type MatrixPage, type MatrixRow } from "#lib/frameworks/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { isStatus, statusFacts } from "#lib/status/index.ts";

export const SHOWN = { all: "All requirements", mapped: "With a control", gaps: "Gaps", unproven: "Satisfied, not proven" } as const;
export type Shown = keyof typeof SHOWN;

/** The most that is shown at once: for paper, and for looking at a whole edition. */
const MANY_ROWS = 200;

/** What an address of the matrix asks for. */
export function matrixQuery(query: Query) {
  const [show, status, cell] = [addressValue(query, "show"), addressValue(query, "status"), addressValue(query, "cell")];
  // A code has no tilde: neither a requirement's nor a control's.
  const [code = "", column] = (cell ?? "").split("~");
  return {
    show: (Object.keys(SHOWN) as Shown[]).find((one) => one === show) ?? "all",
    status: status !== undefined && isStatus(status) ? status : undefined,
    ownerTeam: addressValue(query, "owner"),
    domain: addressValue(query, "domain"),
    text: addressValue(query, "q"),
    columns: addressValue(query, "columns"),
    cell: code === "" ? undefined : { requirement: code, column },
    many: addressValue(query, "rows") === String(MANY_ROWS),
  };
}

/** The name of a domain of controls; its letters where the library has none. */
export function domainName(letters: string): string {
  return letters in DOMAINS ? DOMAINS[letters as keyof typeof DOMAINS] : letters;
}

/** A requirement as the matrix draws it. */
export type RequirementRow = MatrixRow & { findings: StandingCount | undefined };
export type RequirementPage = MatrixPage & { rows: RequirementRow[] };

const column = columnsOf<RequirementRow>();

const named = (row: RequirementRow, satisfies: boolean): string =>
  row.controls.filter((one) => one.satisfies === satisfies).map((one) => `${one.code} (${statusFacts(one.status).word.toLowerCase()}, ${one.proven} of ${one.total})`).join("; ");

/** The requirements of one framework against the controls. Its screen is the matrix; the address names the framework. */
export const requirementList = defineList<RequirementRow, RequirementPage>({
  key: "requirements",
  page: "frameworks",
  title: "Requirements",
  screen: "matrix",
  filters: {
    framework: { label: "Framework" },
    show: { label: "Show", word: wordIn(SHOWN) },
    status: { label: "Status", word: (value) => (isStatus(value) ? statusFacts(value).word : undefined) },
    owner: { label: "Owner" },
    domain: { label: "Controls", word: domainName },
    q: { label: "Code or title", operator: "contains" },
    ...PAST_FILTERS,
  },
  rowId: (row) => row.code,
  async read(context, query, stretch) {
    const key = addressValue(query, "framework");
    if (key === undefined) throw notFound("framework");
    const { many, ...asked } = matrixQuery(query);
    const day = dayAsked(query);
    const page = await readMatrix(context, { key, ...asked, ...day, ...(many ? { size: MANY_ROWS } : {}), ...stretch });
    // What stands against them is known of today alone.
    const findings = await standingCounts(context, { frameworkKey: key, subjects: day.asOfDay === undefined ? page.rows.map((row) => ({ key: row.code, controlCodes: row.controls.map((one) => one.code) })) : [] });
    return { ...page, rows: page.rows.map((row) => ({ ...row, findings: findings.get(row.code) })) };
  },
  columns: (_, { columns }) =>
    column.columns([
      column.accessor((row) => `${row.groupCode} ${row.groupTitle}`, { id: "group", header: "Group" }),
      column.accessor("code", { header: "Code", meta: { width: 88 } }),
      column.accessor("title", { header: "Title", meta: { rowHeader: true } }),
      column.accessor((row) => (row.gap === null ? statusFacts(row.status).word : "Gap"), { id: "status", header: "Status", meta: { width: 144 } }),
      column.accessor("missing", { header: "Missing" }),
      column.accessor((row) => standingText(row.findings), { id: "findings", header: "Findings" }),
      column.accessor((row) => named(row, true), { id: "satisfied_by", header: "Satisfied by" }),
      column.accessor((row) => named(row, false), { id: "contributed_by", header: "Contributed to by" }),
      ...columns.map(({ key }) => column.accessor((row) => {
        const cell = row.cells.find((one) => one.column === key);
        return cell === undefined ? "" : cellText(cell);
      }, { id: key, header: key, meta: { width: 160 } })),
    ]),
});
