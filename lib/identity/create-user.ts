import type { Prisma } from "#prisma/generated/client.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { z } from "zod";

/** An e-mail address as accounts carry it: trimmed, lower case, so that one person has one account. */
export const emailInput = z.string().trim().toLowerCase().max(254, "At most 254 characters.").pipe(z.email("This is not an e-mail address."));

export type NewUser = { email: string; name: string; passwordHash: string };

/**
 * Makes a global user. Hash the password before the transaction begins: hashing takes long on purpose.
 *
 * @param tx any transaction or the pool
 * @returns the user's id
 * @throws AppError conflict when the address has an account
 */
export async function createUser(tx: Prisma.TransactionClient, user: NewUser, now: Date): Promise<string> {
  const email = emailInput.parse(user.email);
  const id = newId("usr", now.getTime());
  const made = await tx.userAccount.createMany({
    data: [{ id, email, name: user.name, passwordHash: user.passwordHash, createdAt: now }],
    skipDuplicates: true,
  });
  if (made.count === 0) throw new AppError("conflict", "email_taken", "This e-mail address has an account already.");
  return id;
}

/** The global user of an address; null when there is none. */
export async function findUserByEmail(tx: Prisma.TransactionClient, email: string): Promise<{ id: string; name: string } | null> {
  return tx.userAccount.findUnique({ where: { email: emailInput.parse(email) }, select: { id: true, name: true } });
}

/**
 * The account that an operator names by its address.
 *
 * @throws AppError validation when it is no address; not_found
 */
export async function findPersonByEmail(tx: Prisma.TransactionClient, email: string): Promise<{ id: string; email: string }> {
  const address = emailInput.safeParse(email);
  if (!address.success) throw new AppError("validation", "input_invalid", `"${email}" is not an e-mail address.`);
  const person = await findUserByEmail(tx, address.data);
  if (person === null) throw new AppError("not_found", "user_not_found", `Nobody has an account with the address ${address.data}.`);
  return { id: person.id, email: address.data };
}

/** A global user by id; null when there is none. */
export async function findUserById(tx: Prisma.TransactionClient, id: string): Promise<{ id: string; name: string; email: string } | null> {
  return tx.userAccount.findUnique({ where: { id }, select: { id: true, name: true, email: true } });
}
