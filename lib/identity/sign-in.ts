import { z } from "zod";
import { hashPassword, isCurrentPasswordHash, verifyPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { hasSecondFactor } from "./factor.repository.ts";
import { NOBODYS_HASH, passwordInput } from "./password.ts";
import { insertPending, removeExpiredPending } from "./pending-sign-in.repository.ts";
import { newPendingToken, passwordMark, PENDING_SIGN_IN_MS } from "./pending-sign-in.ts";
import { refuseTooMany } from "./refuse-too-many.ts";
import { addressInput, userAgentInput } from "./sign-in-inputs.ts";
import { addressIsKnown, findAccount, forgiveAttempt, insertSignInEvent, removeOldCounters, renewPasswordHash, startSession } from "./sign-in.repository.ts";
import { throttleSubjects } from "./sign-in-throttle.ts";

/** A session, for the cookie; or, for who has a second factor, the token of a sign-in that is still to be completed. */
export type SignInAnswer =
  | { outcome: "signed_in"; sessionId: string; userId: string }
  | { outcome: "second_step_due"; pendingToken: string; expiresAt: Date };

/**
 * Signs a person in and begins a new session; the one that this browser had before ends with it. Who has a second factor
 * gets no session yet: see complete-sign-in.ts. A wrong password, an unknown address and a disabled account are one
 * answer, at one cost.
 *
 * @throws AppError unauthorized (credentials_wrong), limit_exceeded (sign_in_throttled)
 */
export const signIn = defineGlobalVerb({
  name: "identity.sign_in",
  access: "anyone",
  effect: "write",
  input: z.strictObject({
    // No e-mail check: an address that cannot exist is refused like any other that has no account.
    email: z.string().trim().toLowerCase().max(254),
    password: passwordInput,
    address: addressInput,
    userAgent: userAgentInput,
  }),
  async run({ context, database, input, now }): Promise<SignInAnswer> {
    const { email, password, address, userAgent } = input;
    const subjects = throttleSubjects(runtime().secret, email, address);
    const account = await findAccount(database, email);
    const addressKnown = await addressIsKnown(database, account?.id ?? null, subjects.pair, now);
    await refuseTooMany({ database, subjects, trailHash: subjects.pair, userId: account?.id ?? null, addressKnown, now });
    const right = await verifyPassword(password, account?.passwordHash ?? NOBODYS_HASH);
    if (!right || account === null || account.disabledAt !== null) {
      await insertSignInEvent(database, { at: now, userId: account?.id ?? null, subjectHash: subjects.pair, outcome: "failed", sessionId: null });
      throw new AppError("unauthorized", "credentials_wrong", "E-mail or password is not right.");
    }
    await forgiveAttempt(database, addressKnown ? subjects.pair : subjects.account, subjects.address);
    await removeOldCounters(database, now);
    const passwordHash = await keepPasswordCurrent(database, account, password);
    if (await hasSecondFactor(database, account.id)) return awaitSecondStep(database, { ...account, passwordHash }, subjects.pair, now);
    // Never the id of a session that existed before sign-in: nobody can plant one and wait (session fixation).
    const sessionId = newId("ses", now.getTime());
    await startSession(database, { id: sessionId, userId: account.id, userAgent, now }, subjects.pair, context.caller);
    return { outcome: "signed_in", sessionId, userId: account.id };
  },
});

type Account = { id: string; passwordHash: string };

/** @returns the hash that is stored from now on */
async function keepPasswordCurrent(database: Database, account: Account, password: string): Promise<string> {
  if (isCurrentPasswordHash(account.passwordHash)) return account.passwordHash;
  const renewed = await hashPassword(password);
  await renewPasswordHash(database, account.id, account.passwordHash, renewed);
  return renewed;
}

async function awaitSecondStep(database: Database, account: Account, subjectHash: string, now: Date): Promise<SignInAnswer> {
  const { token, tokenHash } = newPendingToken();
  const expiresAt = new Date(now.getTime() + PENDING_SIGN_IN_MS);
  await database.$transaction(async (tx) => {
    await removeExpiredPending(tx, now);
    await insertPending(tx, { tokenHash, userId: account.id, passwordMark: passwordMark(account.passwordHash), failures: 0, expiresAt, organizationId: null });
    await insertSignInEvent(tx, { at: now, userId: account.id, subjectHash, outcome: "second_step_due", sessionId: null });
  });
  return { outcome: "second_step_due", pendingToken: token, expiresAt };
}
