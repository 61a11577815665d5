import { z } from "zod";
import { hashPassword, verifyPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { NOTICE_LIFE_MS } from "./account-mail.ts";
import { putAccountMail } from "./account-mail.repository.ts";
import { findUserById } from "./create-user.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { refuseGuessable } from "./guessable-password.ts";
import { newPasswordInput, passwordInput } from "./password.ts";
import { countAttempt, readPasswordHash, replacePassword } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS } from "./sign-in-throttle.ts";

/**
 * Changes the caller's own password and ends all their other sessions; a mail tells them.
 *
 * @throws AppError validation with the field named; limit_exceeded after too many wrong present passwords
 */
export const changePassword = defineGlobalVerb({
  name: "identity.change_password",
  access: "signed_in",
  effect: "write",
  input: z.strictObject({ current: passwordInput, next: newPasswordInput }),
  async run({ caller, database, input, now }): Promise<void> {
    const tried = await countAttempt(database, `change-password:${caller.userId}`, now);
    if (tried > THROTTLE_LIMITS.account) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
    const old = await readPasswordHash(database, caller.userId);
    if (!(await verifyPassword(input.current, old))) refuse("current", "This is not your present password.");
    if (input.next === input.current) refuse("next", "This is your present password.");
    const person = await personOf(database, caller.userId);
    await refuseGuessable(input.next, [person.name, person.email], "next");
    const next = await hashPassword(input.next);
    if (!(await replacePassword(database, caller, { old, next }, now))) refuse("current", "Your password was changed meanwhile.");
    await putAccountMail(database, { kind: "password_changed", userId: caller.userId, address: person.email, due: true, expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS) }, now);
  },
});

async function personOf(database: Database, userId: string): Promise<{ name: string; email: string }> {
  const person = await findUserById(database, userId);
  if (person === null) throw notFound("user");
  return person;
}

function refuse(path: string, message: string): never {
  throw new AppError("validation", "password_refused", "Your password was not changed.", [{ path, message }]);
}
