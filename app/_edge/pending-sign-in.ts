import { readPendingSignIn, type PendingSignIn } from "#lib/identity/index.ts";
import { globalContext } from "./session.ts";
import { shortCookie } from "./short-cookie.ts";

/** The token of a sign-in whose second step is due. */
export const pendingCookie = shortCookie("pending", "lax");

/** The sign-in that this browser is in the middle of; null when there is none, or it has ended. */
export async function pendingSignIn(): Promise<PendingSignIn | null> {
  const token = await pendingCookie.read();
  if (token === null || !/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  return readPendingSignIn(await globalContext(), { pendingToken: token });
}
