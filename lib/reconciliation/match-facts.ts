import { COLUMNS, type ColumnId } from "./client.ts";
import { columnsOf, worthOf } from "./columns.ts";
import type { Facts, Instant, KnownResource } from "./facts.ts";
import { EPHEMERAL_BELOW_MS, STRANGERS_SHOWN } from "./limits.ts";
import { ASSET_STATES, matchAssets, type AssetState, type MatchedAsset } from "./match-assets.ts";
import { reconcile, type CellState, type ColumnSource, type ReconciledRow, type Reconciliation, type Sighting } from "./reconcile.ts";
import { judgeScope, type ScopeJudgement } from "./scope-rules.ts";

// The one definition of what the matrix and the list of assets say: pages of a small population are made by it as they are
// asked for, and the tables that large ones are read from are filled with what it says.

export type ReconciledResource = ReconciledRow & { type: string; account: string | null; region: string | null; scope: ScopeJudgement };

/** What is told of all rows together. */
export type ReconciliationHead = {
  /** The version of the definition that was in force; null when none was. */
  definition: { version: number; types: readonly string[] } | null;
  /** Resources of those types, those outside the scope left out. */
  population: number;
  outOfScope: number;
  /** Of the population, those that lived shortly and are gone. */
  brief: number;
  counts: Reconciliation["counts"];
  /** What the columns are known by, and what that was worth. */
  sources: readonly { column: ColumnId; name: string; completeness: string; readAt: Date | null }[];
  strangers: { count: number; shown: Reconciliation["strangers"] };
  assets: {
    /** The version of the company's list; null while none was imported. */
    version: number | null;
    counts: Readonly<Record<AssetState, number>>;
    /** Resources in scope, and whether what was not collected is not there. */
    collected: number;
    complete: boolean;
  };
  /** How many rows were matched. */
  size: number;
};

export type Matched = { head: ReconciliationHead; /** Gaps first. */ resources: readonly ReconciledResource[]; /** In the order of their states. */ assets: readonly MatchedAsset[] };

/** Holds the population against what watches it, and the company's own list against the population. */
export function matchFacts(facts: Facts, { at }: Instant): Matched {
  const inScope = facts.resources.filter(({ scope }) => scope.scope === "in");
  const byId = new Map([...facts.resources, ...facts.brief].map((one) => [one.population.id, one]));
  const assets = facts.list === null ? [] : matchAssets(facts.assets, facts.resources, facts.complete);
  const columns = columnsOf([...facts.coverage, ...facts.coverageGone], facts.runs, facts.logSources, listSource(facts, assets, byId), facts.brief.length === 0 ? [] : facts.looks);
  const population = [...inScope, ...facts.brief].map((one) => one.population);
  const { rows, counts, strangers } = reconcile({ population, columns, at, ephemeralBelowMs: EPHEMERAL_BELOW_MS });
  const head: ReconciliationHead = {
    definition: facts.definition && { version: facts.definition.version, types: facts.definition.types }, population: population.length, outOfScope: facts.resources.length - inScope.length, brief: facts.brief.length, counts,
    sources: columns.flatMap(({ id, sources }) => sources.map((source) => ({ column: id as ColumnId, name: source.name, ...worthOf(source, facts.runs) }))),
    strangers: { count: strangers.length, shown: strangers.slice(0, STRANGERS_SHOWN) },
    assets: { version: facts.list?.version ?? null, counts: assetCounts(assets), collected: inScope.length, complete: facts.complete },
    size: facts.resources.length + facts.brief.length + facts.coverage.length + facts.coverageGone.length + facts.assets.length,
  };
  return { head, resources: inOrder(rows.map((row) => describe(row, byId)), placeOfResource), assets: inOrder(assets, placeOfAsset) };
}

/** Where a row stands: by rank, then by name, then by what it is known by. */
export type RowPlace = { rank: number; name: string; key: string };

const NAME_MAX = 200;
const WEIGHT: Readonly<Record<CellState, number>> = { missing: 100, silent: 10, unknown: 1, covered: 0 };
const sortName = (name: string): string => name.toLowerCase().slice(0, NAME_MAX).toWellFormed();

/** The more gaps, the further in front. */
export const placeOfResource = ({ id, name, cells }: ReconciledResource): RowPlace => ({ rank: -Object.values(cells).reduce((sum, { state }) => sum + WEIGHT[state], 0), name: sortName(name), key: id });
export const placeOfAsset = ({ key, name, state }: MatchedAsset): RowPlace => ({ rank: ASSET_STATES.indexOf(state), name: sortName(name), key });

/** As the database orders them: by bytes. */
export function comparePlaces(a: RowPlace, b: RowPlace): number {
  return a.rank - b.rank || compareBytes(a.name, b.name) || compareBytes(a.key, b.key);
}

function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Rows as lists show them. */
export function inOrder<Row>(rows: readonly Row[], placeOf: (row: Row) => RowPlace): Row[] {
  return rows.map((row) => ({ row, place: placeOf(row) })).sort((a, b) => comparePlaces(a.place, b.place)).map(({ row }) => row);
}

/** A row with what its resource is; a group is described by its first member. */
function describe(row: ReconciledRow, byId: ReadonlyMap<string, KnownResource>): ReconciledResource {
  const known = byId.get(row.of[0] ?? row.id);
  if (known === undefined) return { ...row, type: "group", account: null, region: null, scope: judgeScope({ type: "group", name: row.name, account: null, region: null, tags: {} }, []) };
  const { type, account, region, scope } = known;
  return { ...row, type, account, region, scope };
}

export function assetCounts(assets: readonly MatchedAsset[]): Record<AssetState, number> {
  const counts = Object.fromEntries(ASSET_STATES.map((state) => [state, 0])) as Record<AssetState, number>;
  for (const { state } of assets) counts[state] += 1;
  return counts;
}

/** The company's own list as what says of the population that it is known; none while no list was imported. */
function listSource({ list }: Facts, matched: readonly MatchedAsset[], byId: ReadonlyMap<string, KnownResource>): (ColumnSource & { readAt: Date })[] {
  if (list === null) return [];
  const sightings = matched.flatMap(({ state, name, asset, resources }): Sighting[] => {
    if (asset === null || state === "out_of_scope") return [];
    const inScope = resources.filter((id) => byId.get(id)?.scope.scope === "in");
    // What names several is known of none of them; what leads nowhere is a name that no inventory has.
    return resources.length === 0 ? [{ resource: name, seenAt: list.importedAt, covered: true }] : inScope.map((resource) => ({ resource, seenAt: list.importedAt, covered: state === "ambiguous" ? null : true }));
  });
  return [{ name: `Asset list, version ${list.version}`, complete: true, sightings, readAt: list.importedAt }];
}

/** Whether a row stands as was asked for: in the column, or in any. */
export function standsSo({ cells }: ReconciledRow, column: ColumnId | undefined, state: CellState | undefined): boolean {
  if (state === undefined) return column === undefined || cells[column]?.state !== "covered";
  return COLUMNS.some(({ id }) => (column === undefined || id === column) && cells[id]?.state === state);
}
