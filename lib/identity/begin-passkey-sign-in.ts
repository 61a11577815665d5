import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import type { PasskeyRequest } from "./begin-passkey.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { newChallenge } from "./passkey-challenge.ts";
import { relyingParty } from "./relying-party.ts";

/** What a browser is asked for at sign-in. */
export type PasskeyQuestion = PublicKeyCredentialRequestOptionsJSON;

/**
 * A challenge for signing in with a passkey. It names no credential and nobody: the browser offers what it has, and who has
 * an account shows in nothing.
 *
 * @throws AppError precondition_failed (passkeys_impossible)
 */
export const beginPasskeySignIn = defineGlobalVerb({
  name: "identity.begin_passkey_sign_in",
  access: "anyone",
  effect: "read",
  input: z.strictObject({}),
  async run({ now }): Promise<PasskeyRequest<PasskeyQuestion>> {
    const party = relyingParty(runtime().baseUrl);
    if (party === null) throw new AppError("precondition_failed", "passkeys_impossible", "Passkeys need a host name, and this installation is reached by an address.");
    const { challenge, sealed, expiresAt } = newChallenge("passkey_sign_in", now);
    return { options: await generateAuthenticationOptions({ rpID: party.id, userVerification: "required", challenge }), sealed, expiresAt };
  },
});
