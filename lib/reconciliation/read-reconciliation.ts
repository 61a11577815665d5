import { z } from "zod";
import { cursorInput, dayInput, decodeCursor, defineVerb, encodeCursor, pageSizeInput, type Page } from "#lib/access/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { askedDay, heldSince } from "#lib/platform/as-of.ts";
import { COLUMNS, type CellState, type ColumnId } from "./client.ts";
import { columnsOf, populationRow, worthOf } from "./columns.ts";
import { EPHEMERAL_BELOW_MS, MAX_COVERAGE, MAX_POPULATION, STRANGERS_SHOWN } from "./limits.ts";
import { assetSourceAt, goneWithin, populationAt } from "./population-at.ts";
import { coverageAt, coverageGone, logSourcesAt, looksIn, type ResourceFound } from "./population.repository.ts";
import { reconcile, type ReconciledRow, type Reconciliation } from "./reconcile.ts";
import { judgeScope, type ScopeJudgement } from "./scope-rules.ts";

export type ReconciledResource = ReconciledRow & { type: string; account: string | null; region: string | null; scope: ScopeJudgement };

export type ReconciliationView = Page<ReconciledResource> & {
  at: Date;
  /** The version of the definition that was in force; null when none was. */
  definition: { version: number; types: readonly string[] } | null;
  /** Resources of those types, those outside the scope left out. */
  population: number;
  outOfScope: number;
  /** Of the population, those that lived shortly and are gone. */
  brief: number;
  counts: Reconciliation["counts"];
  /** What the columns are known by, and what that was worth. */
  sources: { column: ColumnId; name: string; completeness: string; readAt: Date | null }[];
  strangers: { count: number; shown: Reconciliation["strangers"] };
};

/**
 * The population against everything that watches it, now or at the end of a past day by what had been recorded then.
 *
 * @throws AppError limit_exceeded (population_too_large); validation, for a day in the future
 */
export const readReconciliation = defineVerb({
  name: "reconciliation.read",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ asOfDay: dayInput.optional(), column: z.enum(COLUMNS.map(({ id }) => id) as [ColumnId, ...ColumnId[]]).optional(), state: z.enum(["covered", "silent", "missing", "unknown"]).optional(), cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, scope, input, now }): Promise<ReconciliationView> {
    const asOf = askedDay({ asOfDay: input.asOfDay }, await timeZoneOf(tx, organizationId), scope, now);
    const [at, recordedBy] = [asOf.effectiveAt, heldSince(asOf)];
    const known = await populationAt(tx, organizationId, { at, recordedBy });
    const { definition, judged, inScope, brief, runs } = known;
    const population = [...inScope, ...brief.values()].map(({ one }) => populationRow(one));
    const coverage = await coverageAt(tx, organizationId, recordedBy, MAX_COVERAGE);
    // What is gone was looked at while it was there: by runs of its day, or of the one before.
    const within = goneWithin({ at, recordedBy });
    const gone = brief.size === 0 ? [] : await coverageGone(tx, organizationId, within, MAX_COVERAGE);
    const looks = brief.size === 0 ? [] : await looksIn(tx, organizationId, { after: within.firstSeenAfter, until: recordedBy });
    const columns = columnsOf([...coverage, ...gone], runs, await logSourcesAt(tx, organizationId, recordedBy), await assetSourceAt(tx, organizationId, recordedBy, known), looks);
    const { rows, counts, strangers } = reconcile({ population, columns, at, ephemeralBelowMs: EPHEMERAL_BELOW_MS });
    const described = new Map([...judged, ...brief]);
    const wanted = rows.map((row) => describe(row, described)).filter((row) => isAsked(row, input.column, input.state)).sort((a, b) => gapsOf(b) - gapsOf(a));
    const [start] = input.cursor === undefined ? [0] : decodeCursor(z.tuple([z.int().min(0).max(MAX_POPULATION)]), input.cursor);
    const end = start + input.pageSize;
    return {
      rows: wanted.slice(start, end), nextCursor: end < wanted.length ? encodeCursor([end]) : null,
      at, definition: definition && { version: definition.version, types: definition.types }, population: population.length, outOfScope: judged.size - inScope.length, brief: brief.size, counts,
      sources: columns.flatMap(({ id, sources }) => sources.map((source) => ({ column: id as ColumnId, name: source.name, ...worthOf(source, runs) }))),
      strangers: { count: strangers.length, shown: strangers.slice(0, STRANGERS_SHOWN) },
    };
  },
});

/** A row with what its resource is; a group is described by its first member. */
function describe(row: ReconciledRow, judged: ReadonlyMap<string, { one: ResourceFound; scope: ScopeJudgement }>): ReconciledResource {
  const known = judged.get(row.of[0] ?? row.id);
  if (known === undefined) return { ...row, type: "group", account: null, region: null, scope: judgeScope({ type: "group", name: row.name, account: null, region: null, tags: {} }, []) };
  const { one: { type, account, region }, scope } = known;
  return { ...row, type, account, region, scope };
}

/** Whether a row stands as was asked for: in the column, or in any. */
function isAsked({ cells }: ReconciledRow, column: ColumnId | undefined, state: CellState | undefined): boolean {
  const states = column === undefined ? Object.values(cells).map((cell) => cell.state) : [cells[column]?.state];
  if (state === undefined) return column === undefined || cells[column]?.state !== "covered";
  return states.includes(state);
}

const WEIGHT: Readonly<Record<CellState, number>> = { missing: 100, silent: 10, unknown: 1, covered: 0 };
const gapsOf = ({ cells }: ReconciledRow): number => Object.values(cells).reduce((sum, { state }) => sum + WEIGHT[state], 0);
