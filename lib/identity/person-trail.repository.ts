import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** A member who has not been removed; null otherwise. */
export async function presentMember(tx: TenantTransaction, organizationId: string, id: string) {
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { userId: true, name: true, role: true, removedAt: true } });
  return member === null || member.removedAt !== null ? null : member;
}
