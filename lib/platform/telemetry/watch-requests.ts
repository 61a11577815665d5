import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { metrics } from "./metrics.ts";
import type { RoutePatterns } from "./route-pattern.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

type RequestMessage = { request: IncomingMessage };
type ResponseMessage = RequestMessage & { response: ServerResponse };

/** Counts every request that this process's HTTP server answers. Called once, before the first. */
export function watchRequests(patternOf: RoutePatterns): void {
  const begun = new WeakMap<IncomingMessage, number>();
  subscribe("http.server.request.start", (message) => {
    begun.set((message as RequestMessage).request, performance.now());
  });
  subscribe("http.server.response.finish", (message) => {
    const { request, response } = message as ResponseMessage;
    const startedAt = begun.get(request);
    if (startedAt === undefined) return;
    const [pathname = "/"] = (request.url ?? "/").split("?", 1);
    const method = METHODS.has(request.method ?? "") ? (request.method ?? "") : "other";
    metrics().requests.observe({ route: patternOf(pathname), method, status: response.statusCode }, (performance.now() - startedAt) / 1000);
  });
}
