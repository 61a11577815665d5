"use server";
import { challengeCookie } from "#app/_edge/passkey-challenge.ts";
import { globalContext } from "#app/_edge/session.ts";
import { beginPasskeySignIn } from "#lib/identity/index.ts";
import type { PasskeyQuestion } from "#lib/identity/client.ts";

/** A fresh challenge for a sign-in with a passkey. It goes into a cookie; the browser answers it by the sign-in itself. */
export async function beginPasskeySignInAction(): Promise<PasskeyQuestion> {
  const { options, sealed, expiresAt } = await beginPasskeySignIn(await globalContext(), {});
  await challengeCookie.keep(sealed, expiresAt);
  return options;
}
