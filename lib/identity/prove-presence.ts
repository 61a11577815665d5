import { verifyPassword } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { checkCode } from "./check-code.ts";
import { PASSWORD_MIN_LENGTH, passwordInput } from "./password.ts";
import { countAttempt, readPasswordHash } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS } from "./sign-in-throttle.ts";

/** The present password, or a code of a second factor: what is shorter than any password is a code. */
export const proofInput = passwordInput;

/**
 * Makes sure that the person themselves is there, and not somebody at a window that was left open or with a stolen
 * session: asked before a factor is added, removed or renewed (OWASP ASVS 5, 7.5.1).
 *
 * @throws AppError validation with the field `proof`; limit_exceeded after too many wrong ones
 */
export async function provePresence(database: Database, userId: string, proof: string, now: Date): Promise<void> {
  const tried = await countAttempt(database, `prove-presence:${userId}`, now);
  if (tried > THROTTLE_LIMITS.account) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
  const right =
    proof.trim().length < PASSWORD_MIN_LENGTH
      ? (await checkCode(database, userId, proof, now)) !== null
      : await verifyPassword(proof, await readPasswordHash(database, userId));
  if (!right) throw new AppError("validation", "proof_refused", "Nothing was changed.", [{ path: "proof", message: "This is neither your password nor a code that is good now." }]);
}
