import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ListedAsset } from "./asset-fields.ts";
import { assetListsAt, assetsIn } from "./asset-list.repository.ts";
import { populationRow } from "./columns.ts";
import { definitionAt, type Definition } from "./definition.repository.ts";
import { MAX_POPULATION } from "./limits.ts";
import { matchAssets, type MatchedAsset } from "./match-assets.ts";
import { inventoriesOf, lastRunsAt, resourcesAt, typesSeen, type LastRun, type ResourceFound } from "./population.repository.ts";
import type { ColumnSource, Sighting } from "./reconcile.ts";
import { judgeScope, matchesPattern, type ScopeJudgement } from "./scope-rules.ts";

/** Types that are machines, while nobody has defined the population. */
const UNDEFINED_TYPES = ["*.instance", "*.host", "*.server", "*.virtual_machine"];

export type JudgedResource = { one: ResourceFound; scope: ScopeJudgement };

export type PopulationAt = {
  definition: Definition | null;
  /** Every resource of the population's types, by its id. */
  judged: ReadonlyMap<string, JudgedResource>;
  inScope: readonly JudgedResource[];
  runs: readonly LastRun[];
  /** Whether what was not collected is not there: the last run of every inventory was complete, and there is one. */
  complete: boolean;
};

/** The population as it was known at an instant, and what of it is in scope. @throws AppError limit_exceeded (population_too_large) */
export async function populationAt(tx: TenantTransaction, organizationId: string, at: Date): Promise<PopulationAt> {
  const definition = await definitionAt(tx, organizationId, at);
  const patterns = definition?.types ?? UNDEFINED_TYPES;
  const types = (await typesSeen(tx, organizationId)).map(({ type }) => type).filter((type) => patterns.some((pattern) => matchesPattern(type, pattern)));
  const found = await resourcesAt(tx, organizationId, types, at, MAX_POPULATION + 1);
  if (found.length > MAX_POPULATION) throw new AppError("limit_exceeded", "population_too_large", `More than ${MAX_POPULATION} resources are the population: narrow its types.`);
  const judged = new Map(found.map((one) => [one.id, { one, scope: judgeScope(one, definition?.rules ?? []) }]));
  const runs = await lastRunsAt(tx, organizationId, at);
  const inventories = await inventoriesOf(tx, organizationId, types);
  const complete = inventories.length > 0 && inventories.every(({ connectionId, collector }) => runs.find((run) => run.connectionId === connectionId && run.collector === collector)?.completeness === "complete");
  return { definition, judged, inScope: [...judged.values()].filter(({ scope }) => scope.scope === "in"), runs, complete };
}

/** The tag by which a resource says whose it is. */
const OWNER_TAGS = ["owner", "team", "responsible"];

function ownerOf({ tags }: ResourceFound): string | null {
  return Object.entries(tags).find(([tag]) => OWNER_TAGS.includes(tag.toLowerCase()))?.[1] ?? null;
}

/** A list against the resources of the population. */
export function listHeldAgainst(assets: readonly ListedAsset[], { judged, complete }: PopulationAt): MatchedAsset[] {
  return matchAssets(assets, [...judged.values()].map(({ one, scope }) => ({ population: populationRow(one), scope, owner: ownerOf(one) })), complete);
}

/** The company's own list as what says of the population that it is known; none while no list was imported. */
export async function assetSourceAt(tx: TenantTransaction, organizationId: string, at: Date, population: PopulationAt): Promise<(ColumnSource & { readAt: Date })[]> {
  const [list] = await assetListsAt(tx, organizationId, at, 1);
  if (list === undefined) return [];
  const matched = listHeldAgainst(await assetsIn(tx, organizationId, list.id), population);
  const sightings = matched.flatMap(({ state, name, asset, resources }): Sighting[] => {
    if (asset === null || state === "out_of_scope") return [];
    const inScope = resources.filter((id) => population.judged.get(id)?.scope.scope === "in");
    // What names several is known of none of them; what leads nowhere is a name that no inventory has.
    return resources.length === 0 ? [{ resource: name, seenAt: list.importedAt, covered: true }] : inScope.map((resource) => ({ resource, seenAt: list.importedAt, covered: state === "ambiguous" ? null : true }));
  });
  return [{ name: `Asset list, version ${list.version}`, complete: true, sightings, readAt: list.importedAt }];
}
