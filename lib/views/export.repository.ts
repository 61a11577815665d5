import { lowestIdAt } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** The act that begins an export, as the audit trail calls it. */
export const EXPORTED = "list.exported";

/**
 * When a person who began `most` exports within the last `ms` may begin another; null while they still may. The trail
 * itself is the count: it cannot be reset.
 */
export async function freeAgainAt(tx: TenantTransaction, actorId: string, now: Date, { most, ms }: { most: number; ms: number }): Promise<Date | null> {
  const rows = await tx.auditTrailEntry.findMany({
    where: { actorId, action: EXPORTED, id: { gte: lowestIdAt("aud", now.getTime() - ms) } },
    select: { at: true }, orderBy: { id: "desc" }, take: most,
  });
  const oldest = rows[most - 1];
  return oldest === undefined ? null : new Date(oldest.at.getTime() + ms);
}

/** Whether this person began this export. */
export async function beganExport(tx: TenantTransaction, actorId: string, exportId: string): Promise<boolean> {
  return (await tx.auditTrailEntry.findFirst({ where: { actorId, action: EXPORTED, subjectKind: "list_export", subjectId: exportId }, select: { id: true } })) !== null;
}
