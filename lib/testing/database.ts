import { randomBytes } from "node:crypto";
import path from "node:path";
import { afterAll, inject } from "vitest";
import { overrideDatabaseUrls } from "#lib/platform/database-urls.ts";
import { applyMigrations, knownMigrations, MIGRATIONS_DIRECTORY } from "#lib/platform/migrate.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { ensureRoles, roleUrls } from "#lib/platform/postgres/roles.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import { ensureSecrets } from "#lib/platform/secrets.ts";
import { onDatabase, TEST_PASSWORDS } from "./test-server.ts";

/** A test file's own database: URLs by role, the superuser's for looking behind row-level security, and a data folder. */
export type TestDatabase = RoleUrls & { admin: string; dataDirectory: string };

let current: Promise<TestDatabase> | undefined;

async function create(copied: boolean): Promise<TestDatabase> {
  const { adminUrl, template, folder } = inject("testServer");
  const name = `${template}_${randomBytes(5).toString("hex")}`;
  await withConnection(adminUrl, "The tests' server", (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${copied ? template : "template0"}`));
  afterAll(async () => {
    overrideDatabaseUrls(undefined);
    await withConnection(adminUrl, "The tests' server", (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
  const admin = onDatabase(adminUrl, name);
  const urls = roleUrls(admin, TEST_PASSWORDS);
  // A copied database keeps its tables' grants but not those on the database itself.
  await withConnection(admin, "The tests' server", (client) =>
    client.query(`GRANT CREATE ON DATABASE ${name} TO tickmark_owner, tickmark_jobs`),
  );
  overrideDatabaseUrls(urls);
  const dataDirectory = path.join(folder, name);
  await ensureSecrets(dataDirectory);
  // Read by env() in this test file's process: blobs and mail of a test stay in the run's folder.
  process.env["TICKMARK_DATA"] = dataDirectory;
  return { ...urls, admin, dataDirectory };
}

/**
 * The database of this test file, made on the first call, migrated and without rows; dropped when the file is done,
 * even with connections open. From then on `databaseUrls()` and `env().dataDirectory` answer it. Call it at the top
 * of the file or in `beforeAll`, not inside a test. Tests keep apart by an organization each.
 */
export function testDatabase(): Promise<TestDatabase> {
  current ??= create(true);
  return current;
}

/**
 * The same as an installation of an earlier Tickmark has it: migrated up to, and without, the migration of this name. A test
 * that asks for it fills it by SQL, brings it to this version with `setUpDatabase`, and only then makes worlds in it.
 *
 * @throws Error when the file has its database already
 */
export async function testDatabaseBefore(migration: string): Promise<TestDatabase> {
  if (current !== undefined) throw new Error("this file's database is made already, in today's version");
  current = create(false);
  const database = await current;
  await ensureRoles(database.admin, database);
  const earlier = (await knownMigrations()).map(({ name }) => name).filter((name) => name < migration);
  await applyMigrations(database.owner, MIGRATIONS_DIRECTORY, new Set(earlier));
  return database;
}
