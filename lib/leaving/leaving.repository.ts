import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type OrganizationFacts = { id: string; name: string; slug: string; timeZone: string };

/** @throws AppError not_found */
export async function organizationFacts(tx: TenantTransaction, organizationId: string): Promise<OrganizationFacts> {
  const row = await tx.organization.findUnique({ where: { id: organizationId }, select: { id: true, name: true, slug: true, timeZone: true } });
  if (row === null) throw notFound("organization");
  return row;
}

/** Where a member is reached; null for who is none any more. */
export async function addressOf(tx: TenantTransaction, organizationId: string, memberId: string): Promise<{ name: string; address: string } | null> {
  const row = await tx.member.findUnique({ where: { organizationId_id: { organizationId, id: memberId } }, select: { name: true, email: true, removedAt: true } });
  return row === null || row.removedAt !== null ? null : { name: row.name, address: row.email };
}
