import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

// What OTLP/JSON writes of a span; unknown parts are left out.
const value = z.object({ stringValue: z.string().optional(), intValue: z.union([z.number(), z.string()]).optional(), boolValue: z.boolean().optional(), doubleValue: z.number().optional() });
const attribute = z.object({ key: z.string(), value });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(attribute).default([]),
  status: z.object({ code: z.number().optional() }).default({}),
});
const batch = z.object({
  resourceSpans: z.array(z.object({ resource: z.object({ attributes: z.array(attribute) }), scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

export type CollectedSpan = z.output<typeof span> & { service: string; fields: Record<string, unknown> };

/** A collector for OpenTelemetry traces, as far as tests look. */
export type TraceCollector = {
  url: string;
  spans: CollectedSpan[];
  /** Everything that arrived, as it came over the wire. */
  bodies: string[];
  headers: IncomingHttpHeaders[];
  close(): Promise<void>;
};

const plain = (attributes: z.output<typeof attribute>[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value: held }) => [key, held.stringValue ?? held.boolValue ?? held.doubleValue ?? Number(held.intValue)]));

export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const bodies: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      bodies.push(body);
      headers.push(request.headers);
      for (const { resource, scopeSpans } of batch.parse(JSON.parse(body)).resourceSpans) {
        const service = String(plain(resource.attributes)["service.name"]);
        for (const one of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ ...one, service, fields: plain(one.attributes) });
      }
      response.writeHead(request.url === "/v1/traces" ? 200 : 404, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
