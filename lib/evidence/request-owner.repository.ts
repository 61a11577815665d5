import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";

export function findRequest(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; ownerMemberId: string | null } | null> {
  return tx.evidenceRequest.findFirst({ where: { organizationId, id, retiredAt: null }, select: { id: true, ownerMemberId: true } });
}

export async function writeOwner(tx: TenantTransaction, organizationId: string, id: string, ownerMemberId: string | null): Promise<void> {
  await tx.evidenceRequest.update({ where: { organizationId_id: { organizationId, id } }, data: { ownerMemberId } });
}

/** Roles that may submit evidence, and so can own a request. */
const OWNING_ROLES: Role[] = ["admin", "compliance_manager", "security_analyst", "control_owner"];

export type Person = { id: string; name: string };

/** A person who can own requests; null for anybody else. */
export function findOwnable(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Person | null> {
  return tx.member.findFirst({ where: { organizationId, id: memberId, removedAt: null, role: { in: OWNING_ROLES } }, select: { id: true, name: true } });
}
