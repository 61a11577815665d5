/** The door of `lib/standards` for servers. */
export * from "./client.ts";
export { approveStandard, declineStandard } from "./decide-standard.ts";
export { listStandards, type StandardRow, type StandardsView } from "./list-standards.ts";
export { proposeStandard } from "./propose-standard.ts";
export { readStandard, readStandardChoices, type StandardChoices, type StandardVersionView, type StandardView } from "./read-standard.ts";
export { readStandardRecord, type StandardFacts } from "./standard-record.ts";
