import type { Prisma } from "#prisma/generated/client.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { accountTokenHash, linkEnded, newAccountLink } from "./account-link.ts";
import { LINKS } from "./account-mail.ts";
import { findOpenLink, keepTokenHash, putAccountMail, useLink } from "./account-mail.repository.ts";
import { createUser, emailInput } from "./create-user.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

type Founder = { userId: string; name: string; email: string };

/**
 * Uses a sign-up link up and makes the account of whoever followed it, in the transaction of what they found.
 * Hash the password before the transaction begins.
 *
 * @throws AppError precondition_failed (link_ended); conflict (email_taken)
 */
export async function signUpByLink(tx: Prisma.TransactionClient, token: string, person: { name: string; passwordHash: string }, now: Date): Promise<Founder> {
  const link = await findOpenLink(tx, "sign_up", accountTokenHash(token), now);
  if (link === null || !(await useLink(tx, link.id, now))) throw linkEnded();
  const userId = await createUser(tx, { email: link.address, ...person }, now);
  await insertSignInEvent(tx, { at: now, userId, subjectHash: "", outcome: "signed_up", sessionId: null });
  return { userId, name: person.name, email: link.address };
}

/** Whether a sign-up link is open; asked before a password is hashed. @throws AppError precondition_failed (link_ended) */
export async function requireSignUpLink(token: string): Promise<void> {
  const { database, clock } = runtime();
  if ((await findOpenLink(database, "sign_up", accountTokenHash(token), clock.now())) === null) throw linkEnded();
}

/**
 * A sign-up link that the operator hands over, for installations where strangers may not sign up. No verb: there is
 * nobody yet who could ask for it.
 *
 * @throws AppError validation when it is no address
 */
export async function makeSignUpLink(email: string): Promise<{ url: string; expiresAt: Date }> {
  const { database, clock } = runtime();
  const address = emailInput.safeParse(email);
  if (!address.success) throw new AppError("validation", "input_invalid", `"${email}" is not an e-mail address.`);
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + LINKS.sign_up.lifeMs);
  const { url, tokenHash } = newAccountLink("sign_up");
  const id = await putAccountMail(database, { kind: "sign_up", userId: null, address: address.data, due: false, expiresAt }, now);
  await keepTokenHash(database, id, tokenHash);
  return { url, expiresAt };
}
