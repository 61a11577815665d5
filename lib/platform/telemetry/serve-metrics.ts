import { createServer } from "node:http";
import type { Environment } from "../env.ts";
import { errorFields, log } from "../log.ts";
import { mayReadMetrics } from "./metrics-access.ts";
import { metrics } from "./metrics.ts";

export type MetricsServer = { port: number; close(): Promise<void> };

/**
 * Answers /live and /metrics of a process that has no pages.
 * @param refresh reads what is true at the moment of asking, such as the depth of the queue
 * @param port 0: any that is free
 * @throws the system's error when the port cannot be opened
 */
export async function serveMetrics(settings: Pick<Environment, "metricsToken" | "isPublic" | "host">, port: number, refresh: () => Promise<void>): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.method === "GET" && request.url === "/live") {
        response.writeHead(200, { "content-type": "application/json" }).end('{"status":"live"}');
      } else if (request.method === "GET" && request.url === "/metrics" && mayReadMetrics(settings, request.headers.authorization)) {
        await refresh();
        const { registry } = metrics();
        response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" }).end(await registry.metrics());
      } else response.writeHead(404).end();
    };
    answer().catch((error: unknown) => {
      log.error("metrics.failed", errorFields(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, settings.host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
