export type { EntryRow } from "./audit-trail.repository.ts";
export { listEntries } from "./list-entries.ts";
export { recordEntry, type AuditEntry } from "./record-entry.ts";
