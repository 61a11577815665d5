import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { OWNING_ROLES } from "./roles.ts";

/** A person who owns something and is no member yet, with how their invitation stands. */
export type Placeholder = { id: string; name: string; email: string; invitation: "none" | "open" | "expired" | "revoked" | "accepted" };

/** Who an owner is: a member, or a placeholder for somebody who is none yet. */
export type OwnerRef = { memberId: string } | { placeholderId: string };

/** The member with this address who can own things; null for anybody else. */
async function ownerByAddress(tx: TenantTransaction, email: string): Promise<string | null> {
  const member = await tx.member.findFirst({ where: { email, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true } });
  return member?.id ?? null;
}

/** The member or the placeholder of an address; a placeholder is made when there is neither. */
export async function ownerOfAddress(tx: TenantTransaction, organizationId: string, person: { name: string; email: string }, createdBy: string, now: Date): Promise<OwnerRef> {
  const memberId = await ownerByAddress(tx, person.email);
  if (memberId !== null) return { memberId };
  const fresh = { organizationId, id: newId("plh", now.getTime()), ...person, createdAt: now, createdBy };
  const row = await tx.placeholderOwner.upsert({ where: { organizationId_email: { organizationId, email: person.email } }, create: fresh, update: {}, select: { id: true, memberId: true } });
  return row.memberId === null ? { placeholderId: row.id } : reopened(tx, organizationId, row.id, row.memberId);
}

/** The member that a placeholder became, unless that person has left or may own nothing: then the address waits again. */
async function reopened(tx: TenantTransaction, organizationId: string, id: string, memberId: string): Promise<OwnerRef> {
  const member = await tx.member.findFirst({ where: { id: memberId, removedAt: null, role: { in: [...OWNING_ROLES] } }, select: { id: true } });
  if (member !== null) return { memberId };
  await tx.placeholderOwner.update({ where: { organizationId_id: { organizationId, id } }, data: { memberId: null, settledAt: null } });
  return { placeholderId: id };
}

export function findOpenPlaceholder(tx: TenantTransaction, organizationId: string, id: string): Promise<{ id: string; name: string; email: string } | null> {
  return tx.placeholderOwner.findFirst({ where: { organizationId, id, memberId: null }, select: { id: true, name: true, email: true } });
}

/**
 * Makes a placeholder the member: what it owns is theirs from now on. Owners of controls are read through it, so that
 * their history stays as it was recorded.
 *
 * @returns how many evidence requests changed hands
 */
export async function settlePlaceholder(tx: TenantTransaction, organizationId: string, id: string, memberId: string, now: Date): Promise<number> {
  await tx.placeholderOwner.update({ where: { organizationId_id: { organizationId, id } }, data: { memberId, settledAt: now } });
  await tx.findingState.updateMany({ where: { organizationId, ownerPlaceholderId: id }, data: { ownerMemberId: memberId, ownerPlaceholderId: null } });
  const { count } = await tx.evidenceRequest.updateMany({ where: { organizationId, ownerPlaceholderId: id }, data: { ownerMemberId: memberId, ownerPlaceholderId: null, revisedAt: now, revisedBy: memberId } });
  return count;
}

/** Settles the placeholder of a member's address, if there is one and their role can own things. Called wherever a member is made. */
export async function settleByAddress(tx: TenantTransaction, organizationId: string, member: { id: string; email: string; role: Role }, now: Date): Promise<void> {
  if (!OWNING_ROLES.includes(member.role)) return;
  const open = await tx.placeholderOwner.findFirst({ where: { organizationId, email: member.email, memberId: null }, select: { id: true } });
  if (open !== null) await settlePlaceholder(tx, organizationId, open.id, member.id, now);
}

/** Whether a member was a placeholder until this instant. */
export async function wasExpected(tx: TenantTransaction, organizationId: string, memberId: string, settledAt: Date): Promise<boolean> {
  return (await tx.placeholderOwner.count({ where: { organizationId, memberId, settledAt } })) > 0;
}

/** Everybody who is expected to own things and is no member yet, by name. */
export async function openPlaceholders(tx: TenantTransaction, now: Date): Promise<Placeholder[]> {
  const rows = await tx.placeholderOwner.findMany({ where: { memberId: null }, orderBy: [{ name: "asc" }, { id: "asc" }] });
  const invitations = await tx.invitation.findMany({ where: { email: { in: rows.map((row) => row.email) } }, select: { email: true, status: true, expiresAt: true } });
  const byAddress = new Map(invitations.map((one) => [one.email, one]));
  return rows.map(({ id, name, email }) => {
    const invitation = byAddress.get(email);
    return { id, name, email, invitation: invitation === undefined ? "none" : standingOf(invitation, now) };
  });
}

function standingOf({ status, expiresAt }: { status: string; expiresAt: Date }, now: Date): Placeholder["invitation"] {
  if (status === "revoked" || status === "accepted") return status;
  return expiresAt <= now ? "expired" : "open";
}
