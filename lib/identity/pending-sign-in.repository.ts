import type { Database } from "#lib/platform/db.ts";

// A sign-in between its two steps. No session exists: whoever holds the token has shown a password, or come by a provider, and nothing else.

export type PendingRow = { userId: string; passwordMark: string; expiresAt: Date; failures: number; organizationId: string | null };

export async function insertPending(database: Pick<Database, "pendingSignIn">, row: PendingRow & { tokenHash: string }): Promise<void> {
  await database.pendingSignIn.create({ data: row });
}

/** The pending sign-in of a token while it lasts, with its person. */
export async function findPending(database: Database, tokenHash: string, now: Date) {
  const pending = await database.pendingSignIn.findFirst({ where: { tokenHash, expiresAt: { gt: now } } });
  if (pending === null) return null;
  const user = await database.userAccount.findUnique({ where: { id: pending.userId }, select: { id: true, email: true, passwordHash: true, disabledAt: true } });
  return user === null ? null : { ...pending, user };
}

/** Counts a wrong code against the token before it is looked at. @returns the attempts so far, this one included; 0 when it has ended */
export async function countPendingAttempt(database: Pick<Database, "$queryRaw">, tokenHash: string): Promise<number> {
  const rows = await database.$queryRaw<{ failures: number }[]>`
    UPDATE pending_sign_in SET failures = failures + 1 WHERE token_hash = ${tokenHash} RETURNING failures`;
  return rows[0]?.failures ?? 0;
}

/** Ends a pending sign-in. @returns false when it had ended: of two that complete it at once one succeeds */
export async function removePending(database: Pick<Database, "pendingSignIn">, tokenHash: string): Promise<boolean> {
  return (await database.pendingSignIn.deleteMany({ where: { tokenHash } })).count === 1;
}

export async function removeExpiredPending(database: Pick<Database, "pendingSignIn">, now: Date): Promise<void> {
  await database.pendingSignIn.deleteMany({ where: { expiresAt: { lte: now } } });
}
