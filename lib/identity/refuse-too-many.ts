import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { countAttempt, insertSignInEvent } from "./sign-in.repository.ts";
import { countersFor, THROTTLE_LIMITS, type ThrottleSubjects } from "./sign-in-throttle.ts";

/** One try of a password or of a code. `trailHash` stands for account and address in the trail. */
export type Attempt = { database: Database; subjects: ThrottleSubjects; trailHash: string; userId: string | null; addressKnown: boolean; now: Date };

/**
 * Counts the attempt, and refuses it when its counters are full.
 *
 * @throws AppError limit_exceeded; the same for accounts that exist and that do not
 */
export async function refuseTooMany({ database, subjects, trailHash, userId, addressKnown, now }: Attempt): Promise<void> {
  let refused = false;
  for (const kind of countersFor(addressKnown)) {
    const count = await countAttempt(database, subjects[kind], now);
    if (count <= THROTTLE_LIMITS[kind]) continue;
    refused = true;
    // One row per counter and window: a flood must not fill the trail.
    if (count === THROTTLE_LIMITS[kind] + 1) {
      await insertSignInEvent(database, { at: now, userId, subjectHash: trailHash, outcome: "throttled", sessionId: null });
    }
  }
  if (refused) throw new AppError("limit_exceeded", "sign_in_throttled", "Too many attempts. Wait 15 minutes, then try again.");
}
