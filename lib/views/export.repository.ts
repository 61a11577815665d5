import { lowestIdAt } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** The act that begins an export, as the audit trail calls it. */
export const EXPORTED = "list.exported";

/** Exports that a person began since an instant, counted up to `most`. The trail itself is the count: it cannot be reset. */
export async function countExports(tx: TenantTransaction, actorId: string, since: Date, most: number): Promise<number> {
  const rows = await tx.auditTrailEntry.findMany({ where: { actorId, action: EXPORTED, id: { gte: lowestIdAt("aud", since.getTime()) } }, select: { id: true }, take: most });
  return rows.length;
}

/** Whether this person began this export. */
export async function beganExport(tx: TenantTransaction, actorId: string, exportId: string): Promise<boolean> {
  return (await tx.auditTrailEntry.findFirst({ where: { actorId, action: EXPORTED, subjectKind: "list_export", subjectId: exportId }, select: { id: true } })) !== null;
}
