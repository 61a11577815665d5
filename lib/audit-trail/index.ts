export type { EntryRow } from "./audit-trail.repository.ts";
export { listEntries } from "./list-entries.ts";
export { recordEntry } from "./record-entry.ts";
