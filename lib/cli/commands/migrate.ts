import { parseArgs } from "node:util";
import { env } from "#lib/platform/env.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { withDatabase } from "../start/with-database.ts";

/**
 * `tickmark migrate [--reset-role-passwords]`: brings the database to this version: roles, tables, queue. Works
 * beside a running Tickmark, whose server it then leaves running.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { "reset-role-passwords": { type: "boolean", default: false } } });
  const environment = env();
  const secrets = await ensureSecrets(environment.dataDirectory);
  const applied = await withDatabase(environment, secrets, ({ adminUrl, urls }) => setUpDatabase(adminUrl, urls, values["reset-role-passwords"]));
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
  return 0;
}
