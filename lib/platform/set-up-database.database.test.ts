import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { fromPrisma, PgBoss } from "pg-boss";
import { describe, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { openDatabase } from "./db.ts";
import { JOB_SCHEMA } from "./job-schema.ts";
import { applyMigrations } from "./migrate.ts";
import { withConnection } from "./postgres/connection-problem.ts";
import { ensureRoles, ROLES } from "./postgres/roles.ts";
import { setUpDatabase } from "./set-up-database.ts";

const database = await testDatabase();

function query<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  return withConnection(url, "The test's connection", async (client) => (await client.query<R>(sql)).rows);
}

async function bossAs(url: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, schema: JOB_SCHEMA, max: 1, supervise: false, schedule: false, migrate: false });
  boss.on("error", () => undefined);
  await boss.start();
  onTestFinished(() => boss.stop({ graceful: false }));
  return boss;
}

async function migrationFolder(migrations: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-migrations-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  for (const [name, sql] of Object.entries(migrations)) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

// A database of its own: these tests spoil the history.
async function spareDatabase(): Promise<string> {
  const name = `${new URL(database.admin).pathname.slice(1)}_spare_${Math.random().toString(36).slice(2, 8)}`;
  await query(database.admin, `CREATE DATABASE ${name} OWNER ${ROLES.owner}`);
  onTestFinished(async () => void (await query(database.admin, `DROP DATABASE ${name} WITH (FORCE)`)));
  const url = new URL(database.owner);
  url.pathname = `/${name}`;
  return url.href;
}

describe("setting up a database", () => {
  test("that is set up changes nothing", async () => {
    const history = "SELECT migration_name, finished_at, applied_steps_count FROM _prisma_migrations ORDER BY 1";
    const before = await query(database.owner, history);
    expect(before.length).toBeGreaterThan(0);
    expect(await setUpDatabase(database.admin, database)).toEqual([]);
    expect(await query(database.owner, history)).toEqual(before);
  });

  test("twice at once lets one wait for the other", async () => {
    const answers = await Promise.all([1, 2].map(() => setUpDatabase(database.admin, database)));
    expect(answers).toEqual([[], []]);
  });

  test("leaves the app role without a table, a bypass or the right to make one", async () => {
    const owned = await query(database.admin, `SELECT 1 FROM pg_class WHERE relowner = '${ROLES.app}'::regrole`);
    expect(owned).toEqual([]);
    const roles = await query(database.admin, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tickmark%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)");
    expect(roles).toEqual([]);
    await expect(query(database.app, "CREATE TABLE mine (id int)")).rejects.toMatchObject({ code: "42501" });
    await expect(query(database.app, `SET ROLE ${ROLES.owner}`)).rejects.toMatchObject({ code: "42501" });
  });

  test("does not take a role over whose password is another's", async () => {
    const urls = { ...database, jobs: database.jobs.replace(/:[^:@]+@/, ":another-password@") };
    await expect(ensureRoles(database.admin, urls)).rejects.toThrow(/tickmark_jobs exists with another password/);
  });
});

describe("applying migrations", () => {
  test("keeps function bodies whole, in the order of the names, once", async () => {
    const owner = await spareDatabase();
    const folder = await migrationFolder({
      "2_function": "CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN (SELECT n FROM numbers); END; $$;",
      "1_table": "CREATE TABLE numbers (n int); INSERT INTO numbers VALUES (42);",
    });
    expect(await applyMigrations(owner, folder)).toEqual(["1_table", "2_function"]);
    expect(await applyMigrations(owner, folder)).toEqual([]);
    expect(await query(owner, "SELECT answer() AS n")).toEqual([{ n: 42 }]);
  });

  test("leaves nothing of a migration that fails, says where, and can be repeated when mended", async () => {
    const owner = await spareDatabase();
    const broken = await migrationFolder({ "1_broken": "CREATE TABLE half (n int); SELECT missing FROM half;" });
    await expect(applyMigrations(owner, broken)).rejects.toThrow(/column "missing" does not exist \(42703\) at character 35/);
    expect(await query(owner, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    const mended = await migrationFolder({ "1_broken": "CREATE TABLE half (n int);" });
    expect(await applyMigrations(owner, mended)).toEqual(["1_broken"]);
  });

  test("refuses a database that an edited or a newer history made", async () => {
    const owner = await spareDatabase();
    await applyMigrations(owner, await migrationFolder({ "1_a": "CREATE TABLE a (n int);", "2_b": "CREATE TABLE b (n int);" }));
    const edited = await migrationFolder({ "1_a": "CREATE TABLE a (n bigint);", "2_b": "CREATE TABLE b (n int);" });
    await expect(applyMigrations(owner, edited)).rejects.toThrow(/other versions of 1_a/);
    const older = await migrationFolder({ "1_a": "CREATE TABLE a (n int);" });
    await expect(applyMigrations(owner, older)).rejects.toThrow(/newer Tickmark \(2_b/);
  });
});

describe("the queue", () => {
  test("takes a job from the app role's transaction, and loses it with a rollback", async () => {
    const jobs = await bossAs(database.jobs);
    await jobs.createQueue("greeting");
    const app = await bossAs(database.app);
    const client = openDatabase(database.app, 2);
    onTestFinished(() => client.$disconnect());
    await client.$transaction((tx) => app.send("greeting", { id: "kept" }, { db: fromPrisma(tx) }));
    const lost = client.$transaction(async (tx) => {
      await app.send("greeting", { id: "lost" }, { db: fromPrisma(tx) });
      throw new Error("rolled back");
    });
    await expect(lost).rejects.toThrow("rolled back");
    const found = await jobs.fetch("greeting", { batchSize: 10 });
    expect(found.map((job) => job.data)).toEqual([{ id: "kept" }]);
  });

  test("lets the app role change or delete no job", async () => {
    await expect(query(database.app, `UPDATE ${JOB_SCHEMA}.job SET data = '{}'`)).rejects.toMatchObject({ code: "42501" });
    await expect(query(database.app, `DELETE FROM ${JOB_SCHEMA}.job`)).rejects.toMatchObject({ code: "42501" });
  });
});
