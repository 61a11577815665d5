import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Database } from "../db.ts";
import { JOB_QUEUE } from "../queue.ts";
import { metrics } from "./metrics.ts";

/** A worker says every few seconds that it lives; silent for this long, it is gone. */
const WORKER_SILENT_AFTER_MS = 60_000;

/** Tables whose growth an operator plans for. */
const GROWING = ["log_segment", "alert", "evidence", "incident", "packet", "audit_trail_entry", "ledger_pending_entry", "blob", "job_run"];

/** Migrations of this version that the database does not have. The project's folder is the working directory. */
export async function waitingMigrations(database: Database): Promise<string[]> {
  const entries = await readdir(path.join(/* turbopackIgnore: true */ process.cwd(), "prisma", "migrations"), { withFileTypes: true });
  const installed = new Set((await database.$queryRaw<{ name: string }[]>`SELECT name FROM installed_migrations()`).map(({ name }) => name));
  return entries.filter((entry) => entry.isDirectory() && !installed.has(entry.name)).map((entry) => entry.name);
}

/** How many workers gave a sign of life lately. */
export async function livingWorkers(database: Database, now: Date): Promise<number> {
  return database.workerPresence.count({ where: { seenAt: { gt: new Date(now.getTime() - WORKER_SILENT_AFTER_MS) } } });
}

type Depth = { waiting: number; running: number; oldest: number };

/** Reads the gauges that speak of the whole installation, so that every process answers the same. */
export async function readGauges(database: Database, now: Date): Promise<void> {
  const { queueJobs, queueOldest, tableRows, workers } = metrics();
  const [depth] = await database.$queryRaw<Depth[]>`
    SELECT count(*) FILTER (WHERE state < 'active')::int AS waiting, count(*) FILTER (WHERE state = 'active')::int AS running,
           coalesce(extract(epoch FROM max(now() - greatest(created_on, start_after)) FILTER (WHERE state < 'active')), 0)::float8 AS oldest
      FROM pgboss.job WHERE name = ${JOB_QUEUE} AND state <= 'active' AND start_after <= now()`;
  queueJobs.set({ state: "waiting" }, depth?.waiting ?? 0);
  queueJobs.set({ state: "running" }, depth?.running ?? 0);
  queueOldest.set(depth?.oldest ?? 0);
  const sizes = await database.$queryRaw<{ table: string; rows: number }[]>`
    SELECT relname AS table, greatest(reltuples, 0)::float8 AS rows FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(${GROWING})`;
  for (const { table, rows } of sizes) tableRows.set({ table }, rows);
  workers.set(await livingWorkers(database, now));
}
