import { errorFields, log } from "#lib/platform/log.ts";
import { readMaintenance } from "#lib/platform/maintenance.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { livingWorkers, waitingMigrations } from "#lib/platform/telemetry/installation-state.ts";

const ANSWER_WITHIN_MS = 3000;

type Readiness = { database: "ok" | "unreachable"; migrations: "ok" | "waiting" | "unknown"; workers: number | "unknown"; maintenance: boolean };

const UNREACHABLE: Readiness = { database: "unreachable", migrations: "unknown", workers: "unknown", maintenance: false };

async function askInstallation(): Promise<Readiness> {
  const { database, clock } = runtime();
  try {
    const [waiting, workers, maintenance] = await Promise.all([waitingMigrations(database), livingWorkers(database, clock.now()), readMaintenance(database)]);
    return { database: "ok", migrations: waiting.length === 0 ? "ok" : "waiting", workers, maintenance: maintenance !== null };
  } catch (error) {
    log.error("health.ready", errorFields(error));
    return UNREACHABLE;
  }
}

/**
 * For balancers: 200 when this process can serve, that is when its database answers and has this version's migrations,
 * else 503. It tells how many workers live, but is ready without one: taking pages away helps no job. Closed for maintenance
 * it is ready too, for the page that says so.
 */
export async function GET(): Promise<Response> {
  const late: Promise<Readiness> = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS, UNREACHABLE).unref());
  const found = await Promise.race([askInstallation(), late]);
  const ready = found.database === "ok" && found.migrations === "ok";
  return Response.json({ status: ready ? "ready" : "not ready", ...found }, { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } });
}
