import type { Json } from "#lib/platform/canonical-json.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** What was done to what. `changes` holds values before and after; never a secret, never a file's content. */
export type AuditEntry = {
  action: string;
  subjectKind: string;
  subjectId: string;
  changes?: { [field: string]: Json };
};

/** Appends to the audit trail inside the transaction of the act: both happen, or neither. */
export async function recordEntry(tx: TenantTransaction, context: Context, entry: AuditEntry): Promise<void> {
  const now = context.clock.now();
  await tx.auditTrailEntry.create({
    data: {
      organizationId: context.organizationId,
      id: newId("aud", now.getTime()),
      at: now,
      actorKind: context.actor.kind,
      actorId: actorId(context.actor),
      actorName: context.actor.name,
      action: entry.action,
      subjectKind: entry.subjectKind,
      subjectId: entry.subjectId,
      changes: (entry.changes ?? {}) as object,
      requestId: context.requestId,
    },
  });
}
