import { runtime } from "#lib/platform/runtime.ts";
import { findPersonByEmail } from "./create-user.ts";
import { endSessionsOf } from "./identity.repository.ts";
import { insertSignInEvent } from "./sign-in.repository.ts";

/**
 * Ends the sessions of one person, or of everybody: each is refused with its next request. No verb: the operator of the
 * installation acts, who is nobody in its organizations.
 *
 * @param email whose; null for everybody
 * @returns how many ended
 * @throws AppError validation when it is no address; not_found
 */
export async function endSessions(email: string | null): Promise<number> {
  const { database, clock } = runtime();
  const now = clock.now();
  const userId = email === null ? null : (await findPersonByEmail(database, email)).id;
  return database.$transaction(async (tx) => {
    const ended = await endSessionsOf(tx, userId, now);
    for (const session of ended) await insertSignInEvent(tx, { at: now, subjectHash: "", outcome: "revoked", ...session });
    return ended.length;
  });
}
