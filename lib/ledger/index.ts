export { appendPendingEntry, type LedgerFact } from "./append-pending-entry.ts";
export { leafHash } from "./leaf-hash.ts";
