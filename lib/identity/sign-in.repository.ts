import type { Database } from "#lib/platform/db.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { endSession, endSessionsBut, insertSession, type NewSession } from "./identity.repository.ts";
import { KNOWN_ADDRESS_DAYS, THROTTLE_WINDOW_MS } from "./sign-in-throttle.ts";

type SignInOutcome =
  | "signed_in" | "failed" | "throttled" | "signed_out" | "revoked" | "replaced" | "password_changed"
  | "reset_requested" | "password_reset" | "email_change_requested" | "email_changed" | "sign_up_requested" | "signed_up" | "others_revoked"
  // By somebody else: an administrator or the operator.
  | "second_factor_removed"
  // The password was right and a second step is due; its code was wrong.
  | "second_step_due" | "second_step_failed"
  | FactorChange;

/** What can happen to a person's factors. The same words stand in the trail of their organizations. */
export type FactorChange =
  | "totp_begun" | "totp_added" | "totp_removed" | "recovery_codes_renewed" | "recovery_code_used"
  | "passkey_begun" | "passkey_added" | "passkey_renamed" | "passkey_removed";

/** One row of the trail of what happens outside of organizations. `subjectHash` stands for account and address. */
export type SignInEventRow = { at: Date; userId: string | null; subjectHash: string; outcome: SignInOutcome; sessionId: string | null };

export async function insertSignInEvent(database: Pick<Database, "signInEvent">, event: SignInEventRow): Promise<void> {
  await database.signInEvent.create({ data: { id: newId("sie", event.at.getTime()), ...event } });
}

export function findAccount(database: Database, email: string) {
  return database.userAccount.findUnique({ where: { email }, select: { id: true, passwordHash: true, disabledAt: true } });
}

export function findAccountById(tx: Prisma.TransactionClient, id: string) {
  return tx.userAccount.findUniqueOrThrow({ where: { id }, select: { email: true, passwordHash: true, disabledAt: true } });
}

/** Whether the account has signed in from this address lately. Asked for unknown accounts too, so that both cost the same. */
export async function addressIsKnown(database: Database, userId: string | null, pairHash: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - KNOWN_ADDRESS_DAYS * 86_400_000);
  const event = await database.signInEvent.findFirst({
    where: { userId: userId ?? "", subjectHash: pairHash, outcome: "signed_in", at: { gte: since } },
    select: { id: true },
  });
  return event !== null;
}

/**
 * Counts an attempt before the password is looked at, so that parallel attempts cannot slip under the limit.
 *
 * @returns the attempts in the present window, this one included
 */
export async function countAttempt(database: Database, subject: string, now: Date): Promise<number> {
  const oldest = new Date(now.getTime() - THROTTLE_WINDOW_MS);
  const rows = await database.$queryRaw<{ failures: number }[]>`
    INSERT INTO sign_in_throttle AS t (subject, failures, window_start_at) VALUES (${subject}, 1, ${now})
    ON CONFLICT (subject) DO UPDATE SET
      failures = CASE WHEN t.window_start_at <= ${oldest}::timestamptz THEN 1 ELSE t.failures + 1 END,
      window_start_at = CASE WHEN t.window_start_at <= ${oldest}::timestamptz THEN ${now}::timestamptz ELSE t.window_start_at END
    RETURNING failures`;
  return rows[0]?.failures ?? 1;
}

/** After a success: the account's counter is forgotten; the address gets this one attempt back and no more. */
export async function forgiveAttempt(database: Database, accountSubject: string, addressSubject: string): Promise<void> {
  await database.signInThrottle.deleteMany({ where: { subject: accountSubject } });
  await database.signInThrottle.updateMany({ where: { subject: addressSubject, failures: { gt: 0 } }, data: { failures: { decrement: 1 } } });
}

/** Removes counters whose window is over: they say nothing any more. */
export async function removeOldCounters(database: Database, now: Date): Promise<number> {
  const removed = await database.signInThrottle.deleteMany({ where: { windowStartAt: { lte: new Date(now.getTime() - THROTTLE_WINDOW_MS) } } });
  return removed.count;
}

/** The new session, its trail, and the end of the one that this browser had before: together or not at all. */
export async function startSession(
  database: Database,
  session: NewSession,
  subjectHash: string,
  replaced: { userId: string; sessionId: string } | null,
): Promise<void> {
  await database.$transaction((tx) => startSessionIn(tx, session, subjectHash, replaced));
}

/** As {@link startSession}, in a transaction that is under way. */
export async function startSessionIn(tx: Prisma.TransactionClient, session: NewSession, subjectHash: string, replaced: { userId: string; sessionId: string } | null): Promise<void> {
  const { now, userId, id } = session;
  await insertSession(tx, session);
  await insertSignInEvent(tx, { at: now, userId, subjectHash, outcome: "signed_in", sessionId: id });
  if (replaced === null) return;
  if (!(await endSession(tx, replaced.userId, replaced.sessionId, now))) return;
  await insertSignInEvent(tx, { at: now, userId: replaced.userId, subjectHash, outcome: "replaced", sessionId: replaced.sessionId });
}

/** Ends one session of a person, with its trail. @returns false when it is not theirs or had ended already */
export async function endSessionAs(
  database: Database,
  caller: { userId: string },
  sessionId: string,
  end: { outcome: "signed_out" | "revoked"; now: Date },
): Promise<boolean> {
  return database.$transaction(async (tx) => {
    if (!(await endSession(tx, caller.userId, sessionId, end.now))) return false;
    await insertSignInEvent(tx, { at: end.now, userId: caller.userId, subjectHash: "", outcome: end.outcome, sessionId });
    return true;
  });
}

/** Keeps a hash with today's parameters instead of an older one of the same password. */
export async function renewPasswordHash(database: Database, userId: string, old: string, passwordHash: string): Promise<void> {
  await database.userAccount.updateMany({ where: { id: userId, passwordHash: old }, data: { passwordHash } });
}

/**
 * Stores a new password and ends every other session of the person, with the trail.
 *
 * @returns false when the password was changed by somebody else since `old` was read
 */
export async function replacePassword(
  database: Database,
  caller: { userId: string; sessionId: string },
  hashes: { old: string; next: string },
  now: Date,
): Promise<boolean> {
  const { userId, sessionId } = caller;
  return database.$transaction(async (tx) => {
    const changed = await tx.userAccount.updateMany({ where: { id: userId, passwordHash: hashes.old }, data: { passwordHash: hashes.next } });
    if (changed.count === 0) return false;
    await endSessionsBut(tx, caller, now);
    await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "password_changed", sessionId });
    return true;
  });
}

export async function readPasswordHash(database: Database, userId: string): Promise<string> {
  const user = await database.userAccount.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  return user.passwordHash;
}

/** Name and address of somebody who is known to exist. */
export function findUser(database: Database, userId: string): Promise<{ name: string; email: string }> {
  return database.userAccount.findUniqueOrThrow({ where: { id: userId }, select: { name: true, email: true } });
}
