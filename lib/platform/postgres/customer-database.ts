import { SetupProblem } from "../setup-problem.ts";
import { MAJOR_VERSION } from "./cluster.ts";
import { shownDatabase, withConnection } from "./connection-problem.ts";

type Facts = { version: number; shown: string; encoding: string; recovering: boolean };

/**
 * Checks that the database of DATABASE_URL can be reached and used.
 * @throws SetupProblem with one sentence: unreachable, wrong password, too old, not UTF-8, or a standby
 */
export async function checkCustomerDatabase(url: string): Promise<void> {
  const facts = await withConnection(url, "DATABASE_URL", async (client) => {
    const answer = await client.query<Facts>(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS shown,
              current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS recovering`,
    );
    return answer.rows[0];
  });
  if (facts === undefined) throw new Error("PostgreSQL answered nothing about itself");
  const where = `PostgreSQL at ${shownDatabase(url)}`;
  if (facts.version < MAJOR_VERSION * 10_000) {
    throw new SetupProblem(`${where} is version ${facts.shown}: Tickmark needs ${MAJOR_VERSION} or later.`);
  }
  if (facts.encoding !== "UTF8") {
    throw new SetupProblem(`${where} has the encoding ${facts.encoding}: create the database with ENCODING 'UTF8'.`);
  }
  if (facts.recovering) throw new SetupProblem(`${where} is a standby: set DATABASE_URL to the primary.`);
}
