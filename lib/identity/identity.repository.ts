import type { Database } from "#lib/platform/db.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { SESSION_LIFE } from "./session-life.ts";

// Global tables only (user_account, session, sign_in_event) and the directory's doors: no organization is known here.

export type SessionRow = {
  id: string;
  userId: string;
  expiresAt: Date;
  lastSeenAt: Date;
  revokedAt: Date | null;
  organizationId: string | null;
  secondFactor: boolean;
  name: string;
  email: string;
  disabledAt: Date | null;
  /** Where the person was ever made a member. */
  memberships: MembershipRow[];
};

/** A session with the person it belongs to; null when there is none with this id. One statement: every request asks it. */
export async function findSession(database: Database, sessionId: string): Promise<SessionRow | null> {
  const [row] = await database.$queryRaw<SessionRow[]>`
    SELECT s.id, s.user_id AS "userId", s.expires_at AS "expiresAt", s.last_seen_at AS "lastSeenAt", s.revoked_at AS "revokedAt",
           s.organization_id AS "organizationId", s.second_factor AS "secondFactor", u.name, u.email, u.disabled_at AS "disabledAt",
           (SELECT coalesce(json_agg(json_build_object('organizationId', m.organization_id, 'memberId', m.member_id)), '[]') FROM directory_memberships(s.user_id) m) AS memberships
    FROM session s JOIN user_account u ON u.id = s.user_id
    WHERE s.id = ${sessionId}`;
  return row ?? null;
}

/** Notes a sign of life, unless the session was revoked meanwhile. */
export async function touchSession(database: Database, sessionId: string, now: Date): Promise<void> {
  await database.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { lastSeenAt: now } });
}

export type NewSession = {
  id: string;
  userId: string;
  userAgent: string;
  now: Date;
  /** The organization whose provider began it, and whether a second factor was shown; absent for people's own means. */
  provider?: { organizationId: string; secondFactor: boolean } | undefined;
};

export async function insertSession(database: Pick<Database, "session">, session: NewSession): Promise<void> {
  const { id, userId, userAgent, now, provider } = session;
  const expiresAt = new Date(now.getTime() + SESSION_LIFE.absoluteMs);
  await database.session.create({ data: { id, userId, userAgent, createdAt: now, lastSeenAt: now, expiresAt, ...provider } });
}

/** Ends a session of one person. @returns false when it is not theirs or had ended already */
export async function endSession(database: Pick<Database, "session">, userId: string, sessionId: string, now: Date): Promise<boolean> {
  const changed = await database.session.updateMany({ where: { id: sessionId, userId, revokedAt: null }, data: { revokedAt: now } });
  return changed.count === 1;
}

/** Ends the sessions that an organization's provider began: all of them, or one person's. @returns how many ended */
export async function endProviderSessions(database: Pick<Database, "session">, of: { organizationId: string; userId?: string }, now: Date): Promise<number> {
  const { count } = await database.session.updateMany({ where: { ...of, revokedAt: null }, data: { revokedAt: now } });
  return count;
}

/** Ends every session of a person but one. @returns how many ended */
export async function endSessionsBut(database: Pick<Database, "session">, keep: { userId: string; sessionId: string }, now: Date): Promise<number> {
  const { count } = await database.session.updateMany({ where: { userId: keep.userId, revokedAt: null, id: { not: keep.sessionId } }, data: { revokedAt: now } });
  return count;
}

/** Ends every open session of one person, or of everybody. @returns whose they were, once for each session */
export async function endSessionsOf(tx: Prisma.TransactionClient, userId: string | null, now: Date): Promise<{ userId: string; sessionId: string }[]> {
  const open = { revokedAt: null, expiresAt: { gt: now }, ...(userId === null ? {} : { userId }) };
  const ended = await tx.session.updateManyAndReturn({ where: open, data: { revokedAt: now }, select: { id: true, userId: true } });
  return ended.map((session) => ({ userId: session.userId, sessionId: session.id }));
}

/** The sessions of a person that are neither revoked nor past their end, the latest used first. */
export function listSessions(database: Database, userId: string, now: Date, limit: number) {
  return database.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now }, lastSeenAt: { gt: new Date(now.getTime() - SESSION_LIFE.idleMs) } },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, createdAt: true, lastSeenAt: true, expiresAt: true, userAgent: true },
  });
}

export type MembershipRow = { organizationId: string; memberId: string };

/** Where a person was ever made a member; whether they still are, only the organization knows. */
export async function membershipsOf(database: Pick<Database, "$queryRaw">, userId: string): Promise<MembershipRow[]> {
  const rows = await database.$queryRaw<{ organization_id: string; member_id: string }[]>`
    SELECT organization_id, member_id FROM directory_memberships(${userId})`;
  return rows.map((row) => ({ organizationId: row.organization_id, memberId: row.member_id }));
}

export async function organizationOfSlug(database: Database, slug: string): Promise<string | null> {
  const rows = await database.$queryRaw<{ id: string | null }[]>`SELECT directory_organization_of_slug(${slug}) AS id`;
  return rows[0]?.id ?? null;
}

/** Stores a new password and ends every session of the person. @returns their address; null when they are disabled */
export async function setPassword(tx: Prisma.TransactionClient, userId: string, passwordHash: string, now: Date): Promise<string | null> {
  const { count } = await tx.userAccount.updateMany({ where: { id: userId, disabledAt: null }, data: { passwordHash } });
  if (count === 0) return null;
  await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  return (await tx.userAccount.findUniqueOrThrow({ where: { id: userId }, select: { email: true } })).email;
}

/** Gives an account another address. @returns the earlier one; null when another account has the address */
export async function setEmail(tx: Prisma.TransactionClient, userId: string, email: string): Promise<string | null> {
  const { email: before } = await tx.userAccount.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const changed = await tx.$executeRaw`
    UPDATE user_account SET email = ${email} WHERE id = ${userId} AND NOT EXISTS (SELECT 1 FROM user_account o WHERE o.email = ${email})`;
  return changed === 1 ? before : null;
}

/** Puts the member rows of a person in line to follow their account's address, in every organization. */
export async function followPerson(tx: Prisma.TransactionClient, userId: string, now: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_follow_person(${userId}, ${now}::timestamptz)`;
}
