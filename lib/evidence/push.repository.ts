import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** What one sender handed in under a name of their own choice. */
export type Push = { pushedBy: string; idempotencyKey: string; fingerprint: string; evidenceId: string; recordedAt: Date };

/** Two sendings of one name take turns: the second finds what the first recorded. */
export async function lockPush(tx: TenantTransaction, organizationId: string, { pushedBy, idempotencyKey }: Pick<Push, "pushedBy" | "idempotencyKey">): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`evidence-push ${organizationId} ${pushedBy} ${idempotencyKey}`}, 0))`;
}

export async function findPush(tx: TenantTransaction, organizationId: string, name: Pick<Push, "pushedBy" | "idempotencyKey">): Promise<{ fingerprint: string; evidence: { id: string; number: number } } | null> {
  return tx.evidencePush.findUnique({
    where: { organizationId_pushedBy_idempotencyKey: { organizationId, pushedBy: name.pushedBy, idempotencyKey: name.idempotencyKey } },
    select: { fingerprint: true, evidence: { select: { id: true, number: true } } },
  });
}

export async function insertPush(tx: TenantTransaction, organizationId: string, push: Push): Promise<void> {
  await tx.evidencePush.create({ data: { ...push, organizationId } });
}
