/** The door of `lib/reconciliation` for servers. */
export * from "./client.ts";
export { approveDefinition, declineDefinition } from "./decide-definition.ts";
export { proposeDefinition } from "./propose-definition.ts";
export { readDefinition, type Definitions, type DefinitionView } from "./read-definition.ts";
export { readReconciliation, type ReconciledResource, type ReconciliationView } from "./read-reconciliation.ts";
