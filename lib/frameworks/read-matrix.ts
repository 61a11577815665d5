import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, lineInput, pageOf, pageSizeInput, pastDayInput, type Page, type Scope, type VerbArguments } from "#lib/access/index.ts";
import type { StatusCount } from "#lib/evidence/client.ts";
import { asOfNow, heldSince, isPast, type AsOf } from "#lib/platform/as-of.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { STATUSES, type Status } from "#lib/status/index.ts";
import { adoptionOf, type Adoption } from "./adoption.ts";
import { adoptionsAt } from "./adoption.repository.ts";
import { askedAsOf } from "./asked-as-of.ts";
import { controlStandings, type ControlStanding } from "./control-standing.repository.ts";
import type { RequirementCounts } from "./framework-standing.ts";
import { findFramework, type FrameworkRow } from "./frameworks.repository.ts";
import { isRetired } from "./list-frameworks.ts";
import { columnOf, countRows, domainOf, matrixColumns, matrixRow, MOST_CONTROL_COLUMNS, satisfiedStatuses, type MatrixColumn, type MatrixRow } from "./matrix.ts";
import { mappingWords, matrixItems } from "./matrix.repository.ts";
import { matrixSince, type MatrixFacts, type MatrixSince } from "./matrix-since.ts";
import { ownVersions } from "./own-frameworks.repository.ts";
import type { MappedControl } from "./requirement-status.ts";

/** Stands for the file of an own framework that was not sent yet. */
const NO_FILE = "";

/** Which requirements are shown. */
const MATRIX_SHOWN = ["all", "mapped", "gaps", "unproven"] as const;

/** The controls of one cell, or of a whole row, with what was said for their mappings. */
export type OpenCell = { code: string; title: string; column: string | null; controls: (MappedControl & { ownerTeam: string })[] };

export type MatrixPage = Page<MatrixRow> & {
  framework: FrameworkRow & { retired: boolean; adoption: Adoption };
  asOf: AsOf;
  /** Of a past day, with its first rows: how many requirements differ now. */
  since: MatrixSince | null;
  /** Of the whole edition, whatever is filtered. */
  counts: RequirementCounts;
  statuses: StatusCount[];
  groups: { code: string; title: string; counts: RequirementCounts }[];
  /** Rows that the filters let through. */
  matching: number;
  /** `domains`, `controls`, or the letters of the domain whose controls are the columns. */
  columnsBy: string;
  columns: MatrixColumn[];
  /** What can be filtered by: of the controls that are mapped into this edition. */
  domains: { key: string; controls: number }[];
  ownerTeams: string[];
  open: OpenCell | null;
  /** True when only the controls of an engagement are looked at, so that a gap may be closed by one outside it. */
  limitedToEngagement: boolean;
};

const filters = {
  show: z.enum(MATRIX_SHOWN).optional(),
  status: z.enum(Object.keys(STATUSES) as [Status, ...Status[]]).optional(),
  ownerTeam: z.string().max(200).optional(),
  domain: z.string().max(16).optional(),
  text: lineInput(100).optional(),
};
type Filters = { show?: (typeof MATRIX_SHOWN)[number] | undefined; status?: Status | undefined; ownerTeam?: string | undefined; domain?: string | undefined; text?: string | undefined };

/**
 * One edition against the controls: each requirement with its status, its gap, and per column how many controls satisfy
 * it, how many contribute and how they stand. A requirement is judged by all its controls; filters choose rows, and which
 * controls the cells show.
 *
 * @throws AppError not_found
 */
export const readMatrix = defineVerb({
  name: "frameworks.read_matrix",
  permission: "frameworks.read",
  effect: "read",
  input: z.strictObject({
    key: z.string().min(1).max(64), ...filters,
    columns: z.string().max(16).optional(),
    /** A requirement, and a column of it; without one all its controls. */
    cell: z.strictObject({ requirement: z.string().max(64), column: z.string().max(64).optional() }).optional(),
    ...pastDayInput,
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run(args): Promise<MatrixPage> {
    const { tx, scope, input, now } = args;
    const framework = await findFramework(tx, input.key);
    if (framework === null) throw notFound("framework");
    const asOf = await askedAsOf(tx, scope, input, now);
    const adoption = (await adoptionsAt(tx, scope.organizationId, heldSince(asOf))).get(input.key);
    const { standings, items } = await matrixFacts(tx, scope, framework, asOf, now);
    const places = new Set(items.flatMap((item) => item.mapped.map((one) => one.place)));
    const mapped = standings.filter((_, place) => places.has(place));
    const looked = (control: ControlStanding): boolean => (input.ownerTeam === undefined || control.ownerTeam === input.ownerTeam) && (input.domain === undefined || domainOf(control.code) === input.domain);
    const columnsBy = columnsFor(input.columns, mapped.filter(looked));
    const rows = items.map((item) => matrixRow(item, standings, looked, columnOf(columnsBy)));
    const shown = rows.map((row, place) => ({ row, place })).filter(({ row }) => matches(row, input));
    const after = input.cursor === undefined ? -1 : decodeCursor(z.tuple([z.number().int()]), input.cursor)[0];
    const page = pageOf(shown.filter(({ place }) => place > after).slice(0, input.size + 1), input.size, ({ place }) => [place]);
    return {
      rows: page.rows.map(({ row }) => row), nextCursor: page.nextCursor,
      framework: { ...framework, retired: isRetired(framework.validUntil, asOf.effectiveAt), adoption: adoptionOf(adoption, framework.contentHash) },
      asOf,
      since: isPast(asOf, now) && input.cursor === undefined ? matrixSince({ standings, items }, await matrixFacts(tx, scope, framework, asOfNow(now), now)) : null,
      counts: countRows(rows), statuses: satisfiedStatuses(rows), groups: groupsOf(rows), matching: shown.length,
      columnsBy, columns: matrixColumns(mapped.filter(looked), rows, columnOf(columnsBy), columnsBy === "domains"),
      domains: [...Map.groupBy(mapped, (one) => domainOf(one.code))].map(([key, ofDomain]) => ({ key, controls: ofDomain.length })),
      ownerTeams: [...new Set(mapped.map((one) => one.ownerTeam))].sort(),
      open: input.cell === undefined ? null : await openCell(args, input.cell, rows, standings, columnOf(columnsBy), asOf),
      limitedToEngagement: scope.engagement !== null,
    };
  },
});

/** An edition's items with the controls mapped to them, as they stood at an instant. The items of an own framework are those of its file of then. */
async function matrixFacts(tx: TenantTransaction, scope: Scope, { key, own }: FrameworkRow, asOf: AsOf, now: Date): Promise<MatrixFacts> {
  const standings = await controlStandings(tx, scope, undefined, asOf, now);
  const versions = own === null ? [] : await ownVersions(tx, isPast(asOf, now) ? heldSince(asOf) : undefined);
  const ownVersionId = own === null ? null : (versions.find((one) => one.key === key)?.versionId ?? NO_FILE);
  return { standings, items: await matrixItems(tx, scope, key, ownVersionId, standings.map((one) => one.controlId), asOf) };
}

/** Controls stand alone while they fit; what an address asks for and is not there falls back to that. */
function columnsFor(asked: string | undefined, controls: readonly ControlStanding[]): string {
  if (asked === "domains" || (asked !== undefined && controls.some((one) => domainOf(one.code) === asked))) return asked;
  return controls.length <= MOST_CONTROL_COLUMNS ? "controls" : "domains";
}

function matches(row: MatrixRow, { show = "all", status, ownerTeam, domain, text }: Filters): boolean {
  if (show === "mapped" && row.satisfies + row.contributes === 0) return false;
  if (show === "gaps" && row.gap === null) return false;
  if (show === "unproven" && (row.gap !== null || row.missing === "")) return false;
  if (status !== undefined && (row.gap !== null || row.status !== status)) return false;
  if ((ownerTeam !== undefined || domain !== undefined) && row.controls.length === 0) return false;
  return text === undefined || `${row.code} ${row.title}`.toLocaleLowerCase("en").includes(text.toLocaleLowerCase("en"));
}

function groupsOf(rows: readonly MatrixRow[]): MatrixPage["groups"] {
  return [...Map.groupBy(rows, (row) => row.groupCode)].map(([code, inside]) => ({ code, title: inside[0]?.groupTitle ?? "", counts: countRows(inside) }));
}

async function openCell({ tx, scope, input }: Pick<VerbArguments<{ key: string }>, "tx" | "scope" | "input">, cell: { requirement: string; column?: string | undefined }, rows: readonly MatrixRow[], standings: readonly ControlStanding[], columnFor: (code: string) => string | undefined, asOf: AsOf): Promise<OpenCell> {
  const row = rows.find((one) => one.code === cell.requirement);
  if (row === undefined) throw new AppError("not_found", "requirement_not_found", "There is no such requirement in this framework.");
  const inside = new Set(row.controls.filter((one) => cell.column === undefined || columnFor(one.code) === cell.column).map((one) => one.code));
  const controls = standings.filter((one) => inside.has(one.code));
  const words = new Map((await mappingWords(tx, scope, input.key, row.code, controls.map((one) => one.controlId), asOf)).map((one) => [one.controlId, one]));
  return {
    code: row.code, title: row.title, column: cell.column ?? null,
    controls: controls.flatMap(({ controlId, code, title, ownerTeam, standing: { status, proven, total } }) => {
      const said = words.get(controlId);
      return said === undefined ? [] : [{ controlId, code, title, ownerTeam, status, proven, total, strength: said.strength, origin: said.origin, rationale: said.rationale }];
    }).sort((a, b) => (a.strength === b.strength ? 0 : a.strength === "satisfies" ? -1 : 1)),
  };
}
