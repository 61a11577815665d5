import { hash, X509Certificate } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "#lib/platform/context.ts";
import type { CheckpointStore, KeptCheckpoint } from "#lib/platform/checkpoint-files.ts";
import { AppError } from "#lib/platform/errors.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { examineLedger, failingPlaces, listCheckpoints, readCheckpoint, readPlaces, readTimeStamp, runDueLedger, runLedgerAudit, type Place, type PlaceView } from "./index.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { openNote } from "./note/signed-note.ts";
import { serveAuthority, testAuthority, type TestAuthority } from "#lib/platform/timestamp/authority.fixtures.ts";
import { checkTimeStamp } from "#lib/platform/timestamp/check-time-stamp.ts";

let world: World;
let authority: TestAuthority;
let served: Awaited<ReturnType<typeof serveAuthority>>;
const bucket = { broken: false, kept: [] as KeptCheckpoint[] };
const HOUR = 3_600_000;

const store: CheckpointStore = {
  async keep(checkpoint) {
    if (bucket.broken) throw new AppError("precondition_failed", "bucket_refused", "The bucket took the checkpoint and did not lock it.");
    bucket.kept.push(await Promise.resolve(checkpoint));
  },
  async *read() {
    if (bucket.broken) throw await Promise.resolve(new Error("no bucket"));
    yield* bucket.kept;
  },
};

beforeAll(async () => {
  world = await testWorld();
  world.runtime.checkpoints = { ...world.runtime.checkpoints, bucket: store };
  authority = await testAuthority({ now: world.clock.now() });
  served = await serveAuthority(authority);
  await changeSetting(world.as("admin"), { name: "ledger_time_stamp", value: { url: served.url, certificates: authority.certificate } });
  await changeSetting(world.as("admin"), { name: "ledger_mail_addresses", value: ["auditor@example.com", "chair@example.com"] });
});
afterAll(async () => {
  served.server.close();
  await world.close();
});

const system = (): Context => world.asSystem();

/** The ledger grows, an hour passes, and its upkeep runs. */
async function grow(): Promise<void> {
  await world.inTenant((tx) => appendPendingEntry(tx, system(), { kind: "test", subjectId: "sub_1", record: {} }));
  world.clock.advance(HOUR);
  await runDueLedger(system());
}

async function places(): Promise<Record<Place, PlaceView>> {
  const { places: all } = await readPlaces(world.as("compliance_manager"), {});
  return Object.fromEntries(all.map((one) => [one.place, one])) as Record<Place, PlaceView>;
}

test("a checkpoint goes to every place as it is signed, and each place proves it by itself", async () => {
  await grow();
  const { rows: [newest] } = await listCheckpoints(world.as("compliance_manager"), {});
  const size = newest?.size ?? 0;
  for (const view of Object.values(await places())) expect(view).toMatchObject({ standing: "holds", kept: { size }, failure: null });
  const { note } = await readCheckpoint(world.as("compliance_manager"), { size });
  expect(bucket.kept.map((one) => one.note)).toEqual([note]);
  const known = (await world.inTenant((tx) => ledgerKeys(tx, world.organizationId))).map(verifierOf);
  expect(openNote(note, known).signedBy).toHaveLength(1);
  expect(world.mails.map(({ to }) => to.address)).toEqual(["auditor@example.com", "chair@example.com"]);
  // What a mail carries is the note itself, line by line.
  expect(world.mails[0]?.text).toContain(`\n${note}`);
  const { reply, stampedAt } = await readTimeStamp(world.as("compliance_manager"), { size });
  expect(checkTimeStamp(reply, { sha256: hash("sha256", note, "buffer"), trusted: [new X509Certificate(authority.certificate)] }).at).toEqual(stampedAt);
  expect(newest?.stampedAt).toEqual(stampedAt);
});

test("people are mailed once a day, the other places have every checkpoint", async () => {
  const before = world.mails.length;
  await grow();
  expect(world.mails).toHaveLength(before);
  expect((await places()).mail.standing).toBe("behind");
  expect((await places()).bucket.standing).toBe("holds");
  world.clock.advance(24 * HOUR);
  await runDueLedger(system());
  expect(world.mails).toHaveLength(before + 2);
  await runDueLedger(system());
  expect(world.mails).toHaveLength(before + 2);
});

test("a place that fails says why, is tried again, is a finding after six hours, and stands in nobody's way", async () => {
  bucket.broken = true;
  served.misdeeds.nonce = Uint8Array.of(1, 2, 3);
  await grow();
  const failing = await places();
  expect(failing.bucket).toMatchObject({ standing: "fails", failure: { reason: "The bucket took the checkpoint and did not lock it." } });
  expect(failing.time_stamp).toMatchObject({ standing: "fails", failure: { reason: "The authority’s answer cannot be relied on: it answers another question than was asked, or an earlier one." } });
  expect(failing.folder.standing).toBe("holds");
  const found = (): Promise<Place[]> => world.inTenant(async (tx) => (await failingPlaces(tx, world.organizationId, world.clock.now())).map(({ place }) => place));
  expect(await found()).toEqual([]);
  // Within five minutes nothing is tried again.
  const { at } = failing.bucket.failure ?? { at: null };
  world.clock.advance(60_000);
  await runDueLedger(system());
  expect((await places()).bucket.failure?.at).toEqual(at);
  world.clock.advance(6 * HOUR);
  await runDueLedger(system());
  expect((await places()).bucket.failure?.since).toEqual(at);
  expect(await found()).toEqual(["bucket", "time_stamp"]);
  expect((await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action: "ledger.place_failed" } }))).map(({ subjectId }) => subjectId).sort()).toEqual(["bucket", "time_stamp"]);

  bucket.broken = false;
  delete served.misdeeds.nonce;
  world.clock.advance(5 * 60_000);
  await runDueLedger(system());
  const mended = await places();
  expect([mended.bucket.standing, mended.time_stamp.standing]).toEqual(["holds", "holds"]);
  expect(mended.bucket.failure).toMatchObject({ at: expect.any(Date) as Date, since: null });
  expect(await found()).toEqual([]);
});

test("a place that cannot be read is told by the audit, and never counts as agreeing", async () => {
  expect(await examineLedger(system(), () => Promise.resolve())).toMatchObject({ fault: null, unread: [] });
  bucket.broken = true;
  expect(await examineLedger(system(), () => Promise.resolve())).toMatchObject({ fault: null, unread: ["bucket"] });
  await runLedgerAudit(system());
  expect((await places()).bucket.standing).toBe("fails");
  bucket.broken = false;
});

test("what the database lost or changed shows against the bucket and against the stamps", async () => {
  const owner = new pg.Client({ connectionString: (await testDatabase()).admin });
  await owner.connect();
  const changed = async (sql: string): Promise<string | undefined> => {
    await owner.query("BEGIN");
    await owner.query("SET LOCAL session_replication_role = replica");
    await owner.query(sql, [world.organizationId]);
    await owner.query("COMMIT");
    return (await examineLedger(system(), () => Promise.resolve())).fault?.message;
  };
  const { rows: [stamp] } = await owner.query<{ size: string; note: string }>("SELECT c.size, c.note FROM ledger_checkpoint c JOIN ledger_time_stamp s USING (organization_id, size) WHERE organization_id = $1 ORDER BY size LIMIT 1", [world.organizationId]);
  expect(await changed("DELETE FROM ledger_checkpoint WHERE organization_id = $1 AND size = (SELECT min(size) FROM ledger_time_stamp)")).toMatch(/is missing, of which an authority attested/);
  await owner.query("INSERT INTO ledger_checkpoint VALUES ($1, $2, $3, now())", [world.organizationId, stamp?.size, stamp?.note]);
  expect(await changed("UPDATE ledger_time_stamp SET reply = (SELECT reply FROM ledger_time_stamp ORDER BY size DESC LIMIT 1) WHERE organization_id = $1 AND size = (SELECT min(size) FROM ledger_time_stamp)")).toMatch(/^The time stamp at \d+ entries cannot be relied on: it stamps something else$/);
  // The folder is gone with the database, as it may be on the same disk: the bucket still remembers.
  world.runtime.checkpoints = { ...world.runtime.checkpoints, folder: { ...world.runtime.checkpoints.folder, read: async function* () { yield* await Promise.resolve([]); } } };
  for (const table of ["ledger_time_stamp", "ledger_checkpoint", "ledger_leaf", "ledger_tile", "ledger_queue", "ledger_pending_entry"]) await changed(`DELETE FROM ${table} WHERE organization_id = $1`);
  expect(await changed("DELETE FROM ledger_head WHERE organization_id = $1")).toMatch(/^The checkpoint locked in the bucket was signed at \d+ entries, and there are 0: it was rolled back$/);
  await owner.end();
});
