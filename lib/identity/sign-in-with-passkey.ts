import { z } from "zod";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { openChallenge, sealedChallengeInput } from "./passkey-challenge.ts";
import { credentialOf, readAuthentication, responseInput } from "./passkey-response.ts";
import { findPasskey, notePasskeyUse, spendChallenge } from "./passkey.repository.ts";
import { findPending, removePending } from "./pending-sign-in.repository.ts";
import { pendingTokenHash, pendingTokenInput, providerOf } from "./pending-sign-in.ts";
import { relyingParty } from "./relying-party.ts";
import { addressInput, userAgentInput } from "./sign-in-inputs.ts";
import { countAttempt, insertSignInEvent, startSession } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS, throttleSubjects } from "./sign-in-throttle.ts";

/**
 * Signs a person in with a passkey, which counts as both factors: the device is one, the finger, face or PIN that it asks
 * for the other. A signature cannot be guessed, so attempts are counted per address alone and lock nobody out.
 *
 * @throws AppError unauthorized (passkey_refused), limit_exceeded (sign_in_throttled)
 */
export const signInWithPasskey = defineGlobalVerb({
  name: "identity.sign_in_with_passkey",
  access: "anyone",
  effect: "write",
  input: z.strictObject({ sealed: sealedChallengeInput, response: responseInput, address: addressInput, userAgent: userAgentInput, pendingToken: pendingTokenInput.optional() }),
  async run({ context, database, input, now }): Promise<{ sessionId: string; userId: string }> {
    const tried = await countAttempt(database, throttleSubjects(runtime().secret, "passkey", input.address).pair, now);
    if (tried > THROTTLE_LIMITS.address) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
    const user = await userOf(database, input, now);
    const trailHash = throttleSubjects(runtime().secret, user?.email ?? "", input.address).pair;
    if (user === null) {
      await insertSignInEvent(database, { at: now, userId: null, subjectHash: trailHash, outcome: "failed", sessionId: null });
      throw new AppError("unauthorized", "passkey_refused", "This passkey does not sign in here.");
    }
    const sessionId = newId("ses", now.getTime());
    const provider = await providerBegunBy(database, input.pendingToken, user.id, now);
    await startSession(database, { id: sessionId, userId: user.id, userAgent: input.userAgent, now, provider }, trailHash, context.caller);
    return { sessionId, userId: user.id };
  },
});

/** The organization's provider, when the passkey is the second step after it and not a sign-in of its own. */
async function providerBegunBy(database: Database, pendingToken: string | undefined, userId: string, now: Date) {
  if (pendingToken === undefined) return undefined;
  const tokenHash = pendingTokenHash(pendingToken);
  const pending = await findPending(database, tokenHash, now);
  return pending?.user.id === userId && (await removePending(database, tokenHash)) ? providerOf(pending) : undefined;
}

/** The person whose passkey signed this browser's own challenge, once; null for whatever else. */
async function userOf(database: Database, { sealed, response }: { sealed: string; response: string }, now: Date): Promise<{ id: string; email: string } | null> {
  const party = relyingParty(runtime().baseUrl);
  const opened = openChallenge(sealed, "passkey_sign_in", now);
  const credentialId = credentialOf(response);
  if (party === null || opened === null || credentialId === null || !(await spendChallenge(database, opened, now))) return null;
  const passkey = await findPasskey(database, credentialId);
  if (passkey === null || passkey.user.disabledAt !== null) return null;
  const credential = { id: credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: Number(passkey.counter) };
  const answer = await readAuthentication(response, credential, { challenge: opened.challenge, party });
  if (answer === null || !(await notePasskeyUse(database, passkey, answer.counter, now))) return null;
  return passkey.user;
}
