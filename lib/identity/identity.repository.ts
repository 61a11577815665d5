import type { Database } from "#lib/platform/db.ts";
import { SESSION_LIFE } from "./session-life.ts";

// Global tables only (user_account, session, sign_in_event) and the directory's doors: no organization is known here.

/** A session with the person it belongs to; null when there is none with this id. */
export function findSession(database: Database, sessionId: string) {
  return database.session.findUnique({
    where: { id: sessionId },
    include: { user: { select: { id: true, name: true, email: true, disabledAt: true } } },
  });
}

/** Notes a sign of life, unless the session was revoked meanwhile. */
export async function touchSession(database: Database, sessionId: string, now: Date): Promise<void> {
  await database.session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { lastSeenAt: now } });
}

export type NewSession = { id: string; userId: string; userAgent: string; now: Date };

export async function insertSession(database: Pick<Database, "session">, session: NewSession): Promise<void> {
  const { id, userId, userAgent, now } = session;
  const expiresAt = new Date(now.getTime() + SESSION_LIFE.absoluteMs);
  await database.session.create({ data: { id, userId, userAgent, createdAt: now, lastSeenAt: now, expiresAt } });
}

/** Ends a session of one person. @returns false when it is not theirs or had ended already */
export async function endSession(database: Pick<Database, "session">, userId: string, sessionId: string, now: Date): Promise<boolean> {
  const changed = await database.session.updateMany({ where: { id: sessionId, userId, revokedAt: null }, data: { revokedAt: now } });
  return changed.count === 1;
}

/** Ends every session of a person but the one in use. */
export async function endOtherSessions(database: Pick<Database, "session">, caller: { userId: string; sessionId: string }, now: Date): Promise<void> {
  await database.session.updateMany({ where: { userId: caller.userId, revokedAt: null, id: { not: caller.sessionId } }, data: { revokedAt: now } });
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
