import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** The kind of due work in which the vendors' alerts of a connection are taken into the queue of alerts (lib/alerts). */
export const VENDOR_ALERTS_DUE = "vendor_alerts";

/** Has them taken in from an instant on, as soon as the dispatcher comes by. */
export async function putVendorAlertsDue(tx: TenantTransaction, connectionId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${VENDOR_ALERTS_DUE}, ${connectionId}, ${at}::timestamptz)`;
}

export async function removeVendorAlertsDue(tx: TenantTransaction, connectionId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${VENDOR_ALERTS_DUE}, ${connectionId})`;
}
