import { to as copyTo } from "pg-copy-streams";
import { databaseUrls } from "./database-urls.ts";
import { withConnection } from "./postgres/connection-problem.ts";

/** Streams the answer of a query of one column of JSON, as lines. */
export type ReadLines = (jsonQuery: string) => AsyncIterable<Buffer>;

// JSON text holds no control character, so none of its lines is ever quoted, and nothing has to be undone.
const AS_IT_IS = "FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01', ENCODING 'UTF8'";

/**
 * One view of an organization's rows for as long as `work` takes, on a connection of its own: a verb's transaction ends
 * after seconds, and reading everything may take hours. The app role reads, so row-level security holds here as everywhere.
 */
export async function withTenantSnapshot<T>(organizationId: string, work: (read: ReadLines) => Promise<T>): Promise<T> {
  return withConnection(databaseUrls().app, "The app role's connection", async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'");
    await client.query("SELECT set_config('tickmark.organization_id', $1, true)", [organizationId]);
    return work((query) => client.query(copyTo(`COPY (${query}) TO STDOUT WITH (${AS_IT_IS})`)) as AsyncIterable<Buffer>);
  });
}
