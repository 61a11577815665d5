import { z } from "zod";
import { keyedHash } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { LINKS } from "./account-mail.ts";
import { putAccountMail } from "./account-mail.repository.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { countRequest } from "./request-throttle.ts";
import { findAccount, insertSignInEvent } from "./sign-in.repository.ts";

/**
 * Asks for a mail with a link to choose a new password. An address with an account, one without, and a disabled one
 * are one answer at one cost; the mail itself is the worker's.
 *
 * @throws AppError limit_exceeded when one network address asks too often
 */
export const requestPasswordReset = defineGlobalVerb({
  name: "identity.request_password_reset",
  access: "anyone",
  effect: "write",
  input: z.strictObject({
    // No e-mail check: an address that cannot exist is answered like any other that has no account.
    email: z.string().trim().toLowerCase().min(1, "Enter your e-mail address.").max(254),
    address: z.string().max(100),
  }),
  async run({ database, input: { email, address }, now }): Promise<void> {
    const mailboxOpen = await countRequest(database, { purpose: "reset", address, email, now });
    const account = await findAccount(database, email);
    const userId = account === null || account.disabledAt !== null ? null : account.id;
    const due = mailboxOpen && userId !== null;
    await putAccountMail(database, { kind: "password_reset", userId, address: userId === null ? "" : email, due, expiresAt: new Date(now.getTime() + LINKS.password_reset.lifeMs) }, now);
    await insertSignInEvent(database, { at: now, userId, subjectHash: keyedHash(runtime().secret, "reset-pair", `${email}\0${address}`), outcome: "reset_requested", sessionId: null });
  },
});
