import { rm } from "node:fs/promises";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { testDatabaseUrl } from "#lib/platform/env.ts";
import { checkCustomerDatabase } from "#lib/platform/postgres/customer-database.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { makeServerFolder, onDatabase, TEST_PASSWORDS } from "./test-server.ts";

async function makeTemplate(adminUrl: string, template: string): Promise<void> {
  await withConnection(adminUrl, "The tests' server", (client) => client.query(`CREATE DATABASE ${template}`));
  const url = onDatabase(adminUrl, template);
  // A server that outlives runs has the roles of an earlier one.
  await setUpDatabase(url, roleUrls(url, TEST_PASSWORDS), true);
}

async function dropDatabases(adminUrl: string, template: string): Promise<void> {
  await withConnection(adminUrl, "The tests' server", async (client) => {
    const { rows } = await client.query<{ datname: string }>("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [template]);
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  });
}

/**
 * Gives the test project `database` a PostgreSQL: the server of TICKMARK_TEST_DATABASE_URL (its role must be a
 * superuser), else one of its own in a temporary folder. Builds the template database once.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await makeServerFolder("tickmark-test-");
  const given = testDatabaseUrl();
  const template = `tickmark_test_${process.pid}`;
  if (given !== undefined) {
    await checkCustomerDatabase(given);
    await makeTemplate(given, template);
    project.provide("testServer", { adminUrl: given, template, folder });
    return async () => {
      await dropDatabases(given, template);
      await rm(folder, { recursive: true });
    };
  }
  const server = await openServer({ directory: path.join(folder, "postgres"), superuserPassword: TEST_PASSWORDS.superuser, durable: false });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
  try {
    const adminUrl = server.superuserUrl("postgres");
    await makeTemplate(adminUrl, template);
    project.provide("testServer", { adminUrl, template, folder });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
