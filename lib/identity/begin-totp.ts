import { randomBytes } from "node:crypto";
import { z } from "zod";
import { wrapSecret } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { totpLabel } from "./check-code.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { putUnconfirmedTotp } from "./factor.repository.ts";
import { proofInput, provePresence } from "./prove-presence.ts";
import { findUser, insertSignInEvent } from "./sign-in.repository.ts";
import { base32, enrolmentUri, TOTP } from "./totp.ts";

/** What an app needs, shown once: the address in its QR code, and the same key to type. */
export type TotpEnrolment = { uri: string; key: string };

/**
 * Begins the set-up of an authenticator app. The secret counts for nothing until a code of it is shown; beginning again
 * makes another.
 *
 * @throws AppError validation (proof), conflict (totp_exists)
 */
export const beginTotp = defineGlobalVerb({
  name: "identity.begin_totp",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ proof: proofInput }),
  async run({ caller, database, input, now }): Promise<TotpEnrolment> {
    await provePresence(database, caller.userId, input.proof, now);
    const { masterKey, baseUrl } = runtime();
    const secret = randomBytes(TOTP.secretBytes);
    const wrapped = new Uint8Array(wrapSecret(masterKey, totpLabel(caller.userId), secret));
    await database.$transaction(async (tx) => {
      if (!(await putUnconfirmedTotp(tx, caller.userId, wrapped, now))) {
        throw new AppError("conflict", "totp_exists", "You have an authenticator app already. Remove it first, then set up another.");
      }
      await insertSignInEvent(tx, { at: now, userId: caller.userId, subjectHash: "", outcome: "totp_begun", sessionId: caller.sessionId });
    });
    const { email } = await findUser(database, caller.userId);
    return { uri: enrolmentUri(secret, { issuer: `Tickmark ${new URL(baseUrl).host}`, account: email }), key: base32(secret).match(/.{4}/g)?.join(" ") ?? "" };
  },
});
