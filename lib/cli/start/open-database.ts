import path from "node:path";
import { EMBEDDED_DATABASE } from "#lib/platform/database-urls.ts";
import type { Environment } from "#lib/platform/env.ts";
import { checkCustomerDatabase } from "#lib/platform/postgres/customer-database.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import type { EmbeddedServer, Origin } from "#lib/platform/postgres/server.ts";
import type { Secrets } from "#lib/platform/secrets.ts";

/** A database that can be set up: the customer's, or the embedded server's. */
export type OpenDatabase = {
  /** A role that may create roles; carries its password. */
  adminUrl: string;
  urls: RoleUrls;
  /** Undefined with DATABASE_URL. */
  server: EmbeddedServer | undefined;
  /** For the terminal: how it was found. */
  shown: string;
};

const ORIGIN_SHOWN: Readonly<Record<Origin, string>> = {
  created: "created and started",
  started: "started",
  adopted: "still running, taken over",
};

export async function createEmbeddedDatabase(server: EmbeddedServer): Promise<void> {
  await withConnection(server.superuserUrl("postgres"), "The embedded database", async (client) => {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [EMBEDDED_DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${EMBEDDED_DATABASE}`);
  });
}

/** Throws the embedded database away, with everything in it. */
export async function dropEmbeddedDatabase(server: EmbeddedServer): Promise<void> {
  await withConnection(server.superuserUrl("postgres"), "The embedded database", async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${EMBEDDED_DATABASE} WITH (FORCE)`);
  });
}

/** Starts or adopts the embedded server of a data folder. */
export function openEmbeddedServer(environment: Environment, secrets: Secrets): Promise<EmbeddedServer> {
  return openServer({
    directory: path.join(environment.dataDirectory, "postgres"),
    superuserPassword: secrets.databasePasswords.superuser,
  });
}

/**
 * Reaches the database that the environment names, starting the embedded one when it names none.
 * @throws SetupProblem
 */
export async function openDatabase(environment: Environment, secrets: Secrets): Promise<OpenDatabase> {
  const { databaseUrl } = environment;
  if (databaseUrl !== undefined) {
    await checkCustomerDatabase(databaseUrl);
    const urls = roleUrls(databaseUrl, secrets.databasePasswords);
    return { adminUrl: databaseUrl, urls, server: undefined, shown: "reached" };
  }
  const server = await openEmbeddedServer(environment, secrets);
  await createEmbeddedDatabase(server);
  const adminUrl = server.superuserUrl(EMBEDDED_DATABASE);
  const urls = roleUrls(adminUrl, secrets.databasePasswords);
  return { adminUrl, urls, server, shown: `${ORIGIN_SHOWN[server.origin]}, port ${server.port}` };
}
