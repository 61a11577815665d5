import type { ListedAsset } from "./asset-fields.ts";
import { findByName, indexNames, type PopulationRow } from "./reconcile.ts";
import type { ScopeJudgement } from "./scope-rules.ts";

// The company's own list against what was collected. What neither side says is no difference: it is not known.

/** A collected resource with what is known of it that a list may say too. */
export type CollectedAsset = { population: PopulationRow; scope: ScopeJudgement; owner: string | null };

/**
 * `both`: listed and collected, and nothing differs. `differs`: listed and collected, with other attributes.
 * `only_listed`, `only_collected`: one side alone knows it. `ambiguous`: its names are of several, or several rows name it.
 * `out_of_scope`: listed and collected, and by a rule of the population not in scope.
 * `unknown`: not collected, while the inventory is not complete: nobody can say.
 */
export const ASSET_STATES = ["only_listed", "only_collected", "differs", "ambiguous", "unknown", "out_of_scope", "both"] as const;
export type AssetState = (typeof ASSET_STATES)[number];

export type Difference = { attribute: "environment" | "criticality" | "owner"; listed: string; collected: string };

export type MatchedAsset = {
  /** Of the list's row, or of the resource where the list has none. */
  key: string;
  name: string;
  state: AssetState;
  asset: ListedAsset | null;
  /** Ids of the resources that its names lead to. */
  resources: readonly string[];
  differences: readonly Difference[];
};

/**
 * Holds a list against the resources of the population's types; of those out of scope, only what is listed is told.
 *
 * @param complete whether what was not collected is not there: every inventory's last run was complete, and there is one
 */
export function matchAssets(assets: readonly ListedAsset[], collected: readonly CollectedAsset[], complete: boolean): MatchedAsset[] {
  const names = indexNames(collected.map(({ population }) => population));
  const byId = new Map(collected.map((one) => [one.population.id, one]));
  const led = assets.map((asset) => ({ asset, ids: idsOf(asset, names) }));
  const claims = new Map<string, number>();
  for (const { ids } of led) for (const id of ids) claims.set(id, (claims.get(id) ?? 0) + 1);
  const listed = led.map(({ asset, ids }): MatchedAsset => {
    const base = { key: `row ${asset.row}`, name: asset.name, asset, resources: ids, differences: [] as readonly Difference[] };
    const [id] = ids;
    if (id === undefined) return { ...base, state: complete ? "only_listed" : "unknown" };
    if (ids.length > 1 || (claims.get(id) ?? 0) > 1) return { ...base, state: "ambiguous" };
    if (byId.get(id)?.scope.scope === "out") return { ...base, state: "out_of_scope" };
    const differences = differencesOf(asset, byId.get(id));
    return { ...base, differences, state: differences.length > 0 ? "differs" : "both" };
  });
  const unlisted = collected.filter(({ population, scope }) => scope.scope === "in" && !claims.has(population.id)).map(({ population }): MatchedAsset => ({ key: population.id, name: population.name, state: "only_collected", asset: null, resources: [population.id], differences: [] }));
  return [...listed, ...unlisted];
}

/** The resources that an asset's names lead to: of identifiers first, of its name where they lead nowhere. */
function idsOf({ name, identifiers }: ListedAsset, names: ReturnType<typeof indexNames>): string[] {
  const of = (known: readonly string[]): string[] => [...new Set(known.flatMap((one) => findByName(names, one) ?? []))];
  const found = of(identifiers);
  return found.length > 0 ? found : of([name]);
}

function differencesOf(asset: ListedAsset, found: CollectedAsset | undefined): Difference[] {
  if (found === undefined) return [];
  const { scope, owner } = found;
  const environment = environmentOf(asset.environment);
  const criticality = criticalityOf(asset.criticality);
  const differences: Difference[] = [];
  // What no rule decided counts as production, so a list that says otherwise differs: one of both has to be put right.
  if (environment !== null && environment !== scope.environment) differences.push({ attribute: "environment", listed: asset.environment, collected: `${scope.environment}${scope.environmentRule === null ? ", by no rule" : ""}` });
  if (criticality !== null && scope.criticality !== null && criticality !== scope.criticality) differences.push({ attribute: "criticality", listed: asset.criticality, collected: scope.criticality });
  if (asset.owner !== "" && owner !== null && asset.owner.trim().toLowerCase() !== owner.trim().toLowerCase()) differences.push({ attribute: "owner", listed: asset.owner, collected: owner });
  return differences;
}

/** What a list's word for an environment says; null where it says nothing. */
export function environmentOf(word: string): "production" | "other" | null {
  const text = word.trim().toLowerCase();
  return text === "" ? null : /^(?:prod|prd|live|production|produktion|produktiv)/.test(text) ? "production" : "other";
}

const CRITICALITY_WORDS: Readonly<Record<string, NonNullable<ScopeJudgement["criticality"]>>> = {
  critical: "critical", "very high": "critical", "mission critical": "critical", p1: "critical", high: "high", p2: "high", medium: "medium", moderate: "medium", normal: "medium", p3: "medium", low: "low", minor: "low", p4: "low",
};

/** What a list's word for a criticality says; null where it says none of the usual. */
export const criticalityOf = (word: string): ScopeJudgement["criticality"] => CRITICALITY_WORDS[word.trim().toLowerCase()] ?? null;
