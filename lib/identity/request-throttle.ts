import { keyedHash } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { countAttempt } from "./sign-in.repository.ts";

/** Requests for a mail within the throttle's window of 15 minutes. */
export const REQUEST_LIMITS = {
  /** From one network address: an office has several people, and none of them asks often. */
  address: 20,
  /** To one mailbox, whoever asks: enough for a mail that got lost, too few to fill it. */
  mailbox: 3,
} as const;

type Asked = { purpose: string; address: string; email: string; now: Date };

/**
 * Counts a request that makes Tickmark write to a mailbox.
 *
 * @returns false when the mailbox has had its share: no mail is due then, and the answer must not tell
 * @throws AppError limit_exceeded when one network address asks too often
 */
export async function countRequest(database: Database, { purpose, address, email, now }: Asked): Promise<boolean> {
  const { secret } = runtime();
  if ((await countAttempt(database, keyedHash(secret, `${purpose}-address`, address), now)) > REQUEST_LIMITS.address) {
    throw new AppError("limit_exceeded", "too_many_requests", "Too many requests from your network. Wait 15 minutes, then try again.");
  }
  return (await countAttempt(database, keyedHash(secret, `${purpose}-mailbox`, email), now)) <= REQUEST_LIMITS.mailbox;
}
