import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ListedAsset } from "./asset-fields.ts";
import { assetListsAt, assetsIn } from "./asset-list.repository.ts";
import { populationRow } from "./columns.ts";
import { definitionAt, type Definition } from "./definition.repository.ts";
import { EPHEMERAL_BELOW_MS, MAX_POPULATION } from "./limits.ts";
import { matchAssets, type MatchedAsset } from "./match-assets.ts";
import { inventoriesOf, lastRunsAt, resourcesAt, resourcesGone, typesSeen, type LastRun, type ResourceFound } from "./population.repository.ts";
import type { ColumnSource, Sighting } from "./reconcile.ts";
import { judgeScope, matchesPattern, type ScopeJudgement } from "./scope-rules.ts";

/** Types that are machines, while nobody has defined the population. */
export const UNDEFINED_TYPES = ["*.instance", "*.host", "*.server", "*.virtual_machine"];

export type JudgedResource = { one: ResourceFound; scope: ScopeJudgement };

/** An instant, and until when what counts then must have been recorded. */
type Instant = { at: Date; recordedBy: Date };

export type PopulationAt = {
  definition: Definition | null;
  /** Every resource of the population's types, by its id. */
  judged: ReadonlyMap<string, JudgedResource>;
  inScope: readonly JudgedResource[];
  /** Resources of those types that lived shortly and went within a day before the instant, by their id; those out of scope left out. */
  brief: ReadonlyMap<string, JudgedResource>;
  runs: readonly LastRun[];
  /** Whether what was not collected is not there: the last run of every inventory was complete, and there is one. */
  complete: boolean;
};

/**
 * The population as it stood at an instant by what had been recorded by another (at present, all that is), and what of it is in scope.
 *
 * @throws AppError limit_exceeded (population_too_large)
 */
export async function populationAt(tx: TenantTransaction, organizationId: string, { at, recordedBy }: Instant): Promise<PopulationAt> {
  const definition = await definitionAt(tx, organizationId, recordedBy);
  const patterns = definition?.types ?? UNDEFINED_TYPES;
  const types = (await typesSeen(tx, organizationId)).map(({ type }) => type).filter((type) => patterns.some((pattern) => matchesPattern(type, pattern)));
  const listed = await resourcesAt(tx, organizationId, types, recordedBy, MAX_POPULATION + 1);
  if (listed.length > MAX_POPULATION) throw new AppError("limit_exceeded", "population_too_large", `More than ${MAX_POPULATION} resources are the population: narrow its types.`);
  const judge = (found: readonly ResourceFound[]): Map<string, JudgedResource> => new Map(found.map((one) => [one.id, { one, scope: judgeScope(one, definition?.rules ?? []) }]));
  const judged = judge(listed.filter(({ goneAt }) => goneAt === null));
  const over = [...listed.filter(({ goneAt }) => goneAt !== null && goneAt > goneWithin({ at, recordedBy }).after), ...(await resourcesGone(tx, organizationId, types, goneWithin({ at, recordedBy }), MAX_POPULATION))].filter(livedShortly);
  const brief = new Map([...judge(over)].filter(([, { scope }]) => scope.scope === "in"));
  const runs = await lastRunsAt(tx, organizationId, recordedBy);
  const inventories = await inventoriesOf(tx, organizationId, types);
  const complete = inventories.length > 0 && inventories.every(({ connectionId, collector }) => runs.find((run) => run.connectionId === connectionId && run.collector === collector)?.completeness === "complete");
  return { definition, judged, inScope: [...judged.values()].filter(({ scope }) => scope.scope === "in"), brief, runs, complete };
}

/** When what lived shortly went, to be told at an instant, and since when it can have been seen. */
export function goneWithin({ at, recordedBy }: Instant): { firstSeenAfter: Date; after: Date; until: Date } {
  return { firstSeenAfter: new Date(at.getTime() - 2 * EPHEMERAL_BELOW_MS), after: new Date(at.getTime() - EPHEMERAL_BELOW_MS), until: recordedBy };
}

function livedShortly({ createdAt, firstSeenAt, goneAt }: ResourceFound): boolean {
  const from = createdAt === null ? firstSeenAt : new Date(createdAt);
  return goneAt !== null && goneAt.getTime() - from.getTime() < EPHEMERAL_BELOW_MS;
}

/** The tag by which a resource says whose it is. */
const OWNER_TAGS = ["owner", "team", "responsible"];

function ownerOf({ tags }: ResourceFound): string | null {
  return Object.entries(tags).find(([tag]) => OWNER_TAGS.includes(tag.toLowerCase()))?.[1] ?? null;
}

/** A list against the resources of the population. */
export function listHeldAgainst(assets: readonly ListedAsset[], { judged, complete }: Pick<PopulationAt, "judged" | "complete">): MatchedAsset[] {
  return matchAssets(assets, [...judged.values()].map(({ one, scope }) => ({ population: populationRow(one), scope, owner: ownerOf(one) })), complete);
}

/** The company's own list as what says of the population that it is known; none while no list was imported. */
export async function assetSourceAt(tx: TenantTransaction, organizationId: string, at: Date, population: PopulationAt): Promise<(ColumnSource & { readAt: Date })[]> {
  const [list] = await assetListsAt(tx, organizationId, "machine", at, 1);
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
