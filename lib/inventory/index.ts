/** The door of `lib/inventory` for servers. */
export * from "./client.ts";
export { linkIncident, unlinkIncident } from "./link-incident.ts";
export { listObjects, readPopulation, type Population } from "./list-objects.ts";
export type { ObjectRow } from "./object-list.repository.ts";
export { countSeen, keepRows, removeUnseen } from "./object.repository.ts";
export { putReconciliationDue, RECONCILIATION_DUE } from "./reconciliation-due.repository.ts";
export { readObject, type ObjectView } from "./read-object.ts";
export { putVendorAlertsDue, removeVendorAlertsDue, VENDOR_ALERTS_DUE } from "./vendor-alerts-due.repository.ts";
