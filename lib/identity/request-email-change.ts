import { z } from "zod";
import { verifyPassword } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { LINKS } from "./account-mail.ts";
import { endLinks, putAccountMail } from "./account-mail.repository.ts";
import { emailInput, findUserByEmail, findUserById } from "./create-user.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { passwordInput } from "./password.ts";
import { countRequest } from "./request-throttle.ts";
import { countAttempt, insertSignInEvent, readPasswordHash } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS } from "./sign-in-throttle.ts";

/**
 * Asks for another address for the caller's account. Nothing changes before the link in the mail to that address is
 * followed. An address that has an account is answered like any other, and no mail goes there.
 *
 * @throws AppError validation with the field named; limit_exceeded after too many wrong passwords
 */
export const requestEmailChange = defineGlobalVerb({
  name: "identity.request_email_change",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ email: emailInput, password: passwordInput }),
  async run({ caller, database, input, now }): Promise<void> {
    const { userId, sessionId } = caller;
    const tried = await countAttempt(database, `change-password:${userId}`, now);
    if (tried > THROTTLE_LIMITS.account) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
    if (!(await verifyPassword(input.password, await readPasswordHash(database, userId)))) refuse("password", "This is not your password.");
    if ((await findUserById(database, userId))?.email === input.email) refuse("email", "This is your address already.");
    const mailboxOpen = await countRequest(database, { purpose: "email-change", address: userId, email: input.email, now });
    const taken = (await findUserByEmail(database, input.email)) !== null;
    await database.$transaction(async (tx) => {
      await endLinks(tx, userId, ["email_change"], now);
      await putAccountMail(tx, { kind: "email_change", userId, address: input.email, due: mailboxOpen && !taken, expiresAt: new Date(now.getTime() + LINKS.email_change.lifeMs) }, now);
      await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "email_change_requested", sessionId });
    });
  },
});

function refuse(path: string, message: string): never {
  throw new AppError("validation", "email_change_refused", "Your address was not changed.", [{ path, message }]);
}
