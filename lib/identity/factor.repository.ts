import type { Database } from "#lib/platform/db.ts";
import type { Prisma } from "#prisma/generated/client.ts";

// Global tables only: what a person proves themselves with, beside the password.

type Reader = Pick<Database, "totpFactor" | "recoveryCode" | "passkey">;

export type TotpRow = { wrappedSecret: Uint8Array; lastStep: number; confirmedAt: Date | null; createdAt: Date };

export function findTotp(database: Reader, userId: string): Promise<TotpRow | null> {
  return database.totpFactor.findUnique({ where: { userId }, omit: { userId: true } });
}

/** Keeps a secret that is still to be confirmed. @returns false when a confirmed one is there: it is never replaced */
export async function putUnconfirmedTotp(tx: Prisma.TransactionClient, userId: string, wrappedSecret: Uint8Array<ArrayBuffer>, now: Date): Promise<boolean> {
  await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: null } });
  const made = await tx.totpFactor.createMany({ data: [{ userId, wrappedSecret, createdAt: now, lastStep: 0 }], skipDuplicates: true });
  return made.count === 1;
}

/** Confirms the secret that was read, by the code of a step. @returns false when another took its place, or somebody was faster */
export async function confirmTotp(tx: Prisma.TransactionClient, userId: string, seen: Pick<TotpRow, "createdAt">, step: number, now: Date): Promise<boolean> {
  const changed = await tx.totpFactor.updateMany({ where: { userId, confirmedAt: null, createdAt: seen.createdAt }, data: { confirmedAt: now, lastStep: step } });
  return changed.count === 1;
}

/** Spends the code of a step. @returns false when it, or a later one, is spent: of two at once one succeeds */
export async function spendStep(database: Reader, userId: string, step: number): Promise<boolean> {
  const changed = await database.totpFactor.updateMany({ where: { userId, confirmedAt: { not: null }, lastStep: { lt: step } }, data: { lastStep: step } });
  return changed.count === 1;
}

export async function deleteTotp(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  return (await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: { not: null } } })).count === 1;
}

/** Puts these codes in the place of all that the person had. */
export async function replaceRecoveryCodes(tx: Prisma.TransactionClient, userId: string, hashes: readonly string[], now: Date): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: hashes.map((codeHash) => ({ codeHash, userId, createdAt: now })) });
}

/** Spends a code. @returns false when it is not this person's, or spent: of two at once one succeeds */
export async function spendRecoveryCode(database: Reader, userId: string, codeHash: string, now: Date): Promise<boolean> {
  return (await database.recoveryCode.updateMany({ where: { userId, codeHash, usedAt: null }, data: { usedAt: now } })).count === 1;
}

export function countRecoveryCodes(database: Reader, userId: string): Promise<number> {
  return database.recoveryCode.count({ where: { userId, usedAt: null } });
}

/** What an account had to show beside its password. */
export type FactorsTaken = { authenticator_app: boolean; passkeys: number };

/** Deletes app, passkeys and recovery codes of a person. @returns what went; null when there was no factor that counts */
export async function deleteEveryFactor(tx: Prisma.TransactionClient, userId: string): Promise<FactorsTaken | null> {
  const app = await deleteTotp(tx, userId);
  const { count: passkeys } = await tx.passkey.deleteMany({ where: { userId } });
  if (!app && passkeys === 0) return null;
  await tx.recoveryCode.deleteMany({ where: { userId } });
  return { authenticator_app: app, passkeys };
}

/** Whether the person has a second factor that counts. */
export async function hasSecondFactor(database: Pick<Reader, "totpFactor" | "passkey">, userId: string): Promise<boolean> {
  if ((await database.totpFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0) return true;
  return (await database.passkey.count({ where: { userId } })) > 0;
}
