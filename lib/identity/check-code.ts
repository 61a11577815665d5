import { unwrapSecret } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findTotp, spendRecoveryCode, spendStep } from "./factor.repository.ts";
import { recoveryCodeHash } from "./recovery-codes.ts";
import { matchingStep, TOTP } from "./totp.ts";

export type CodeKind = "totp" | "recovery_code";

/** Binds a wrapped secret to its person: a row that is copied to another's does not open. */
export const totpLabel = (userId: string): string => `totp:${userId}`;

/**
 * Whether a code is right, and spends it: of the app in its time step, or a recovery code. Count the attempt first.
 *
 * @returns which kind it was; null when it is wrong or spent
 */
export async function checkCode(database: Database, userId: string, typed: string, now: Date): Promise<CodeKind | null> {
  const code = typed.replace(/[\s-]/g, "");
  if (code.length > TOTP.digits) {
    const hash = recoveryCodeHash(runtime().secret, userId, code);
    return (await spendRecoveryCode(database, userId, hash, now)) ? "recovery_code" : null;
  }
  const factor = await findTotp(database, userId);
  if (factor === null || factor.confirmedAt === null) return null;
  const step = matchingStep(unwrapSecret(runtime().masterKey, totpLabel(userId), factor.wrappedSecret), code, now, factor.lastStep);
  return step !== null && (await spendStep(database, userId, step)) ? "totp" : null;
}
