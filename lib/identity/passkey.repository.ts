import type { Database } from "#lib/platform/db.ts";
import type { Prisma } from "#prisma/generated/client.ts";

// Global tables only: the public halves of people's passkeys, and the challenges that were answered.

export type MyPasskey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null };

/** More than anybody has devices; a bound for lists and for what a browser is told to leave out. */
export const PASSKEYS_MAX = 20;

export function listPasskeys(database: Pick<Database, "passkey">, userId: string): Promise<MyPasskey[]> {
  return database.passkey.findMany({ where: { userId }, orderBy: { id: "desc" }, take: PASSKEYS_MAX, select: { id: true, name: true, createdAt: true, lastUsedAt: true } });
}

/** The credentials that a person has, so that no device gets a second one. */
export function credentialsOf(database: Database, userId: string): Promise<{ credentialId: string; transports: string[] }[]> {
  return database.passkey.findMany({ where: { userId }, take: PASSKEYS_MAX, select: { credentialId: true, transports: true } });
}

/** The passkey of a credential, with its person. */
export async function findPasskey(database: Database, credentialId: string) {
  const passkey = await database.passkey.findUnique({ where: { credentialId } });
  if (passkey === null) return null;
  const user = await database.userAccount.findUnique({ where: { id: passkey.userId }, select: { id: true, email: true, disabledAt: true } });
  return user === null ? null : { ...passkey, user };
}

export type NewPasskey = { id: string; userId: string; credentialId: string; publicKey: Uint8Array<ArrayBuffer>; counter: number; transports: string[]; name: string; createdAt: Date };

/** @returns false when the credential belongs to somebody already */
export async function insertPasskey(tx: Prisma.TransactionClient, passkey: NewPasskey): Promise<boolean> {
  return (await tx.passkey.createMany({ data: [passkey], skipDuplicates: true })).count === 1;
}

/** Notes a use and the authenticator's counter. @returns false when it was used at the same time with that counter, or is gone */
export async function notePasskeyUse(database: Database, passkey: { id: string; counter: bigint }, counter: number, now: Date): Promise<boolean> {
  return (await database.passkey.updateMany({ where: { id: passkey.id, counter: passkey.counter }, data: { counter, lastUsedAt: now } })).count === 1;
}

/** @returns the earlier name; null when the person has no such passkey */
export async function renamePasskeyRow(tx: Prisma.TransactionClient, userId: string, id: string, name: string): Promise<string | null> {
  const passkey = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
  if (passkey !== null) await tx.passkey.updateMany({ where: { id, userId }, data: { name } });
  return passkey?.name ?? null;
}

/** @returns the name that it had; null when the person has no such passkey */
export async function deletePasskey(tx: Prisma.TransactionClient, userId: string, id: string): Promise<string | null> {
  const passkey = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
  const gone = await tx.passkey.deleteMany({ where: { id, userId } });
  return gone.count === 1 ? (passkey?.name ?? null) : null;
}

/** Spends a challenge. @returns false when it was answered before: of two answers at once one counts */
export async function spendChallenge(database: Pick<Database, "spentChallenge">, { challenge, expiresAt }: { challenge: string; expiresAt: Date }, now: Date): Promise<boolean> {
  await database.spentChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
  return (await database.spentChallenge.createMany({ data: [{ challenge, expiresAt }], skipDuplicates: true })).count === 1;
}
