import { relyingParty } from "#lib/identity/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { shortCookie } from "./short-cookie.ts";

/** The sealed challenge that a passkey is to sign. */
export const challengeCookie = shortCookie("challenge");

/** The one origin at which passkeys work; null where they cannot. */
export function passkeyOrigin(): string | null {
  return relyingParty(runtime().baseUrl)?.origin ?? null;
}
