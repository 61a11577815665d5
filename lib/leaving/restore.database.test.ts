import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtBlobs } from "#lib/cli/doctor/look-at-blobs.ts";
import { restoreBackup } from "#lib/platform/backup/restore-backup.ts";
import { verifyBackup } from "#lib/platform/backup/verify-backup.ts";
import { writeBackup } from "#lib/platform/backup/write-backup.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { recordBlob } from "#lib/platform/blob-store/index.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { readSchemaTables, tenantColumn } from "#lib/testing/schema-tables.ts";
import { onDatabase, TEST_PASSWORDS } from "#lib/testing/test-server.ts";
import { testWorld, WORLD_PASSWORD, type World } from "#lib/testing/world.ts";
import { destroyAgain, destroyOrganization, keepReceiptsBeside, readReceipts, RECEIPTS_FILE, requestDeletion } from "./index.ts";
import { receiptOf, signReceipt } from "./receipt.ts";

const DAY_MS = 86_400_000;
let urls: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
let target: string;
let leaving: World;
let staying: World;

beforeAll(async () => {
  urls = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-leaving-"));
  leaving = await testWorld({ name: "Leaving Ltd" });
  staying = await testWorld({ name: "Staying Ltd" });
  target = `${new URL(urls.admin).pathname.slice(1)}_restored`;
  await withConnection(urls.admin, "The tests' server", (client) => client.query(`CREATE DATABASE ${target}`));
});
afterAll(async () => {
  await Promise.all([leaving.close(), staying.close()]);
  await withConnection(urls.admin, "The tests' server", (client) => client.query(`DROP DATABASE ${target} WITH (FORCE)`));
  await rm(folder, { recursive: true });
});

async function keepFile(world: World): Promise<string> {
  const body = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from(`a file of ${world.slug}`);
  };
  const stored = await world.runtime.blobs.write(world.organizationId, body(), { maxBytes: 1000 });
  await world.inTenant((tx) => recordBlob(tx, world.organizationId, stored, world.clock.now()));
  return stored.sha256;
}

async function rowsOf(url: string, organizationId: string): Promise<number> {
  return withConnection(url, "The tests' server", async (client) => {
    let rows = 0;
    for (const { table } of readSchemaTables().filter(({ kind }) => kind === "tenant")) rows += (await client.query(`SELECT 1 FROM "${table}" WHERE "${tenantColumn(table)}" = $1`, [organizationId])).rowCount ?? 0;
    return rows;
  });
}

test("an older backup brings nothing back of an organization that was deleted since, where its receipt is known, and all of the others", async () => {
  const { masterKey } = leaving.runtime;
  const files = { leaving: await keepFile(leaving), staying: await keepFile(staying) };
  const file = path.join(folder, "one.backup");
  const source = openFileBlobStore(path.join(urls.dataDirectory, "blobs"));
  await writeBackup({ file, passphrase: undefined, ownerUrl: urls.owner, dataDirectory: urls.dataDirectory, store: source, clock: leaving.clock, onStep: () => undefined, signal: new AbortController().signal });
  expect(await keepReceiptsBeside(file, urls, masterKey)).toBe(0);

  const { id } = await requestDeletion(leaving.as("admin"), { name: "Leaving Ltd", proof: WORLD_PASSWORD });
  leaving.clock.advance(30 * DAY_MS);
  await destroyOrganization(leaving.asSystem("deletion"), id);
  // What was shredded is no loss: the doctor looks at what is recorded.
  expect(await lookAtBlobs(urls, source, readSecrets(urls.dataDirectory), true)).toMatchObject({ ok: true });
  expect(await keepReceiptsBeside(file, urls, masterKey)).toBe(1);
  expect(await keepReceiptsBeside(file, urls, masterKey)).toBe(1);
  const receipts = await readReceipts(path.join(folder, RECEIPTS_FILE), masterKey);
  expect(receipts.map(({ receipt }) => receipt.organization)).toEqual([{ id: leaving.organizationId, name: "Leaving Ltd" }]);

  const restored = path.join(folder, "restored");
  await mkdir(restored);
  const store = openFileBlobStore(path.join(restored, "blobs"));
  const adminUrl = onDatabase(urls.admin, target);
  const roles = roleUrls(adminUrl, TEST_PASSWORDS);
  const withoutBlobsOf = new Set([leaving.organizationId]);
  await restoreBackup({ file, passphrase: undefined, backup: await verifyBackup(file, undefined), adminUrl, urls: roles, dataDirectory: restored, store, withoutBlobsOf, onStep: () => undefined });
  expect(await rowsOf(adminUrl, leaving.organizationId)).toBeGreaterThan(0);
  for (const known of receipts) await destroyAgain(roles, known);
  for (const known of receipts) await destroyAgain(roles, known);
  expect([await rowsOf(adminUrl, leaving.organizationId), await rowsOf(adminUrl, staying.organizationId)]).toEqual([0, await rowsOf(urls.admin, staying.organizationId)]);
  expect([await store.has(leaving.organizationId, files.leaving), await store.has(staying.organizationId, files.staying)]).toEqual([false, true]);
  const documents = async (url: string) => withConnection(url, "The tests' server", async (client) => (await client.query<{ document: string }>("SELECT id, document, destroyed_at FROM deletion_receipt")).rows);
  expect(await documents(adminUrl)).toEqual(await documents(urls.admin));
}, 120_000);

test("a receipt that another installation signed destroys nothing", async () => {
  const facts = { organizationName: "Staying Ltd", requestedBy: "Nobody", requestedAt: "2026-01-01T00:00:00.000Z", rows: {}, blobs: { count: 0, bytes: 0 }, keys: [], ledger: { entries: 0, lastEntry: null, lastLeafHash: null }, accountsClosed: 0 };
  const forged = signReceipt(receiptOf({ id: "del_forged", organizationId: staying.organizationId, facts, begunAt: new Date(), destroyedAt: new Date() }), Buffer.alloc(32, 9));
  const file = path.join(folder, "forged.json");
  await writeFile(file, forged);
  await expect(readReceipts(file, staying.runtime.masterKey)).rejects.toThrow(/did not sign/);
  await writeFile(file, (await readFile(path.join(folder, RECEIPTS_FILE), "utf8")).replaceAll(leaving.organizationId, staying.organizationId));
  await expect(readReceipts(file, staying.runtime.masterKey)).rejects.toThrow(/did not sign/);
  await writeFile(file, "no receipt");
  await expect(readReceipts(file, staying.runtime.masterKey)).rejects.toThrow(/holds no receipts/);
});
