import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { assetListsAt, assetsIn, type AssetListRow } from "./asset-list.repository.ts";
import type { ListedAsset } from "./asset-fields.ts";
import { populationRow, type Reached } from "./columns.ts";
import { definitionAt, type Definition } from "./definition.repository.ts";
import { EPHEMERAL_BELOW_MS } from "./limits.ts";
import { coverageAt, coverageGone, inventoriesOf, lastRunsAt, logSourcesAt, looksIn, resourcesAt, resourcesGone, typesSeen, type CoverageFound, type LastRun, type Look, type Place, type ResourceFound } from "./population.repository.ts";
import type { PopulationRow } from "./reconcile.ts";
import { judgeScope, matchesPattern, type ScopeJudgement } from "./scope-rules.ts";

// What is matched, read part by part: in one transaction where it is little, in many where it is a large population.

/** Types that are machines, while nobody has defined the population. */
export const UNDEFINED_TYPES = ["*.instance", "*.host", "*.server", "*.virtual_machine"];

/** An instant, and until when what counts then must have been recorded. */
export type Instant = { at: Date; recordedBy: Date };

/** What is known of all of it, before any row. */
export type Frame = {
  definition: Definition | null;
  /** Types of resources that are the population, of those that there ever were. */
  types: readonly string[];
  runs: readonly LastRun[];
  /** Complete runs of the last two days: what lived shortly was looked at by them. */
  looks: readonly Look[];
  /** Whether what was not collected is not there: the last run of every inventory was complete, and there is one. */
  complete: boolean;
  logSources: readonly { name: string; lastSeenAt: Date }[];
  /** The company's own list; null while none was imported. */
  list: AssetListRow | null;
};

/** A resource with what is matched of it. */
export type KnownResource = { population: PopulationRow; type: string; account: string | null; region: string | null; scope: ScopeJudgement; owner: string | null; firstSeenAt: Date };

export type Facts = Frame & {
  /** Resources of the population's types, those out of scope among them, by their ids. */
  resources: readonly KnownResource[];
  /** Those of them that lived shortly, are in scope, and went within a day before the instant. */
  brief: readonly KnownResource[];
  coverage: readonly Reached[];
  /** What was said of what is gone, as it was said last. */
  coverageGone: readonly Reached[];
  assets: readonly ListedAsset[];
};

type Rows = { resources: ResourceFound; resources_gone: ResourceFound; coverage: CoverageFound; coverage_gone: CoverageFound };
export type Part = keyof Rows;
export const PARTS = ["resources", "resources_gone", "coverage", "coverage_gone"] as const satisfies readonly Part[];

/** Reads the rows of a part behind an id. */
export type ReadPart = <One extends Part>(part: One, place: Place) => Promise<Rows[One][]>;

/** How much is matched at most: beyond it the population has to be narrowed. */
export type Bounds = { resources: number; coverage: number; page: number };

export async function readFrame(tx: TenantTransaction, organizationId: string, { at, recordedBy }: Instant): Promise<Frame> {
  const definition = await definitionAt(tx, organizationId, recordedBy);
  const patterns = definition?.types ?? UNDEFINED_TYPES;
  const types = (await typesSeen(tx, organizationId)).map(({ type }) => type).filter((type) => patterns.some((pattern) => matchesPattern(type, pattern)));
  const runs = await lastRunsAt(tx, organizationId, recordedBy);
  const inventories = await inventoriesOf(tx, organizationId, types);
  const complete = inventories.length > 0 && inventories.every(({ connectionId, collector }) => runs.find((run) => run.connectionId === connectionId && run.collector === collector)?.completeness === "complete");
  const looks = await looksIn(tx, organizationId, { after: goneWithin({ at, recordedBy }).firstSeenAfter, until: recordedBy });
  const [list] = await assetListsAt(tx, organizationId, "machine", recordedBy, 1);
  return { definition, types, runs, looks, complete, logSources: await logSourcesAt(tx, organizationId, recordedBy), list: list ?? null };
}

/** Rows of a part as of an instant, in the order of their ids. */
export function readPart<One extends Part>(tx: TenantTransaction, organizationId: string, instant: Instant, types: readonly string[], part: One, place: Place): Promise<Rows[One][]> {
  const reads: { [Each in Part]: () => Promise<Rows[Each][]> } = {
    resources: () => resourcesAt(tx, organizationId, types, instant.recordedBy, place),
    resources_gone: () => resourcesGone(tx, organizationId, types, goneWithin(instant), place),
    coverage: () => coverageAt(tx, organizationId, instant.recordedBy, place),
    coverage_gone: () => coverageGone(tx, organizationId, goneWithin(instant), place),
  };
  return reads[part]();
}

/** Everything that is matched, read in one transaction. @throws AppError limit_exceeded (population_too_large) */
export async function factsAt(tx: TenantTransaction, organizationId: string, instant: Instant, bounds: Bounds): Promise<Facts> {
  const frame = await readFrame(tx, organizationId, instant);
  const assets = frame.list === null ? [] : await assetsIn(tx, organizationId, frame.list.id);
  return gatherFacts(instant, frame, assets, bounds, (part, place) => readPart(tx, organizationId, instant, frame.types, part, place));
}

/**
 * Brings together what is matched, page by page. Of a resource only what is matched is kept: a hundred thousand fit into a worker.
 *
 * @throws AppError limit_exceeded (population_too_large): what is cut off would be told as missing
 */
export async function gatherFacts(instant: Instant, frame: Frame, assets: readonly ListedAsset[], bounds: Bounds, read: ReadPart): Promise<Facts> {
  const known = (one: ResourceFound): KnownResource => knownResource(one, frame);
  const listed = await everyRow(read, "resources", bounds, known);
  const gone = (await everyRow(read, "resources_gone", bounds, known)).filter(livedShortly);
  const over = listed.filter(({ population: { until } }) => until !== null && until > goneWithin(instant).after).filter(livedShortly);
  const brief = [...new Map([...over, ...gone].map((one) => [one.population.id, one])).values()].filter(({ scope }) => scope.scope === "in");
  const words = new Map<string, string>();
  const once = (word: string): string => words.get(word) ?? (words.set(word, word), word);
  const reached = ({ via, connectionId, connectionName, collector, resource, lastSeenAt, recordedAt, state, goneAt }: CoverageFound): Reached => ({
    via: once(via) as Reached["via"], connectionId: once(connectionId), connectionName: once(connectionName), collector: once(collector), resource, seenAt: lastSeenAt === null ? recordedAt : new Date(lastSeenAt), state: once(state) as Reached["state"], goneAt,
  });
  const coverage = await everyRow(read, "coverage", bounds, reached);
  return { ...frame, assets, resources: listed.filter(({ population }) => population.until === null), brief, coverage, coverageGone: brief.length === 0 ? [] : await everyRow(read, "coverage_gone", bounds, reached) };
}

async function everyRow<One extends Part, Kept>(read: ReadPart, part: One, bounds: Bounds, keep: (row: Rows[One]) => Kept): Promise<Kept[]> {
  const most = part === "resources" || part === "resources_gone" ? bounds.resources : bounds.coverage;
  const kept: Kept[] = [];
  for (let after = ""; ;) {
    const rows = await read(part, { after, limit: bounds.page });
    for (const row of rows) kept.push(keep(row));
    if (kept.length > most) throw new AppError("limit_exceeded", "population_too_large", part.startsWith("resources") ? `More than ${most} resources are the population: narrow its types.` : `Tools say more than ${most} things of the population: more than is held against it at once.`);
    const last = rows.at(-1);
    if (last === undefined || rows.length < bounds.page) return kept;
    after = last.id;
  }
}

/** Resources of the population's types that are there, and whether what was not collected is not there. @throws AppError limit_exceeded (population_too_large) */
export async function machinesAt(tx: TenantTransaction, organizationId: string, instant: Instant, bounds: Bounds): Promise<Pick<Facts, "resources" | "complete">> {
  const frame = await readFrame(tx, organizationId, instant);
  const listed = await everyRow((part, place) => readPart(tx, organizationId, instant, frame.types, part, place), "resources", bounds, (one) => knownResource(one, frame));
  return { resources: listed.filter(({ population }) => population.until === null), complete: frame.complete };
}

/** What is matched of a resource, by the rules of a definition. */
export function knownResource(one: ResourceFound, { definition }: Pick<Frame, "definition">): KnownResource {
  const { type, account, region, firstSeenAt } = one;
  return { population: populationRow(one), type, account, region, firstSeenAt, scope: judgeScope(one, definition?.rules ?? []), owner: ownerOf(one) };
}

/** When what lived shortly went, to be told at an instant, and since when it can have been seen. */
function goneWithin({ at, recordedBy }: Instant): { firstSeenAfter: Date; after: Date; until: Date } {
  return { firstSeenAfter: new Date(at.getTime() - 2 * EPHEMERAL_BELOW_MS), after: new Date(at.getTime() - EPHEMERAL_BELOW_MS), until: recordedBy };
}

const livedShortly = ({ population: { from, until } }: KnownResource): boolean => until !== null && until.getTime() - from.getTime() < EPHEMERAL_BELOW_MS;

/** The tag by which a resource says whose it is. */
const OWNER_TAGS = ["owner", "team", "responsible"];

function ownerOf({ tags }: ResourceFound): string | null {
  return Object.entries(tags).find(([tag]) => OWNER_TAGS.includes(tag.toLowerCase()))?.[1] ?? null;
}
