import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RoutePatterns } from "./route-pattern.ts";
import { tracing } from "./trace.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);
/** Asked every few seconds by machines, or files of the build: they would bury what people do. */
const UNTRACED = new Set(["/_next", "/metrics", "/api/health"]);

/**
 * Makes every request that this process's HTTP server answers a span, around all that runs because of it. It goes on with
 * the trace that a proxy or caller names by W3C's traceparent.
 */
export function traceRequests(patternOf: RoutePatterns): void {
  if (tracing() === undefined) return;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const [pathname = "/"] = (request.url ?? "/").split("?", 1);
    const route = patternOf(pathname);
    if (UNTRACED.has(route)) return;
    const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "_OTHER";
    const given = request.headers["traceparent"];
    const span = tracing()?.request(`${method} ${route}`, { "http.request.method": method, "http.route": route }, typeof given === "string" ? given : undefined);
    // `close` comes once, also to a response that was never finished because its reader went away.
    response.once("close", () => span?.end(response.writableFinished ? response.statusCode : undefined));
  });
}
