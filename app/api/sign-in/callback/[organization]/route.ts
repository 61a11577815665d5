import type { NextRequest } from "next/server";
import { clientAddress } from "#app/_edge/client-address.ts";
import { httpError } from "#app/_edge/http-error.ts";
import { pendingCookie } from "#app/_edge/pending-sign-in.ts";
import { keepSession, providerCookie } from "#app/_edge/provider-sign-in.ts";
import { newRequestId } from "#app/_edge/route-context.ts";
import { globalContext } from "#app/_edge/session.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { completeProviderSignIn, type ProviderSignIn } from "#lib/providers/index.ts";

type Parameters = { params: Promise<{ organization: string }> };

/** Where a provider sends people back to. Whatever comes of it, the browser is led on: to where it began, or to sign-in with the reason. */
export async function GET(request: NextRequest, { params }: Parameters): Promise<Response> {
  const requestId = newRequestId();
  try {
    const { organization } = await params;
    const { caller } = await globalContext();
    const answer = await completeProviderSignIn({
      organizationId: organization,
      search: request.nextUrl.search.slice(0, 8000),
      sealed: (await providerCookie.read()) ?? "",
      address: clientAddress(request.headers.get("x-forwarded-for")),
      userAgent: (request.headers.get("user-agent") ?? "").slice(0, 2000),
      replaced: caller,
      requestId,
    });
    await providerCookie.drop();
    return leadTo(await placeOf(answer), requestId);
  } catch (error) {
    return httpError(error, requestId);
  }
}

async function placeOf(answer: ProviderSignIn): Promise<string> {
  const next: Record<string, string> = answer.next === "/" ? {} : { next: answer.next };
  if (answer.outcome === "refused") return `/sign-in?${new URLSearchParams({ refused: answer.reason, ...next }).toString()}`;
  if (answer.outcome === "signed_in") {
    await keepSession(answer.sessionId);
    return answer.next;
  }
  await pendingCookie.keep(answer.pendingToken, answer.expiresAt);
  const query = new URLSearchParams(next).toString();
  return `/sign-in/second-step${query === "" ? "" : `?${query}`}`;
}

/** A path of this site, at the address that browsers use. */
function leadTo(path: string, requestId: string): Response {
  return new Response(null, { status: 303, headers: { location: `${runtime().baseUrl}${path}`, "cache-control": "no-store", "x-request-id": requestId } });
}
