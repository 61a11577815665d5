import { z } from "zod";
import { hashPassword, isCurrentPasswordHash, verifyPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { NOBODYS_HASH, passwordInput } from "./password.ts";
import {
  addressIsKnown, countAttempt, findAccount, forgiveAttempt, insertSignInEvent, removeOldCounters, renewPasswordHash, startSession,
} from "./sign-in.repository.ts";
import { countersFor, THROTTLE_LIMITS, throttleSubjects, type ThrottleSubjects } from "./sign-in-throttle.ts";

const USER_AGENT_LENGTH = 300;

type Attempt = { database: Database; subjects: ThrottleSubjects; userId: string | null; addressKnown: boolean; now: Date };

/**
 * Signs a person in and begins a new session; the one that this browser had before ends with it.
 * A wrong password, an unknown address and a disabled account are one answer, at one cost.
 *
 * @returns the new session's id, for the cookie
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
    /** Where the request came from, as far as is known. */
    address: z.string().max(100),
    userAgent: z.string().max(2000).transform((text) => text.replace(/\p{Cc}/gu, " ").slice(0, USER_AGENT_LENGTH)),
  }),
  async run({ context, database, input, now }): Promise<{ sessionId: string; userId: string }> {
    const { email, password, address, userAgent } = input;
    const subjects = throttleSubjects(runtime().secret, email, address);
    const account = await findAccount(database, email);
    const addressKnown = await addressIsKnown(database, account?.id ?? null, subjects.pair, now);
    const attempt: Attempt = { database, subjects, userId: account?.id ?? null, addressKnown, now };
    await refuseTooMany(attempt);
    const right = await verifyPassword(password, account?.passwordHash ?? NOBODYS_HASH);
    if (!right || account === null || account.disabledAt !== null) {
      await insertSignInEvent(database, { at: now, userId: attempt.userId, subjectHash: subjects.pair, outcome: "failed", sessionId: null });
      throw new AppError("unauthorized", "credentials_wrong", "E-mail or password is not right.");
    }
    await forgiveAttempt(database, addressKnown ? subjects.pair : subjects.account, subjects.address);
    await removeOldCounters(database, now);
    if (!isCurrentPasswordHash(account.passwordHash)) {
      await renewPasswordHash(database, account.id, account.passwordHash, await hashPassword(password));
    }
    // Never the id of a session that existed before sign-in: nobody can plant one and wait (session fixation).
    const sessionId = newId("ses", now.getTime());
    await startSession(database, { id: sessionId, userId: account.id, userAgent, now }, subjects.pair, context.caller);
    return { sessionId, userId: account.id };
  },
});

/** @throws AppError limit_exceeded; the same for accounts that exist and that do not */
async function refuseTooMany({ database, subjects, userId, addressKnown, now }: Attempt): Promise<void> {
  let refused = false;
  for (const kind of countersFor(addressKnown)) {
    const count = await countAttempt(database, subjects[kind], now);
    if (count <= THROTTLE_LIMITS[kind]) continue;
    refused = true;
    // One row per counter and window: a flood must not fill the trail.
    if (count === THROTTLE_LIMITS[kind] + 1) {
      await insertSignInEvent(database, { at: now, userId, subjectHash: subjects.pair, outcome: "throttled", sessionId: null });
    }
  }
  if (refused) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
}
