import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { SESSION_LIFE } from "#lib/identity/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { cookieOptions, sessionCookieName } from "./auth-options.ts";
import { shortCookie } from "./short-cookie.ts";

/** A sign-in that has left for a provider. Lax: it is the provider's site that leads back here. */
export const providerCookie = shortCookie("provider", "lax");

/**
 * Gives the browser a session that was begun outside of next-auth, whose providers are fixed when the process starts:
 * the same encrypted token with the same session id, in the same cookie as its own routes set.
 */
export async function keepSession(sessionId: string): Promise<void> {
  const { secret, baseUrl, clock } = runtime();
  const maxAge = SESSION_LIFE.absoluteMs / 1000;
  const secure = baseUrl.startsWith("https://");
  const value = await encode({ token: { sid: sessionId }, secret, maxAge });
  (await cookies()).set(sessionCookieName(secure), value, { ...cookieOptions(secure), expires: new Date(clock.now().getTime() + SESSION_LIFE.absoluteMs) });
}
