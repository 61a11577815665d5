import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { newChallenge } from "./passkey-challenge.ts";
import { SIGNATURE_ALGORITHMS } from "./passkey-response.ts";
import { credentialsOf, PASSKEYS_MAX } from "./passkey.repository.ts";
import { proofInput, provePresence } from "./prove-presence.ts";
import { relyingParty } from "./relying-party.ts";
import { findUser, insertSignInEvent } from "./sign-in.repository.ts";

/** What a browser is to make. */
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

/** What the browser is asked for, and the sealed challenge that it must carry until it answers. */
export type PasskeyRequest<Options> = { options: Options; sealed: string; expiresAt: Date };

/**
 * Begins the registration of a passkey: discoverable, so that it signs in without a name being typed, and verifying its
 * person by finger, face or PIN, so that it is both factors.
 *
 * @throws AppError validation (proof), precondition_failed (passkeys_impossible), limit_exceeded (too_many_passkeys)
 */
export const beginPasskey = defineGlobalVerb({
  name: "identity.begin_passkey",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ proof: proofInput }),
  async run({ caller, database, input, now }): Promise<PasskeyRequest<PasskeyCreation>> {
    const { userId, sessionId } = caller;
    const party = relyingParty(runtime().baseUrl);
    if (party === null) throw new AppError("precondition_failed", "passkeys_impossible", "Passkeys need a host name, and this installation is reached by an address.");
    await provePresence(database, userId, input.proof, now);
    const existing = await credentialsOf(database, userId);
    if (existing.length >= PASSKEYS_MAX) throw new AppError("limit_exceeded", "too_many_passkeys", `You have ${PASSKEYS_MAX} passkeys. Remove one that you no longer use.`);
    const { email, name } = await findUser(database, userId);
    const { challenge, sealed, expiresAt } = newChallenge(`passkey_registration ${sessionId}`, now);
    const options = await generateRegistrationOptions({
      rpName: "Tickmark", rpID: party.id, userName: email, userDisplayName: name, userID: Buffer.from(userId), challenge,
      excludeCredentials: existing.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      supportedAlgorithmIDs: [...SIGNATURE_ALGORITHMS],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    await insertSignInEvent(database, { at: now, userId, subjectHash: "", outcome: "passkey_begun", sessionId });
    return { options, sealed, expiresAt };
  },
});
