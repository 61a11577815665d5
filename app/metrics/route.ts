import { env } from "#lib/platform/env.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { allMetrics } from "#lib/platform/telemetry/all-metrics.ts";
import { readGauges } from "#lib/platform/telemetry/installation-state.ts";
import { mayReadMetrics } from "#lib/platform/telemetry/metrics-access.ts";
import { metrics } from "#lib/platform/telemetry/metrics.ts";

/** For Prometheus: the figures of this web server (all its processes), and those of the whole installation. To others it does not exist. */
export async function GET(request: Request): Promise<Response> {
  if (!mayReadMetrics(env(), request.headers.get("authorization"))) return new Response(null, { status: 404 });
  const { database, clock } = runtime();
  await readGauges(database, clock.now());
  return new Response(await allMetrics(), { headers: { "content-type": metrics().registry.contentType, "cache-control": "no-store" } });
}
