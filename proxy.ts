import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { answersDuringMaintenance, maintenanceAnswer } from "#app/_edge/maintenance-answer.ts";
import { contentSecurityPolicy, securityHeaders } from "#app/_shell/content-security-policy.ts";
import { env, isDevelopmentServer } from "#lib/platform/env.ts";
import { maintenanceNow } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** What a page answers: it is read, or one of its forms is sent. Route handlers answer 405 by themselves. */
const METHODS_OF_PAGES = new Set(["GET", "HEAD", "POST"]);

/**
 * Gives every page a fresh nonce and its security headers, and tells the page which path was asked for (sign-in leads
 * back there). It decides nothing about access: pages and routes do, each for itself.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const nonce = randomBytes(16).toString("base64");
  // Asked of the configured address, not of a header that anyone can send.
  const secure = env().baseUrl.startsWith("https://");
  const { previewUrl, baseUrl } = env();
  // Nobody is signed in where previews are shown, and nobody shall be.
  if (previewUrl !== undefined && request.headers.get("host") === new URL(previewUrl).host && !request.nextUrl.pathname.startsWith("/api/")) {
    return Response.redirect(new URL(request.nextUrl.pathname + request.nextUrl.search, baseUrl), 307);
  }
  const policy = contentSecurityPolicy({ nonce, development: isDevelopmentServer(), secure, frames: previewUrl });
  const securing = (response: Response): Response => {
    response.headers.set("content-security-policy", policy);
    for (const [name, value] of Object.entries(securityHeaders(secure))) response.headers.set(name, value);
    return response;
  };
  if (!METHODS_OF_PAGES.has(request.method) && !request.nextUrl.pathname.startsWith("/api/")) {
    return securing(new Response(null, { status: 405, headers: { allow: [...METHODS_OF_PAGES].join(", ") } }));
  }
  const maintenance = answersDuringMaintenance(request.nextUrl.pathname) ? null : await maintenanceNow(runtime().database);
  if (maintenance !== null) return securing(maintenanceAnswer(maintenance, request.headers.get("accept"), nonce));
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  headers.set("x-tickmark-path", request.nextUrl.pathname + request.nextUrl.search);
  return securing(NextResponse.next({ request: { headers } }));
}

export const config = {
  // Uploads, log intake and the API stay outside: what passes here is buffered and cut at 10 MB. Static files need no nonce.
  // Downloads (…/file) and previews stay outside too: they carry stricter policies of their own, which this one would replace.
  matcher: ["/((?!preview/|api/uploads|api/intake|api/v1|_next/static|_next/image|icon.svg|favicon.ico|.*/file$).*)"],
};
