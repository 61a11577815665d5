import type { Database } from "#lib/platform/db.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Invitation } from "#prisma/generated/client.ts";
import type { Role } from "#prisma/generated/enums.ts";

export type InvitationRow = Omit<Invitation, "organizationId">;

const key = (organizationId: string, id: string) => ({ organizationId_id: { organizationId, id } });

/** @throws AppError not_found */
export async function requireInvitation(tx: TenantTransaction, organizationId: string, id: string): Promise<InvitationRow> {
  const row = await tx.invitation.findUnique({ where: key(organizationId, id), omit: { organizationId: true } });
  if (row === null) throw notFound("invitation");
  return row;
}

/** How an address stands to the organization. */
export type Standing = "new" | "removed" | "member" | "invited";

/** How each address stands: a member, removed once, invited and still expected, or new. */
export async function standingsOf(tx: TenantTransaction, emails: readonly string[], now: Date): Promise<Map<string, Standing>> {
  const wanted = [...emails];
  const pending = await tx.invitation.findMany({ where: { email: { in: wanted }, status: "pending", expiresAt: { gt: now } }, select: { email: true } });
  const members = await tx.member.findMany({ where: { email: { in: wanted } }, select: { email: true, removedAt: true } });
  const standings = new Map<string, Standing>(wanted.map((email) => [email, "new"]));
  for (const { email, removedAt } of members) if (removedAt !== null) standings.set(email, "removed");
  for (const { email } of pending) standings.set(email, "invited");
  for (const { email, removedAt } of members) if (removedAt === null) standings.set(email, "member");
  return standings;
}

export type NewInvitation = { email: string; name: string; role: Role };
export type Inviter = { organizationId: string; invitedBy: string; invitedByName: string; mailWanted: boolean };

/** Begins an invitation, or begins it anew for an address that was invited before: its older links end. @returns its id */
export async function putInvitation(tx: TenantTransaction, inviter: Inviter, person: NewInvitation, createdAt: Date, expiresAt: Date): Promise<string> {
  const { organizationId, ...by } = inviter;
  const { email } = person;
  const fresh = { ...person, ...by, status: "pending", createdAt, expiresAt, sentAt: null, sendError: null, settledAt: null, memberId: null };
  const { id } = await tx.invitation.upsert({
    where: { organizationId_email: { organizationId, email } },
    create: { organizationId, id: newId("inv", createdAt.getTime()), ...fresh },
    update: fresh,
    select: { id: true },
  });
  await removeLinks(tx, id);
  return id;
}

/** Invitations begun since `since`: what the day's limit counts. */
export function countInvitations(tx: TenantTransaction, since: Date): Promise<number> {
  return tx.invitation.count({ where: { createdAt: { gt: since } } });
}

/** Opens a pending invitation for longer, with its mail due again. @returns false when it is pending no more */
export async function renewInvitation(tx: TenantTransaction, organizationId: string, id: string, expiresAt: Date): Promise<boolean> {
  const data = { expiresAt, mailWanted: true, sentAt: null, sendError: null };
  const { count } = await tx.invitation.updateMany({ where: { organizationId, id, status: "pending" }, data });
  if (count === 1) await removeLinks(tx, id);
  return count === 1;
}

/** Ends a pending invitation. @returns false when somebody else ended it first, or when it had expired */
export async function settleInvitation(tx: TenantTransaction, organizationId: string, id: string, end: { status: "accepted"; memberId: string } | { status: "revoked" }, now: Date): Promise<boolean> {
  const open = end.status === "accepted" ? { expiresAt: { gt: now } } : {};
  const { count } = await tx.invitation.updateMany({ where: { organizationId, id, status: "pending", ...open }, data: { ...end, settledAt: now } });
  return count === 1;
}

/** Notes how mailing went. */
export async function noteMailed(tx: TenantTransaction, organizationId: string, id: string, outcome: { sentAt: Date } | { sendError: string }): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { organizationId, id, sentAt: null },
    data: "sentAt" in outcome ? { sentAt: outcome.sentAt, sendError: null } : outcome,
  });
  return count === 1;
}

export type InvitationFilter = "open" | "accepted" | "revoked";

/** Invitations of one status, the newest first, below the id given. */
export function findInvitations(tx: TenantTransaction, status: InvitationFilter, below: string | undefined, take: number): Promise<InvitationRow[]> {
  return tx.invitation.findMany({
    where: { status: status === "open" ? "pending" : status, ...(below === undefined ? {} : { id: { lt: below } }) },
    orderBy: { id: "desc" },
    take,
    omit: { organizationId: true },
  });
}

/** How many invitations nobody has answered or withdrawn yet. */
export function countPending(tx: TenantTransaction): Promise<number> {
  return tx.invitation.count({ where: { status: "pending" } });
}

/** Enters the hash of a link's token into the directory; the token itself is kept nowhere. */
export async function addLink(tx: TenantTransaction, tokenHash: string, invitationId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_add_invitation_token(${tokenHash}, ${invitationId})`;
}

async function removeLinks(tx: TenantTransaction, invitationId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_invitation_tokens(${invitationId})`;
}

/** Which invitation a link belongs to, also when it is open no more; null for a token that was never given. */
export async function invitationOfToken(database: Database, tokenHash: string): Promise<{ organizationId: string; invitationId: string } | null> {
  const [row] = await database.$queryRaw<{ organization_id: string; invitation_id: string }[]>`
    SELECT organization_id, invitation_id FROM directory_invitation_of_token(${tokenHash})`;
  return row === undefined ? null : { organizationId: row.organization_id, invitationId: row.invitation_id };
}
