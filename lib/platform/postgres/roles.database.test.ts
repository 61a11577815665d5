import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeServerFolder, TEST_PASSWORDS } from "#lib/testing/test-server.ts";
import { checkCustomerDatabase } from "./customer-database.ts";
import { withConnection } from "./connection-problem.ts";
import { ensureRoles, roleUrls, ROLES } from "./roles.ts";
import { openServer } from "./server.ts";

// Roles belong to the whole server, so these tests have one of their own.
const folder = await makeServerFolder("tickmark-roles-");
const server = await openServer({ directory: path.join(folder, "postgres"), superuserPassword: TEST_PASSWORDS.superuser, durable: false });
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
const admin = server.superuserUrl("postgres");

function run(sql: string): Promise<unknown> {
  return withConnection(admin, "The test's connection", (client) => client.query(sql));
}

function asRole(name: string, database: string): string {
  const url = new URL(server.superuserUrl(database));
  url.username = name;
  url.password = "password-of-a-test";
  return url.href;
}

test("a role that may not create roles is told so", async () => {
  await run("CREATE ROLE weak LOGIN PASSWORD 'password-of-a-test'");
  const url = asRole("weak", "postgres");
  await expect(ensureRoles(url, roleUrls(url, TEST_PASSWORDS))).rejects.toThrow(
    "The role of DATABASE_URL may not create the role tickmark_owner: give it CREATEROLE, or name in DATABASE_URL a role that has it.",
  );
});

test("a role that may create roles but does not own the database is told so", async () => {
  await run("CREATE ROLE creator LOGIN CREATEROLE PASSWORD 'password-of-a-test'");
  const url = asRole("creator", "postgres");
  await expect(ensureRoles(url, roleUrls(url, TEST_PASSWORDS))).rejects.toThrow(/make it the database's owner/);
});

test("no superuser is needed: the database's owner with CREATEROLE sets everything up", async () => {
  await run("CREATE DATABASE theirs OWNER creator");
  const url = asRole("creator", "theirs");
  const urls = roleUrls(url, TEST_PASSWORDS);
  await ensureRoles(url, urls);
  await withConnection(urls.owner, "The test's connection", (client) => client.query("CREATE EXTENSION btree_gist; CREATE TABLE t (n int)"));
  await withConnection(urls.jobs, "The test's connection", (client) => client.query("CREATE SCHEMA theirs"));
});

test("another Tickmark's roles are left alone until a reset is asked for", async () => {
  const url = server.superuserUrl("postgres");
  const fresh = roleUrls(url, { ...TEST_PASSWORDS, app: "a-new-password-of-the-app-role-00001" });
  await ensureRoles(url, roleUrls(url, TEST_PASSWORDS));
  await expect(ensureRoles(url, fresh)).rejects.toThrow(/tickmark_app exists with another password/);
  await ensureRoles(url, fresh, true);
  await withConnection(fresh.app, "The test's connection", (client) => client.query("SELECT 1"));
  await ensureRoles(url, roleUrls(url, TEST_PASSWORDS), true);
});

test("a role that bypasses row-level security is refused", async () => {
  await run(`ALTER ROLE ${ROLES.jobs} BYPASSRLS`);
  await expect(ensureRoles(admin, roleUrls(admin, TEST_PASSWORDS))).rejects.toThrow(/tickmark_jobs bypasses row-level security/);
  await run(`ALTER ROLE ${ROLES.jobs} NOBYPASSRLS`);
});

test("each way in which DATABASE_URL cannot be used has its sentence, without the password", async () => {
  const at = `PostgreSQL at 127.0.0.1:${server.port}`;
  await expect(checkCustomerDatabase(admin)).resolves.toBeUndefined();
  await expect(checkCustomerDatabase(asRole("postgres", "postgres"))).rejects.toThrow(
    `DATABASE_URL cannot be used: ${at}/postgres: the password is wrong.`,
  );
  await expect(checkCustomerDatabase(server.superuserUrl("absent"))).rejects.toThrow(
    `DATABASE_URL cannot be used: ${at}/absent: there is no database of that name.`,
  );
  await expect(checkCustomerDatabase("postgresql://a:secret@127.0.0.1:1/x")).rejects.toThrow(
    "DATABASE_URL cannot be used: PostgreSQL at 127.0.0.1:1/x: nothing listens there.",
  );
  await expect(checkCustomerDatabase("postgresql://a:secret@no-such-host.invalid/x")).rejects.toThrow(
    "DATABASE_URL cannot be used: PostgreSQL at no-such-host.invalid:5432/x: its host name is unknown.",
  );
  await run("CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0");
  await expect(checkCustomerDatabase(server.superuserUrl("ascii"))).rejects.toThrow(/has the encoding SQL_ASCII/);
});
