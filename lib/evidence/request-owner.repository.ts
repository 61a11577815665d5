import { OWNING_ROLES } from "#lib/people/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export function findRequest(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; title: string; ownerMemberId: string | null; ownerPlaceholderId: string | null; control: { code: string } } | null> {
  return tx.evidenceRequest.findFirst({ where: { organizationId, id, retiredAt: null }, select: { id: true, title: true, ownerMemberId: true, ownerPlaceholderId: true, control: { select: { code: true } } } });
}

export async function writeOwner(tx: TenantTransaction, organizationId: string, id: string, ownerMemberId: string | null, revision: { revisedAt: Date; revisedBy: string }): Promise<void> {
  await tx.evidenceRequest.update({ where: { organizationId_id: { organizationId, id } }, data: { ownerMemberId, ownerPlaceholderId: null, ...revision } });
}

export type Person = { id: string; name: string };

/** A person who can own requests; null for anybody else. */
export function findOwnable(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Person | null> {
  return tx.member.findFirst({ where: { organizationId, id: memberId, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true, name: true } });
}
