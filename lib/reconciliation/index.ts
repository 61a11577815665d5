/** The door of `lib/reconciliation` for servers. */
export * from "./client.ts";
export { approveDefinition, declineDefinition } from "./decide-definition.ts";
export { importAssetFile, namesSomething, readAssetFile, type AssetFile, type AssetFileChoice } from "./asset-file.ts";
export { importAssets, openAssetFile } from "./import-assets.ts";
export type { MatchedAsset } from "./match-assets.ts";
export { readAsset, type AssetView } from "./read-asset.ts";
export { readAssets, type AssetsView } from "./read-assets.ts";
export { populationTypes, type TypeSeen } from "./population-types.ts";
export { matchesPattern } from "./scope-rules.ts";
export { beginDueMatching, beginMatching, endMatching, failMatching, readMatchingFrame, readMatchingPart, readStanding, runDueReconciliation, writeMatching } from "./match-population.ts";
export { matchPopulationJob } from "./match-population.job.ts";
export { proposeDefinition } from "./propose-definition.ts";
export { readDefinition, type Definitions, type DefinitionView } from "./read-definition.ts";
export { readReconciliationHistory, type ReconciledDay } from "./read-history.ts";
export { readReconciliation, type ReconciledResource, type ReconciliationView } from "./read-reconciliation.ts";
