import { z } from "zod";
import { hashPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { accountTokenHash, linkEnded, tokenInput } from "./account-link.ts";
import { NOTICE_LIFE_MS } from "./account-mail.ts";
import { endLinks, findOpenLink, putAccountMail, useLink } from "./account-mail.repository.ts";
import { findUserById } from "./create-user.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { refuseGuessable } from "./guessable-password.ts";
import { setPassword } from "./identity.repository.ts";
import { newPasswordInput } from "./password.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

/**
 * Chooses a new password by a mailed link: once. Every session of the person ends, other links for the same end with it,
 * and a mail tells them. Nobody is signed in by it, so a second factor is asked for as ever.
 *
 * @throws AppError precondition_failed (link_ended) alike for an unknown, used or expired link, and for a disabled person
 */
export const resetPassword = defineGlobalVerb({
  name: "identity.reset_password",
  access: "anyone",
  effect: "write",
  input: z.strictObject({ token: tokenInput, password: newPasswordInput }),
  async run({ database, input, now }): Promise<void> {
    const link = await findOpenLink(database, "password_reset", accountTokenHash(input.token), now);
    if (link?.userId == null) throw linkEnded();
    const person = await findUserById(database, link.userId);
    if (person === null) throw linkEnded();
    await refuseGuessable(input.password, [person.name, person.email], "password");
    const passwordHash = await hashPassword(input.password);
    await replace(database, { id: link.id, userId: link.userId, passwordHash }, now);
  },
});

async function replace(database: Database, { id, userId, passwordHash }: { id: string; userId: string; passwordHash: string }, now: Date): Promise<void> {
  await database.$transaction(async (tx) => {
    if (!(await useLink(tx, id, now))) throw linkEnded();
    const address = await setPassword(tx, userId, passwordHash, now);
    if (address === null) throw linkEnded();
    await endLinks(tx, userId, ["password_reset"], now);
    await putAccountMail(tx, { kind: "password_changed", userId, address, due: true, expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS) }, now);
    await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "password_reset", sessionId: null });
  });
}
