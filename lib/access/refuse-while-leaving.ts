import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/**
 * Refuses what people would change while the deletion of their organization is pending: what they see is what will be
 * destroyed, or what will be there when it is cancelled.
 *
 * @throws AppError precondition_failed (deletion_pending)
 */
export async function refuseWhileLeaving(tx: TenantTransaction): Promise<void> {
  const pending = await tx.deletionRequest.findFirst({ where: { status: "pending" }, select: { id: true } });
  if (pending === null) return;
  throw new AppError("precondition_failed", "deletion_pending", "This organization is about to be deleted, so nothing in it can be changed. An administrator can cancel the deletion under Settings, Your data.");
}
