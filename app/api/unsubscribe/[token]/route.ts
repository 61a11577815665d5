import { readerOfToken, stopMails } from "#lib/notifications/index.ts";
import { runtime } from "#lib/platform/runtime.ts";

type Parameters = { params: Promise<{ token: string }> };

const none = (): Response => new Response("This link stops nothing.\n", { status: 404, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });

/**
 * One click in a mail program (RFC 8058): it posts here without a session, and from no site of ours. Whoever has the address
 * was mailed it, and can do nothing else with it.
 */
export async function POST(_request: Request, { params }: Parameters): Promise<Response> {
  const { token } = await params;
  if (readerOfToken(token) === null || !(await stopMails(token))) return none();
  return new Response("Mails are stopped.\n", { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}

/** A mail program that opens the address instead is led to the page with the button: looking stops nothing. */
export async function GET(_request: Request, { params }: Parameters): Promise<Response> {
  const { token } = await params;
  if (readerOfToken(token) === null) return none();
  return new Response(null, { status: 303, headers: { location: `${runtime().baseUrl}/unsubscribe/${token}`, "cache-control": "no-store", "referrer-policy": "no-referrer" } });
}
