import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions, type User } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { signIn, signOut } from "#lib/identity/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { authOptions } from "#app/_edge/auth-options.ts";
import { clientAddress } from "#app/_edge/client-address.ts";
import { httpError } from "#app/_edge/http-error.ts";
import { checkOrigin } from "#app/_edge/request-origin.ts";
import { newRequestId } from "#app/_edge/route-context.ts";
import { globalContext } from "#app/_edge/session.ts";

/** next-auth puts an error's message into an address, so it is one of these words and never an error's own. */
type Refusal = "sign_in_throttled" | "unavailable";

function refuse(reason: Refusal): never {
  throw new Error(reason);
}

/** The `id` of next-auth's user is the session's: it is all that the cookie will carry. */
async function authorize(credentials: Record<"email" | "password", string> | undefined, headers: Record<string, string>): Promise<User | null> {
  try {
    const { sessionId } = await signIn(await globalContext(), {
      email: credentials?.email ?? "",
      password: credentials?.password ?? "",
      address: clientAddress(headers["x-forwarded-for"]),
      userAgent: (headers["user-agent"] ?? "").slice(0, 2000),
    });
    return { id: sessionId };
  } catch (error) {
    if (isAppError(error, "limit_exceeded")) refuse("sign_in_throttled");
    if (isAppError(error, "unauthorized") || isAppError(error, "validation")) return null;
    log.error("sign_in.failed", errorFields(error));
    refuse("unavailable");
  }
}

function options(): AuthOptions {
  return {
    ...authOptions(),
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) => authorize(credentials, (request.headers ?? {}) as Record<string, string>),
      }),
    ],
    events: {
      // Whoever deletes the cookie this way ends the session itself too.
      signOut: async ({ token }) => {
        const context = await globalContext();
        if (context.caller !== null && token["sid"] === context.caller.sessionId) await signOut(context, {});
      },
    },
  };
}

async function handle(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  try {
    checkOrigin(request, runtime().baseUrl);
    // Typed as anything by the library: with a request of a route handler it answers a response.
    const answer: unknown = await NextAuth(request, context, options());
    if (!(answer instanceof Response)) throw new TypeError("next-auth answered no response");
    return answer;
  } catch (error) {
    return httpError(error, newRequestId());
  }
}

export { handle as GET, handle as POST };
