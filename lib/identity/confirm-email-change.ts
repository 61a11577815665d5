import { z } from "zod";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { accountTokenHash, linkEnded, tokenInput } from "./account-link.ts";
import { NOTICE_LIFE_MS } from "./account-mail.ts";
import { endLinks, findOpenLink, putAccountMail, useLink, type OpenLink } from "./account-mail.repository.ts";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { followPerson, setEmail } from "./identity.repository.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

/**
 * Gives an account the address that its mailed link proved, once. The earlier address is told; links to choose a new
 * password that were mailed there end; each organization of the person follows.
 *
 * @returns the address from now on
 * @throws AppError precondition_failed (link_ended); conflict (email_taken) when the address got an account meanwhile
 */
export const confirmEmailChange = defineGlobalVerb({
  name: "identity.confirm_email_change",
  access: "anyone",
  effect: "write",
  input: z.strictObject({ token: tokenInput }),
  async run({ database, input, now }): Promise<{ email: string }> {
    const link = await findOpenLink(database, "email_change", accountTokenHash(input.token), now);
    if (link?.userId == null) throw linkEnded();
    await change(database, { ...link, userId: link.userId }, now);
    return { email: link.address };
  },
});

async function change(database: Database, { id, userId, address }: OpenLink & { userId: string }, now: Date): Promise<void> {
  await database.$transaction(async (tx) => {
    if (!(await useLink(tx, id, now))) throw linkEnded();
    const before = await setEmail(tx, userId, address);
    if (before === null) throw new AppError("conflict", "email_taken", "This address has an account of its own by now. Your account keeps its address.");
    await endLinks(tx, userId, ["password_reset", "email_change"], now);
    await putAccountMail(tx, { kind: "email_changed", userId, address: before, due: true, expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS) }, now);
    await followPerson(tx, userId, now);
    await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "email_changed", sessionId: null });
  });
}
