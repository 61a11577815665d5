import type { NextRequest } from "next/server";
import NextAuth, { type AuthOptions } from "next-auth";
import { signOut } from "#lib/identity/index.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { authOptions } from "#app/_edge/auth-options.ts";
import { httpError } from "#app/_edge/http-error.ts";
import { checkOrigin } from "#app/_edge/request-origin.ts";
import { newRequestId } from "#app/_edge/route-context.ts";
import { globalContext } from "#app/_edge/session.ts";
import { SIGN_IN_PROVIDERS } from "#app/_edge/sign-in-providers.ts";

function options(): AuthOptions {
  return {
    ...authOptions(),
    providers: SIGN_IN_PROVIDERS,
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
