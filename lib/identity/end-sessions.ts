import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { emailInput, findUserByEmail } from "./create-user.ts";
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
  const userId = email === null ? null : await userIdOf(email);
  return database.$transaction(async (tx) => {
    const ended = await endSessionsOf(tx, userId, now);
    for (const session of ended) await insertSignInEvent(tx, { at: now, subjectHash: "", outcome: "revoked", ...session });
    return ended.length;
  });
}

async function userIdOf(email: string): Promise<string> {
  const address = emailInput.safeParse(email);
  if (!address.success) throw new AppError("validation", "input_invalid", `"${email}" is not an e-mail address.`);
  const person = await findUserByEmail(runtime().database, address.data);
  if (person === null) throw new AppError("not_found", "user_not_found", `Nobody has an account with the address ${address.data}.`);
  return person.id;
}
