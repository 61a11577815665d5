import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** The kind of due work in which the population is held against what watches it (lib/reconciliation). */
export const RECONCILIATION_DUE = "reconciliation";

/** Has that looked at by an instant, as soon as the dispatcher comes by. */
export async function putReconciliationDue(tx: TenantTransaction, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${RECONCILIATION_DUE}, 'population', ${at}::timestamptz)`;
}
