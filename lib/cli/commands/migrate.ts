import { parseArgs } from "node:util";
import { env } from "#lib/platform/env.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { loadStandards } from "../start/load-standards.ts";
import { withDatabase } from "../start/with-database.ts";

/**
 * `tickmark migrate [--reset-role-passwords]`: brings the database to this version: roles, tables, queue, standards. Works
 * beside a running Tickmark, whose server it then leaves running.
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { "reset-role-passwords": { type: "boolean", default: false } } });
  const environment = env();
  const secrets = await ensureSecrets(environment.dataDirectory);
  const { applied, editions } = await withDatabase(environment, secrets, async ({ adminUrl, urls }) => ({
    applied: await setUpDatabase(adminUrl, urls, values["reset-role-passwords"]),
    editions: await loadStandards(urls.owner),
  }));
  process.stdout.write(applied.length === 0 ? "The database is up to date.\n" : `Applied:\n${applied.map((name) => `  ${name}\n`).join("")}`);
  if (editions > 0) process.stdout.write(`Standards: ${editions} ${editions === 1 ? "edition" : "editions"} written.\n`);
  return 0;
}
