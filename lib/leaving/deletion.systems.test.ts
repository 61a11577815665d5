import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import S3rver from "s3rver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createUser, memberContext } from "#lib/identity/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import type { BlobStore } from "#lib/platform/blob-store/blob-store.ts";
import { openBlobs, recordBlob } from "#lib/platform/blob-store/index.ts";
import { openBlobStore } from "#lib/platform/blob-store/open-blob-store.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { EMBEDDED_DATABASE } from "#lib/platform/database-urls.ts";
import { env } from "#lib/platform/env.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { openServer, type EmbeddedServer } from "#lib/platform/postgres/server.ts";
import type { Runtime } from "#lib/platform/runtime.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { readSchemaTables, tenantColumn } from "#lib/testing/schema-tables.ts";
import { makeServerFolder } from "#lib/testing/test-server.ts";
import { checkReceipt, requestDeletion } from "./index.ts";

// A real worker destroys a real organization, and is killed as a crash or the kernel would, wherever it happens to be:
// after the key went, among the rows, among the files; with files in a bucket, and in the data folder.

const PASSWORD = "a sentence that only this test knows";
const FILES = 120;
const ROWS = 60_000;
/** A dead worker's job is offered again after 30 s of silence. */
const DONE_WITHIN_MS = 240_000;

let folder: string;
let data: string;
let server: EmbeddedServer;
let bucket: S3rver;
let runtime: Runtime;
let eye: pg.Client;
let worker: ChildProcess | undefined;
let said = "";

type Place = "bucket" | "data folder";

/** Without its address, key and secret there is no bucket. */
const environmentOf = (place: Place): NodeJS.ProcessEnv => (place === "bucket" ? process.env : { ...process.env, TICKMARK_S3_URL: "", TICKMARK_S3_KEY_ID: "", TICKMARK_S3_SECRET: "" });
const storeOf = (place: Place): BlobStore => openBlobStore(place === "bucket" ? env() : { ...env(), s3: undefined });

const startWorker = (place: Place): void => {
  worker = spawn(process.execPath, ["lib/cli/main.ts", "worker"], { stdio: ["ignore", "ignore", "pipe"], env: environmentOf(place) });
  worker.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
};

async function killWorker(): Promise<void> {
  if (worker === undefined || worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill("SIGKILL");
  await gone;
}

async function until(what: string, ask: () => Promise<boolean>, everyMs = 100): Promise<void> {
  const deadline = performance.now() + DONE_WITHIN_MS;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${DONE_WITHIN_MS / 1000} s\n${said.slice(-4000)}`);
    await pause(everyMs);
  }
}

beforeAll(async () => {
  folder = await makeServerFolder("tickmark-deletion-");
  data = path.join(folder, "data");
  bucket = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory: path.join(folder, "s3"), configureBuckets: [{ name: "bucket", configs: [] }] });
  const { port } = await bucket.run();
  Object.assign(process.env, {
    TICKMARK_DATA: data, TICKMARK_DEMO: "off", TICKMARK_DELETION_GRACE_DAYS: "0",
    TICKMARK_S3_URL: `http://127.0.0.1:${port}/bucket`, TICKMARK_S3_KEY_ID: "S3RVER", TICKMARK_S3_SECRET: "S3RVER-S3RVER",
  });
  execFileSync(process.execPath, ["lib/cli/main.ts", "migrate"], { env: process.env });
  const { databasePasswords } = readSecrets(data);
  server = await openServer({ directory: path.join(data, "postgres"), superuserPassword: databasePasswords.superuser });
  runtime = openRuntime();
  // Row-level security binds the owner too; only the superuser sees what is left of an organization.
  eye = new pg.Client({ connectionString: server.superuserUrl(EMBEDDED_DATABASE) });
  await eye.connect();
}, 300_000);

afterAll(async () => {
  await killWorker();
  await eye.end();
  await runtime.database.$disconnect();
  await server.stop();
  await bucket.close();
  await rm(folder, { recursive: true });
}, 60_000);

/** An organization with files and rows enough that its destruction takes a while. */
async function furnish(slug: string, place: Place): Promise<Context> {
  const blobs = openBlobs(runtime.database, storeOf(place), runtime.masterKey, runtime.clock);
  const person = { name: `Ada of ${slug}`, email: `ada@${slug}.example` };
  const userId = await createUser(runtime.database, { ...person, passwordHash: await hashPassword(PASSWORD) }, systemClock.now());
  const { organizationId, adminMemberId } = await createOrganization({ name: slug, slug, timeZone: "UTC", admin: { userId, ...person } }, systemClock);
  for (let file = 0; file < FILES; file += 1) {
    const stored = await blobs.write(organizationId, (async function* () { yield randomBytes(2_000); })(), { maxBytes: 4_000 });
    await withTenant(runtime.database, organizationId, (tx) => recordBlob(tx, organizationId, stored, systemClock.now()));
  }
  await withTenant(runtime.database, organizationId, (tx) => tx.$executeRaw`
    INSERT INTO job_run (organization_id, id, kind, subject_id, payload, requested_by, status, created_at, heartbeat_at)
    SELECT ${organizationId}, 'job_' || n, 'old', 'x', '{}', 'system:test', 'finished', now(), now() FROM generate_series(1, ${ROWS}::int) n`);
  const context = await memberContext({ organizationId, memberId: adminMemberId, requestId: "req_deletion", clock: systemClock });
  if (context === null) throw new Error("the administrator was not made");
  return context;
}

async function lying(organizationId: string, place: Place): Promise<number> {
  let count = 0;
  for await (const blob of storeOf(place).list(organizationId)) count += blob.sealedBytes > 0 ? 1 : 0;
  return count;
}

const countOf = async (sql: string, organizationId: string): Promise<number> => Number((await eye.query<{ n: string }>(`SELECT count(*) AS n FROM ${sql} = $1`, [organizationId])).rows[0]?.n);

async function rowsOf(organizationId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table } of readSchemaTables().filter(({ kind }) => kind === "tenant")) counts[table] = await countOf(`"${table}" WHERE "${tenantColumn(table)}"`, organizationId);
  return counts;
}

test.each(["bucket", "data folder"] as const)("a destruction whose worker is killed again and again ends whole, files in a %s: the key first, one receipt, nothing of others touched", async (place) => {
  const slug = `leaving-${place.replace(" ", "-")}`;
  const leaving = await furnish(slug, place);
  const staying = await furnish(slug.replace("leaving", "staying"), place);
  const { organizationId } = leaving;
  // Nothing falls due there meanwhile, so that what changes was changed by the destruction.
  await eye.query("DELETE FROM due_work WHERE organization_id = $1", [staying.organizationId]);
  const before = { rows: await rowsOf(staying.organizationId), files: await lying(staying.organizationId, place) };
  const { id } = await requestDeletion(leaving, { name: slug, proof: PASSWORD });
  const receipts = () => countOf("deletion_receipt WHERE organization_id", organizationId);
  const keys = () => countOf("organization_key WHERE organization_id", organizationId);
  const signed = () => countOf("deletion_receipt WHERE document IS NOT NULL AND organization_id", organizationId);
  const left = () => countOf("job_run WHERE organization_id", organizationId);
  /** Where the worker is killed, each as soon as it is seen. */
  const moments: [string, () => Promise<boolean>][] = [
    ["the key is gone", async () => (await receipts()) === 1],
    ["rows are going", async () => (await left()) < ROWS - 5_000],
    ["files are going", async () => (await left()) === 0 && (await lying(organizationId, place)) < FILES],
  ];
  const killedAt: string[] = [];
  startWorker(place);
  for (const [moment, seen] of moments) {
    await until(moment, async () => (await seen()) || (await signed()) === 1, 5);
    await killWorker();
    if ((await signed()) === 0) killedAt.push(moment);
    // From the first trace of a destruction on, nothing that is stored can be read.
    expect([await receipts(), await keys()]).toEqual([1, 0]);
    startWorker(place);
  }
  expect(killedAt).toEqual(expect.arrayContaining(["the key is gone", "rows are going"]));
  await until("the end", async () => (await countOf("due_work WHERE organization_id", organizationId)) === 0);

  expect(Object.values(await rowsOf(organizationId)).reduce((sum, count) => sum + count, 0)).toBe(0);
  expect(await lying(organizationId, place)).toBe(0);
  const { rows } = await eye.query<{ id: string; document: string; facts: { rows: Record<string, number>; blobs: { count: number } } }>("SELECT id, document, facts FROM deletion_receipt WHERE organization_id = $1", [organizationId]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ id, facts: { blobs: { count: FILES }, rows: { job_run: expect.any(Number) as number } } });
  expect(checkReceipt(rows[0]?.document ?? "")).toMatchObject({ outcome: "valid" });
  const mails = (await readdir(path.join(data, "outbox"))).filter((name) => name.includes(`${id}-receipt`));
  expect(mails).toEqual([`${id}-receipt-0.eml`]);
  expect(await readFile(path.join(data, "outbox", mails[0] ?? ""), "utf8")).toContain(`ada@${slug}.example`);
  expect({ rows: await rowsOf(staying.organizationId), files: await lying(staying.organizationId, place) }).toEqual(before);
  await killWorker();
}, 900_000);

test("a destruction that takes long keeps no other due work waiting", async () => {
  const slow = await furnish("slow", "bucket");
  const other = await furnish("other", "bucket");
  await requestDeletion(slow, { name: "slow", proof: PASSWORD });
  startWorker("bucket");
  // Another's table lock holds the destruction up, as a long list of rows would.
  await eye.query("BEGIN");
  await eye.query("LOCK TABLE organization_key IN SHARE MODE");
  try {
    await until("the destruction runs", async () => Number((await eye.query<{ n: string }>("SELECT count(*) AS n FROM pgboss.job WHERE name = 'tickmark-destruction' AND state = 'active'")).rows[0]?.n) === 1);
    await withTenant(runtime.database, other.organizationId, (tx) => tx.$executeRaw`SELECT directory_put_due_work('reminders', 'daily', ${new Date(0)}::timestamptz)`);
    await until("the other's reminders are looked at", async () => (await countOf("due_work WHERE kind = 'reminders' AND due_at > now() AND organization_id", other.organizationId)) === 1);
    expect(await countOf("organization WHERE id", slow.organizationId)).toBe(1);
  } finally {
    await eye.query("ROLLBACK");
  }
  await until("the end", async () => (await countOf("due_work WHERE organization_id", slow.organizationId)) === 0);
  expect(await countOf("organization WHERE id", slow.organizationId)).toBe(0);
}, 600_000);
