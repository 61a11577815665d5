export { recordEntry, type AuditEntry } from "./record-entry.ts";
