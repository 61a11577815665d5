import type { Status } from "#lib/status/client.ts";
import type { AssetState } from "./match-assets.ts";
import type { CellState } from "./reconcile.ts";
import type { ScopeRule } from "./scope-rules.ts";

/** What the population is held against, in the order in which it is shown. */
export const COLUMNS = [
  { id: "logs", label: "Logs" },
  { id: "agent", label: "Agent" },
  { id: "monitoring", label: "Monitoring" },
  { id: "scanner", label: "Scanner" },
  { id: "list", label: "Asset list" },
] as const;
export type ColumnId = (typeof COLUMNS)[number]["id"];

/** How a cell is shown: what nobody could tell is never good. */
export const CELL_STATUS: Readonly<Record<CellState, { status: Status; word: string }>> = {
  covered: { status: "pass", word: "Covered" },
  silent: { status: "stale", word: "Silent" },
  missing: { status: "fail", word: "Missing" },
  unknown: { status: "not_yet_known", word: "Not yet known" },
};

export const CELL_STATES = ["covered", "silent", "missing", "unknown"] as const satisfies readonly CellState[];

/** How an asset stands between the company's own list and what was collected. */
export const ASSET_STATUS: Readonly<Record<AssetState, { status: Status; word: string }>> = {
  only_listed: { status: "fail", word: "Only in the list" },
  only_collected: { status: "fail", word: "Only collected" },
  differs: { status: "partial", word: "In both, differs" },
  ambiguous: { status: "not_yet_known", word: "Names several, or is named twice" },
  unknown: { status: "not_yet_known", word: "In the list; the inventory is not complete" },
  out_of_scope: { status: "not_applicable", word: "In both, out of scope" },
  both: { status: "pass", word: "In both" },
};

export { ASSET_FIELD_NAMES, ASSET_FIELDS, ASSET_KIND_NAMES, ASSET_KINDS, type AssetColumns, type AssetField, type AssetKind } from "./asset-fields.ts";
export { ASSET_STATES, type AssetState } from "./match-assets.ts";
export type { CellState } from "./reconcile.ts";
export { CRITICALITIES, type ScopeRule } from "./scope-rules.ts";

/** What a rule says, in words. */
export function ruleWords({ when, scope, environment, criticality }: ScopeRule): { holds: string; decides: string } {
  const holds = when.map((one) => `${one.field === "tag" ? `tag ${one.tag}` : one.field} is ${one.is.join(" or ")}`).join(", and ");
  const decides = [scope === undefined ? [] : [scope === "in" ? "in scope" : "out of scope"], environment === undefined ? [] : [environment === "production" ? "production" : "not production"], criticality === undefined ? [] : [`${criticality} criticality`]].flat().join(", ");
  return { holds, decides };
}
