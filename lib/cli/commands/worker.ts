import { startWorker } from "#lib/jobs/worker.ts";
import { databaseUrls } from "#lib/platform/database-urls.ts";
import { env } from "#lib/platform/env.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { readGauges } from "#lib/platform/telemetry/installation-state.ts";
import { serveMetrics } from "#lib/platform/telemetry/serve-metrics.ts";
import { startTracing } from "#lib/platform/telemetry/start-tracing.ts";
import { tracing } from "#lib/platform/telemetry/trace.ts";
import { onEndRequest } from "../start/end-request.ts";

/**
 * `tickmark worker`: takes jobs until SIGTERM, SIGINT or the end of its supervisor, then finishes the steps at hand.
 * A repeated request ends it at once; its jobs go to the next worker.
 */
export async function run(): Promise<number> {
  const ending = onEndRequest(() => process.exit(1));
  await startTracing("worker");
  const { database, clock } = openRuntime();
  const environment = env();
  const answering = environment.workerPort === undefined ? undefined : await serveMetrics(environment, environment.workerPort, () => readGauges(database, clock.now()));
  const worker = await startWorker(databaseUrls().jobs);
  if (!ending.aborted) await new Promise((resolve) => ending.addEventListener("abort", resolve, { once: true }));
  await worker.stop();
  await answering?.close();
  await database.$disconnect();
  await tracing()?.close();
  // The supervisor's channel would keep the process alive.
  process.exit(0);
}
