import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { onDatabase, TEST_PASSWORDS } from "#lib/testing/test-server.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { openFileBlobStore } from "../blob-store/file-blob-store.ts";
import { recordBlob } from "../blob-store/index.ts";
import { withConnection } from "../postgres/connection-problem.ts";
import { roleUrls } from "../postgres/roles.ts";
import { checkMigrations, expectEmptyDatabase, restoreBackup } from "./restore-backup.ts";
import { verifyBackup } from "./verify-backup.ts";
import { writeBackup } from "./write-backup.ts";

// The database is a guest's on a server of somebody else: everything is read and written by Tickmark's own roles.

const NASTY = "tab\there, line\nbreak, back\\slash, \\N, \\., 雪, \u0001";

let worlds: World[];
let folder: string;
let target: string;
let urls: Awaited<ReturnType<typeof testDatabase>>;
const never = new AbortController().signal;

beforeAll(async () => {
  urls = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-backup-"));
  worlds = [await testWorld(), await testWorld()];
  target = `${new URL(urls.admin).pathname.slice(1)}_restored`;
  await withConnection(urls.admin, "The tests' server", (client) => client.query(`CREATE DATABASE ${target}`));
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await withConnection(urls.admin, "The tests' server", (client) => client.query(`DROP DATABASE ${target} WITH (FORCE)`));
  await rm(folder, { recursive: true });
});

async function rowsByTable(url: string): Promise<Record<string, string[]>> {
  return withConnection(url, "The tests' server", async (client: pg.Client) => {
    const tables = await client.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations' ORDER BY 1");
    const found: Record<string, string[]> = {};
    for (const { name } of tables.rows) found[name] = (await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)).rows.map(({ row }) => row);
    return found;
  });
}

/** Row-level security, triggers, constraints and policies of every table: what a restore takes off and puts back. */
async function locks(url: string): Promise<unknown[]> {
  return withConnection(url, "The tests' server", async (client: pg.Client) => (await client.query<Record<string, unknown>>(
    `SELECT relname::text AS table, 'flags' AS kind, concat(relrowsecurity, relforcerowsecurity) AS what FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     UNION ALL SELECT tgrelid::regclass::text, 'trigger', concat(tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT conrelid::regclass::text, 'constraint', concat(conname, convalidated, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT tablename::text, 'policy', concat(policyname, roles, cmd, qual, with_check) FROM pg_policies ORDER BY 1, 2, 3`,
  )).rows);
}

test("every organization's rows and blobs come back as they were, with all locks closed, by roles that bypass nothing", async () => {
  const [first, second] = worlds as [World, World];
  const root = path.join(urls.dataDirectory, "blobs");
  const hashes: string[] = [];
  for (const world of [first, second]) {
    const body = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(`a blob of ${world.slug}`);
    };
    const stored = await world.runtime.blobs.write(world.organizationId, body(), { maxBytes: 1000 });
    await world.inTenant((tx) => recordBlob(tx, world.organizationId, stored, world.clock.now()));
    hashes.push(stored.sha256);
  }
  await first.inTenant((tx) => tx.member.update({ where: { organizationId_id: { organizationId: first.organizationId, id: first.members.employee.memberId } }, data: { name: NASTY } }));
  const lost = "ab".repeat(32);
  await second.inTenant((tx) => recordBlob(tx, second.organizationId, { sha256: lost, byteLength: 5 }, second.clock.now()));

  const file = path.join(folder, "one.backup");
  const manifest = await writeBackup({ file, passphrase: undefined, ownerUrl: urls.owner, dataDirectory: urls.dataDirectory, store: openFileBlobStore(root), clock: first.clock, onStep: () => undefined, signal: never });
  expect(manifest.blobs).toMatchObject({ count: 2, missing: [`${second.organizationId}/${lost}`] });
  const backup = await verifyBackup(file, undefined);

  const adminUrl = onDatabase(urls.admin, target);
  await expectEmptyDatabase(adminUrl);
  const restored = path.join(folder, "restored");
  await mkdir(restored);
  const store = openFileBlobStore(path.join(restored, "blobs"));
  await restoreBackup({ file, passphrase: undefined, backup, adminUrl, urls: roleUrls(adminUrl, TEST_PASSWORDS), dataDirectory: restored, store, withoutBlobsOf: new Set(), onStep: () => undefined });
  expect(await rowsByTable(adminUrl)).toEqual(await rowsByTable(urls.admin));
  expect(JSON.stringify((await rowsByTable(adminUrl))["member"])).toContain("雪");
  expect(await locks(adminUrl)).toEqual(await locks(urls.admin));
  for (const [index, world] of [first, second].entries()) expect(await store.has(world.organizationId, hashes[index] ?? "")).toBe(true);
  expect(await readFile(path.join(restored, "secrets.json"))).toEqual(await readFile(path.join(urls.dataDirectory, "secrets.json")));
  await expect(expectEmptyDatabase(adminUrl)).rejects.toThrow(/is not empty/);
});

test("a backup of migrations that this Tickmark does not have, or has otherwise, is refused", async () => {
  const head = { format: 1 as const, software: "Tickmark 9.0.0", createdAt: "2030-01-01T00:00:00Z", tables: [] };
  await expect(checkMigrations({ ...head, migrations: [{ name: "20300101000000_later", checksum: "0" }] })).rejects.toThrow(/Tickmark 9\.0\.0, whose tables this Tickmark does not know \(20300101000000_later\)/);
  await expect(checkMigrations({ ...head, migrations: [{ name: "20261122000000_tables", checksum: "0" }] })).rejects.toThrow(/20261122000000_tables/);
});
