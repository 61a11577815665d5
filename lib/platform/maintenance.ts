import type { Database } from "./db.ts";
import { errorFields, log } from "./log.ts";
import { withConnection } from "./postgres/connection-problem.ts";

export type Maintenance = { since: Date; note: string };

/** The one row's id. */
const NOW = "now";
/** Every request asks, so an answer is kept this long; pages open and close that much later. */
const KEPT_MS = 2_000;

/** Whether the installation is closed for maintenance, since when and why; null while it is open. */
export async function readMaintenance(database: Database): Promise<Maintenance | null> {
  const row = await database.maintenance.findUnique({ where: { id: NOW } });
  return row === null ? null : { since: row.startedAt, note: row.note };
}

/** Closes the installation, as the owner. Closed already, it keeps its time and takes the new note. */
export async function closeForMaintenance(ownerUrl: string, now: Date, note: string): Promise<void> {
  await withConnection(ownerUrl, "The owner role's connection", (client) =>
    client.query("INSERT INTO maintenance (id, started_at, note) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET note = excluded.note", [NOW, now, note]),
  );
}

/** Opens the installation again. Answers whether it was closed. */
export async function openAfterMaintenance(ownerUrl: string): Promise<boolean> {
  return withConnection(ownerUrl, "The owner role's connection", async (client) => (await client.query("DELETE FROM maintenance")).rowCount !== 0);
}

let kept: { at: number; state: Maintenance | null } = { at: -KEPT_MS, state: null };

/** As {@link readMaintenance}, at most two seconds old. While the database does not answer, what was known last. */
export async function maintenanceNow(database: Database): Promise<Maintenance | null> {
  const at = performance.now();
  if (at - kept.at < KEPT_MS) return kept.state;
  kept = { ...kept, at };
  try {
    kept = { at, state: await readMaintenance(database) };
  } catch (error) {
    log.warn("maintenance.unknown", errorFields(error));
  }
  return kept.state;
}
