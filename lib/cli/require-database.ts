import { databaseUrls } from "#lib/platform/database-urls.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

/**
 * Says in a sentence what a pool would say in a stack: that there is no database to work on.
 *
 * @throws SetupProblem
 */
export async function requireDatabase(): Promise<void> {
  await withConnection(databaseUrls().app, "The database (is Tickmark running?)", async (client) => {
    const found = await client.query<{ ready: boolean }>("SELECT to_regclass('public.log_segment') IS NOT NULL AS ready");
    if (found.rows[0]?.ready !== true) throw new SetupProblem('The database is not set up: run "tickmark start" or "tickmark migrate" first.');
  });
}
