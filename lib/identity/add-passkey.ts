import { z } from "zod";
import { lineInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { hasSecondFactor } from "./factor.repository.ts";
import { openChallenge, sealedChallengeInput } from "./passkey-challenge.ts";
import { readRegistration, responseInput } from "./passkey-response.ts";
import { insertPasskey, spendChallenge } from "./passkey.repository.ts";
import { relyingParty } from "./relying-party.ts";
import { settleNewFactor, type NewFactorAnswer } from "./settle-new-factor.ts";

/** Long enough to tell devices apart. */
export const passkeyNameInput = lineInput(60);

/**
 * Adds the passkey that a browser made for the challenge of this very session. The challenge serves once.
 *
 * @throws AppError validation (passkey_refused), conflict (passkey_known)
 */
export const addPasskey = defineGlobalVerb({
  name: "identity.add_passkey",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ sealed: sealedChallengeInput, response: responseInput, name: passkeyNameInput }),
  async run({ context, caller, database, input, now }): Promise<NewFactorAnswer> {
    const { userId, sessionId } = caller;
    const party = relyingParty(runtime().baseUrl);
    const opened = openChallenge(input.sealed, `passkey_registration ${sessionId}`, now);
    if (party === null || opened === null || !(await spendChallenge(database, opened, now))) throw refused();
    const credential = await readRegistration(input.response, { challenge: opened.challenge, party });
    if (credential === null) throw refused();
    const { id: credentialId, publicKey, counter, transports = [] } = credential;
    return database.$transaction(async (tx) => {
      const first = !(await hasSecondFactor(tx, userId));
      const row = { id: newId("pky", now.getTime()), userId, credentialId, publicKey, counter, transports, name: input.name, createdAt: now };
      if (!(await insertPasskey(tx, row))) throw new AppError("conflict", "passkey_known", "This passkey is registered already.");
      return settleNewFactor(tx, { context, caller, first, change: "passkey_added", detail: { name: input.name } });
    });
  },
});

function refused(): AppError {
  return new AppError("validation", "passkey_refused", "The passkey could not be checked, so it was not added. Try again.");
}
