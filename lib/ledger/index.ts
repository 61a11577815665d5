export { appendPendingEntry, type LedgerFact } from "./append-pending-entry.ts";
export { pendingEntryIds } from "./pending-entry-ids.ts";
