import type { AuthOptions } from "next-auth";
import { newId } from "#lib/platform/ids.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { resolveSession, SESSION_LIFE, type ResolvedSession } from "#lib/identity/index.ts";

/** What `session` answers: the person, nobody, or that the database could not be asked. */
export type CheckedSession = { outcome: "signed_in"; session: ResolvedSession } | { outcome: "nobody" } | { outcome: "unknown" };

/** Name of the cookie that carries the session. `__Host-`: https only, this host only, whole site (RFC 6265bis). */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? "__Host-" : ""}tickmark.session`;
}

/** How the session's cookie is kept: read by no script, and sent along when another site leads here. */
export function cookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
}

function cookies(secure: boolean): NonNullable<AuthOptions["cookies"]> {
  const options = cookieOptions(secure);
  const prefix = secure ? "__Host-" : "";
  return {
    sessionToken: { name: sessionCookieName(secure), options },
    csrfToken: { name: `${prefix}tickmark.csrf`, options },
    callbackUrl: { name: `${prefix}tickmark.callback`, options },
  };
}

/**
 * The settings of next-auth, without a provider. The cookie is an encrypted token that carries a session id and
 * nothing else; `session` looks its row up each time, so that a revocation acts on the next request.
 */
export function authOptions(): AuthOptions {
  const { secret, baseUrl } = runtime();
  const secure = baseUrl.startsWith("https://");
  return {
    providers: [],
    secret,
    session: { strategy: "jwt", maxAge: SESSION_LIFE.absoluteMs / 1000 },
    useSecureCookies: secure,
    cookies: cookies(secure),
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    callbacks: {
      jwt({ token, user }) {
        const carried: unknown = user === undefined ? token["sid"] : user.id;
        return typeof carried === "string" ? { sid: carried } : {};
      },
      // next-auth types this answer as its own Session; ours is read by session.ts alone.
      session: async ({ session, token }) => Object.assign(session, { user: undefined, checked: await check(token["sid"]) }),
    },
    logger: {
      error: (code, metadata) => {
        // A cookie of another secret or a made-up one: nobody is signed in by it, and nothing is broken.
        if (code === "JWT_SESSION_ERROR") log.info("session.cookie_invalid");
        else log.error("auth.error", { code, ...errorFields(metadata instanceof Error ? metadata : metadata.error) });
      },
      warn: (code) => log.warn("auth.warning", { code }),
      debug: () => undefined,
    },
  };
}

// next-auth takes an exception here for an invalid cookie and deletes it: an outage of the database would sign everybody out.
async function check(sessionId: unknown): Promise<CheckedSession> {
  if (typeof sessionId !== "string") return { outcome: "nobody" };
  const { clock } = runtime();
  const requestId = newId("req", clock.now().getTime());
  try {
    const session = await resolveSession({ caller: null, requestId, clock }, { sessionId });
    return session === null ? { outcome: "nobody" } : { outcome: "signed_in", session };
  } catch (error) {
    log.error("session.unreadable", { request: requestId, ...errorFields(error) });
    return { outcome: "unknown" };
  }
}
