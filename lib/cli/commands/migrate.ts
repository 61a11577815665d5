import { parseArgs } from "node:util";
import { env } from "#lib/platform/env.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { lockData } from "#lib/platform/supervisor/data-lock.ts";
import { openDatabase } from "../start/open-database.ts";

/**
 * `tickmark migrate [--reset-role-passwords]`: brings the database to this version: roles, tables, queue. Works
 * beside a running Tickmark, whose server it then leaves running.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { "reset-role-passwords": { type: "boolean", default: false } } });
  const environment = env();
  const secrets = await ensureSecrets(environment.dataDirectory);
  const lock = await lockData(environment.dataDirectory);
  try {
    const { adminUrl, urls, server } = await openDatabase(environment, secrets);
    try {
      const applied = await setUpDatabase(adminUrl, urls, values["reset-role-passwords"]);
      process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
    } finally {
      if (!("heldBy" in lock)) await server?.stop();
    }
  } finally {
    if (!("heldBy" in lock)) await lock.release();
  }
  return 0;
}
