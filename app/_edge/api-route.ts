import { admitKey } from "#lib/api-keys/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { maintenanceNow } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { clientAddress } from "./client-address.ts";
import { httpError } from "./http-error.ts";
import { MAINTENANCE_RETRY_S } from "./maintenance-answer.ts";
import { newRequestId } from "./route-context.ts";

/**
 * Runs a request of the API with the context of the key that it carries. A cookie opens nothing here, so no page of
 * another site can make a browser send anything that counts. Whatever is refused has one shape.
 */
export async function handleApi(request: Request, work: (context: Context) => Promise<Response>): Promise<Response> {
  const requestId = newRequestId();
  if ((await maintenanceNow(runtime().database)) !== null) return closed(requestId);
  try {
    const { headers } = request;
    const token = /^Bearer +([^\s]{1,100})$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
    const context = await admitKey({ token, address: clientAddress(headers.get("x-forwarded-for")), agent: headers.get("user-agent") ?? "", requestId });
    const answer = await work(context);
    answer.headers.set("x-request-id", requestId);
    answer.headers.set("cache-control", "no-store");
    return answer;
  } catch (error) {
    const answer = httpError(error, requestId);
    // RFC 6750, 3: how to come in is said with every 401, and what is lacking with a 403.
    if (isAppError(error, "unauthorized")) answer.headers.set("www-authenticate", 'Bearer realm="Tickmark"');
    if (isAppError(error) && error.reason === "scope_missing") answer.headers.set("www-authenticate", 'Bearer realm="Tickmark", error="insufficient_scope"');
    return answer;
  }
}

function closed(requestId: string): Response {
  const refusal = { code: "unavailable", reason: "maintenance", message: "Tickmark is closed for maintenance. Try again later.", problems: [], requestId };
  return Response.json(refusal, { status: 503, headers: { "retry-after": String(MAINTENANCE_RETRY_S), "cache-control": "no-store", "x-request-id": requestId } });
}
