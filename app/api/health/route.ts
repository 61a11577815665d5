import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { version } from "#lib/platform/version.ts";

const DATABASE_WITHIN_MS = 3000;

type DatabaseHealth = "ok" | "unreachable";

async function askDatabase(): Promise<DatabaseHealth> {
  const late = new Promise<DatabaseHealth>((resolve) => setTimeout(resolve, DATABASE_WITHIN_MS, "unreachable").unref());
  const answer = runtime()
    .database.$queryRaw`SELECT 1`.then((): DatabaseHealth => "ok")
    .catch((error: unknown): DatabaseHealth => {
      log.error("health.database", errorFields(error));
      return "unreachable";
    });
  return Promise.race([answer, late]);
}

/** For supervisors and balancers: 200 when this process answers and reaches its database, else 503. Says nothing else. */
export async function GET(): Promise<Response> {
  const database = await askDatabase();
  const status = database === "ok" ? 200 : 503;
  return Response.json({ status: database === "ok" ? "ok" : "degraded", database, version: version() }, { status, headers: { "cache-control": "no-store" } });
}
