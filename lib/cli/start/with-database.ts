import type { Environment } from "#lib/platform/env.ts";
import type { Secrets } from "#lib/platform/secrets.ts";
import { lockData } from "#lib/platform/supervisor/data-lock.ts";
import { openDatabase, type OpenDatabase } from "./open-database.ts";

/**
 * Runs a command's work on the database that the settings name. Beside a running Tickmark it uses that one's server and
 * leaves it running; else the embedded server is started for this work, and stopped after it. A server that ran already is
 * never stopped.
 */
export async function withDatabase<T>(environment: Environment, secrets: Secrets, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const lock = await lockData(environment.dataDirectory);
  try {
    const database = await openDatabase(environment, secrets);
    try {
      return await work(database);
    } finally {
      if (database.server?.origin !== "adopted") await database.server?.stop();
    }
  } finally {
    if (!("heldBy" in lock)) await lock.release();
  }
}
