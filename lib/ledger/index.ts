export { appendPendingEntry, type LedgerFact } from "./append-pending-entry.ts";
export { leafHash } from "./leaf-hash.ts";
export { pendingEntryIds } from "./pending-entry-ids.ts";
