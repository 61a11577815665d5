import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";

export type PresentMember = { userId: string; name: string; role: Role };

/** A member who has not been removed; null otherwise. */
export async function presentMember(tx: TenantTransaction, organizationId: string, id: string): Promise<PresentMember | null> {
  const member = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: { userId: true, name: true, role: true, removedAt: true } });
  return member === null || member.removedAt !== null ? null : member;
}
