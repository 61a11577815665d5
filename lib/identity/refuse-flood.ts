import { keyedHash } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { countAttempt } from "./sign-in.repository.ts";
import { THROTTLE_LIMITS, THROTTLE_WINDOW_MS } from "./sign-in-throttle.ts";

/**
 * Counts one attempt from an address at something that nobody signed in is needed for.
 *
 * @throws AppError limit_exceeded (sign_in_throttled)
 */
export async function refuseFlood(purpose: string, address: string, now: Date): Promise<void> {
  const { database, secret } = runtime();
  const tried = await countAttempt(database, keyedHash(secret, `${purpose}-address`, address), now);
  if (tried > THROTTLE_LIMITS.address) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.", [], { retryAfterSeconds: THROTTLE_WINDOW_MS / 1000 });
}
