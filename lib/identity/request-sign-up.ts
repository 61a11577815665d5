import { z } from "zod";
import { keyedHash } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { LINKS } from "./account-mail.ts";
import { putAccountMail } from "./account-mail.repository.ts";
import { emailInput } from "./create-user.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { countRequest } from "./request-throttle.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

/**
 * Asks for a mail with a link to create an organization. The link proves the address, so nothing is kept of a stranger
 * who does not follow it. An address that has an account is answered alike.
 *
 * @throws AppError forbidden (sign_up_closed) where the installation does not allow it; limit_exceeded when one network
 *   address asks too often
 */
export const requestSignUp = defineGlobalVerb({
  name: "identity.request_sign_up",
  access: "anyone",
  effect: "write",
  input: z.strictObject({ email: emailInput, address: z.string().max(100) }),
  async run({ database, input: { email, address }, now }): Promise<void> {
    refuseClosedSignUp();
    const due = await countRequest(database, { purpose: "sign-up", address, email, now });
    await putAccountMail(database, { kind: "sign_up", userId: null, address: email, due, expiresAt: new Date(now.getTime() + LINKS.sign_up.lifeMs) }, now);
    await insertSignInEvent(database, { at: now, userId: null, subjectHash: keyedHash(runtime().secret, "sign-up-pair", `${email}\0${address}`), outcome: "sign_up_requested", sessionId: null });
  },
});

/** @throws AppError forbidden (sign_up_closed) */
export function refuseClosedSignUp(): void {
  if (runtime().signUpAllowed) return;
  throw new AppError("forbidden", "sign_up_closed", "Organizations are created by whoever operates this installation. Ask them for a link.");
}
