import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { THROTTLE_WINDOW_MS } from "#lib/identity/index.ts";
import { releaseFile } from "#lib/inspection/index.ts";
import { recordInspection } from "#lib/inspection/record-inspection.ts";
import { makePacketJob, verifyStoredPacket } from "#lib/packets/index.ts";
import { readZip } from "#lib/packets/read-zip.fixtures.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { damagedFiles, lookAtFile } from "#lib/stored-files/index.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { tenantColumn } from "#lib/testing/schema-tables.ts";
import { WORLD_PASSWORD } from "#lib/testing/world.ts";
import { keepTables, readDictionary } from "./export-tables.ts";
import { endExport, listExports, mailExportJob, makeExportJob, recordExportDownload, removeExport, requestExport } from "./index.ts";
import { layOutExport } from "./lay-out-export.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { readExportFacts } from "./make-export.job.ts";

const JOBS = [makeExportJob, mailExportJob, makePacketJob];
const DAY_MS = 86_400_000;
const { admin: adminUrl, dataDirectory } = await testDatabase();
const store = openFileBlobStore(`${dataDirectory}/blobs`);

let world: FurnishedWorld;
let other: FurnishedWorld;
let admin: pg.Client;
beforeAll(async () => {
  world = await furnishedWorld();
  other = await furnishedWorld();
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
}, 240_000);
afterAll(async () => {
  await admin.end();
  await Promise.all([world.close(), other.close()]);
});

const ask = async (): Promise<string> => {
  // Proofs are counted; a person does not ask ten times in a quarter of an hour.
  world.clock.advance(THROTTLE_WINDOW_MS);
  return askNow();
};
const askNow = async (): Promise<string> => (await requestExport(world.as("admin"), { proof: WORLD_PASSWORD })).id;
const rowOf = (id: string) => world.inTenant((tx) => tx.organizationExport.findUniqueOrThrow({ where: { organizationId_id: { organizationId: world.organizationId, id } } }));

async function bytesOf(sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sha256)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** The files of an archive by their path within the bag. */
async function opened(id: string): Promise<Map<string, Buffer>> {
  const { sha256 } = await recordExportDownload(world.as("admin"), { exportId: id });
  return new Map((await readZip(await bytesOf(sha256))).map(({ path, bytes }) => [path.slice(path.indexOf("/") + 1), bytes]));
}

const linesOf = (file: Buffer | undefined): Record<string, unknown>[] => (file ?? Buffer.alloc(0)).toString().split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, unknown>);
const hashOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** Rows of a table that are the organization's, as a superuser counts them. */
async function countOf(table: string, organizationId: string): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(`SELECT count(*) FROM "${table}" WHERE "${tenantColumn(table)}" = $1`, [organizationId]);
  return Number(rows[0]?.count);
}

async function removeAll(): Promise<void> {
  for (const { id, status } of await listExports(world.as("admin"), {})) {
    if (status === "ready") await removeExport(world.as("admin"), { exportId: id });
    await endExport(world.asSystem("export_expiry"), id);
  }
}

describe("an export", () => {
  let files: Map<string, Buffer>;
  let id: string;
  beforeAll(async () => {
    id = await ask();
    await world.runJobs(JOBS);
    files = await opened(id);
  }, 120_000);

  test("holds every row of every tenant table, and none of another organization", async () => {
    const dictionary = await readDictionary();
    // What the making of the export itself changed after its instant.
    const moved = new Set(["organization_export", "blob_key", "audit_trail_entry", "ledger_pending_entry", "ledger_queue", "job_run"]);
    for (const { table, columns } of dictionary) {
      const rows = linesOf(files.get(`data/tables/${table}.ndjson`));
      expect(files.has(`data/tables/${table}.ndjson`), table).toBe(true);
      if (!moved.has(table)) expect([table, rows.length]).toEqual([table, await countOf(table, world.organizationId)]);
      expect([table, rows.filter((row) => row[tenantColumn(table)] !== world.organizationId).length]).toEqual([table, 0]);
      expect(rows.every((row) => Object.keys(row).join() === columns.map(({ name }) => name).join()), table).toBe(true);
    }
    const everything = Buffer.concat([...files.values()].map((bytes) => Buffer.from(bytes))).toString("latin1");
    for (const foreign of [other.organizationId, other.slug, other.members.admin.email]) expect(everything.includes(foreign)).toBe(false);
  });

  test("tells of each table what its lines are, in the dictionary that lies beside them", () => {
    const dictionary = JSON.parse(files.get("data/dictionary.json")?.toString() ?? "") as { tables: { file: string; rows: number; sha256: string; left_out: string[] }[] };
    expect(dictionary.tables.map(({ file }) => `data/${file}`).sort()).toEqual([...files.keys()].filter((path) => path.startsWith("data/tables/")).sort());
    for (const { file, rows, sha256 } of dictionary.tables) {
      const bytes = files.get(`data/${file}`) ?? Buffer.alloc(0);
      expect([file, rows, sha256]).toEqual([file, linesOf(bytes).length, hashOf(bytes)]);
    }
  });

  test("holds every stored file byte for byte under its own name, and says who refers to it", async () => {
    const blobs = await world.inTenant((tx) => tx.blob.findMany());
    const index = linesOf(files.get("data/files.ndjson"));
    expect(index.map((line) => line["sha256"])).toEqual(blobs.map(({ sha256 }) => sha256).sort());
    for (const { sha256 } of blobs) {
      const path = [...files.keys()].find((candidate) => candidate.startsWith(`data/files/${sha256}/`));
      expect(hashOf(files.get(path ?? "") ?? Buffer.alloc(0))).toBe(sha256);
    }
    const segment = await world.inTenant((tx) => tx.logSegment.findFirstOrThrow());
    expect(files.has(`data/files/${segment.sha256}/${segment.fileName}`)).toBe(true);
    expect(index.find((line) => line["sha256"] === segment.sha256)).toMatchObject({ used_by: [{ table: "log_segment", id: segment.id, name: segment.fileName }] });
    expect(files.get("data/unreadable-files.ndjson")?.length).toBe(0);
  });

  test("holds no secret: neither the data key nor a hash of a link", async () => {
    const secrets = await admin.query<{ key: Buffer }>("SELECT wrapped_key AS key FROM organization_key WHERE organization_id = $1", [world.organizationId]);
    const tokens = await admin.query<{ token_hash: string }>("SELECT token_hash FROM delivery_token WHERE organization_id = $1 UNION ALL SELECT token_hash FROM invitation_token WHERE organization_id = $1", [world.organizationId]);
    const passwords = await admin.query<{ password_hash: string }>("SELECT password_hash FROM user_account");
    const text = Buffer.concat([...files.entries()].filter(([path]) => path.startsWith("data/tables/")).map(([, bytes]) => bytes)).toString();
    expect(tokens.rowCount).toBeGreaterThan(0);
    for (const secret of [...secrets.rows.map(({ key }) => key.toString("hex")), ...tokens.rows.map((row) => row.token_hash), ...passwords.rows.map((row) => row.password_hash)]) expect(text.includes(secret)).toBe(false);
    expect(linesOf(files.get("data/tables/organization_key.ndjson"))).toHaveLength(1);
  });

  test("is a bag that anybody can check, stands for itself by one hash, and is listed with its counts", async () => {
    const row = await rowOf(id);
    const archive = row.archiveSha256 ?? "";
    const found = await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, archive, from), Number(row.byteLength));
    expect(found).toMatchObject({ outcome: "intact", kind: "export", packetId: id, tagManifestSha256: row.tagManifestSha256, problems: [] });
    const [view] = await listExports(world.as("admin"), {});
    expect(view).toMatchObject({ id, status: "ready", tables: (await readDictionary()).length, unreadableFiles: 0, downloads: 1, bytes: (await bytesOf(archive)).length });
  });

  test("is told to ledger, audit trail and by mail to who asked", async () => {
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } }));
    // Written at one instant of the tests' clock, so they have no order among each other.
    expect(trail.map(({ action }) => action).sort()).toEqual(["export.downloaded", "export.read", "export.ready", "export.requested"]);
    const facts = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } }));
    expect(facts.map(({ kind }) => kind).sort()).toEqual(["export.downloaded", "export.ready", "export.requested"]);
    expect(world.mails.filter((mail) => mail.id === id).map((mail) => [mail.to.address, mail.text.includes(`/${world.slug}/settings/data`)])).toEqual([[world.members.admin.email, true]]);
  });

  test("leaves nothing beside the archive in the blob store, and nothing at all when its time is over", async () => {
    const recorded = new Set((await world.inTenant((tx) => tx.blob.findMany())).map(({ sha256 }) => sha256));
    const unrecorded = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const { sha256 } of store.list(world.organizationId)) if (!recorded.has(sha256)) found.push(sha256);
      return found;
    };
    expect(await unrecorded()).toEqual([(await rowOf(id)).archiveSha256]);
    world.clock.advance(LEAVING_LIMITS.exportDays * DAY_MS);
    expect(await reasonOf(recordExportDownload(world.as("admin"), { exportId: id }))).toBe("export_not_ready");
    await endExport(world.asSystem("export_expiry"), id);
    await endExport(world.asSystem("export_expiry"), id);
    expect(await unrecorded()).toEqual([]);
    expect((await listExports(world.as("admin"), {})).map(({ status }) => status)).toEqual(["expired"]);
  });
});

describe("making an export", () => {
  test("is asked for by an administrator who proves to be there", async () => {
    expect(await reasonOf(requestExport(world.as("admin"), { proof: "not the password of anybody" }))).toBe("proof_refused");
    expect(await reasonOf(requestExport(world.as("compliance_manager"), { proof: WORLD_PASSWORD }))).toBe("role_lacks_permission");
    expect(await reasonOf(requestExport(world.asSystem(), { proof: WORLD_PASSWORD }))).toBe("person_only");
  });

  test("asked for twice at once is one export", async () => {
    const ids = await Promise.all([askNow(), askNow()]);
    const unfinished = await world.inTenant((tx) => tx.organizationExport.findMany({ where: { status: "queued" } }));
    expect(unfinished).toHaveLength(1);
    expect(ids).toEqual([unfinished[0]?.id, unfinished[0]?.id]);
    await world.runJobs(JOBS);
    await removeAll();
  }, 60_000);

  test("cut off while it writes, goes on from the instant that it read, makes the same bytes, and is ready once", async () => {
    const id = await ask();
    const run = () => makeExportJob.run(world.asSystem("make-export"), { exportId: id }, async () => undefined);
    const { blobs } = world.runtime;
    let begun = false;
    const cut = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        if (begun) throw new Error("killed");
        yield chunk;
        begun = true;
      }
    };
    // The archive alone is announced with its length.
    configureRuntime({ ...world.runtime, blobs: { ...blobs, write: (organizationId, body, expect) => blobs.write(organizationId, expect.byteLength === undefined ? body : cut(body), expect) } });
    await expect(run()).rejects.toThrow("killed");
    configureRuntime(world.runtime);
    const kept = (await rowOf(id)).content;
    expect(kept).not.toBeNull();
    // Whatever happens meanwhile belongs to the next export.
    await world.freshAlert();
    await run();
    const first = await rowOf(id);
    expect(first.content).toEqual(kept);
    await run();
    expect(await rowOf(id)).toEqual(first);
    expect(await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { subjectId: id, action: "export.ready" } }))).toBe(1);
    await world.runJobs(JOBS);
    await removeAll();
  }, 60_000);

  test("of the same content gives the same bytes", async () => {
    const { organizationId } = world;
    const [dictionary, nothing] = [await readDictionary(), async () => undefined];
    const content = await keepTables(organizationId, dictionary, world.clock.now(), nothing);
    const facts = { exportId: "exp_1", organization: await readExportFacts(world.asSystem(), {}), publicKey: { pem: "", fingerprint: "" } };
    const hashes: string[] = [];
    for (const _ of [1, 2]) {
      const hash = createHash("sha256");
      const laidOut = await layOutExport(facts, content, dictionary, new Map(), (sha256) => world.runtime.blobs.read(organizationId, sha256), nothing);
      for await (const chunk of laidOut.zip()) hash.update(chunk);
      hashes.push(hash.digest("hex"));
    }
    expect(hashes[0]).toBe(hashes[1]);
    for (const { sha256 } of [...content.tables, content.files]) await world.runtime.blobs.discard(organizationId, sha256);
  }, 60_000);

  test("names files whose bytes are missing, altered or not given out by the disk, and does not fail for them; each is looked at where it lies", async () => {
    const stored = await world.inTenant((tx) => tx.blob.findMany({ take: 3, orderBy: { sha256: "asc" }, select: { sha256: true } }));
    const hashes = stored.map(({ sha256 }) => sha256);
    expect(hashes).toHaveLength(3);
    const mends = await Promise.all(hashes.map((sha256, index) => damageBlob(world, sha256, (["removed", "one bit", "unreadable"] as const)[index]!)));
    const id = await ask();
    await world.runJobs(JOBS);
    const files = await opened(id);
    const told = new Map(hashes.map((sha256, index) => [sha256, ["missing", "altered", "unreadable"][index]]));
    expect(new Map(linesOf(files.get("data/unreadable-files.ndjson")).map((line) => [line["sha256"], line["problem"]]))).toEqual(told);
    expect([...files.keys()].filter((path) => hashes.some((sha256) => path.startsWith(`data/files/${sha256}/`)))).toEqual([]);
    expect(files.get("data/README.txt")?.toString()).toContain("3 files could not be read");
    expect(await world.inTenant((tx) => damagedFiles(tx, world.organizationId, hashes))).toEqual(new Map(hashes.map((sha256) => [sha256, expect.objectContaining({ found: told.get(sha256) }) as unknown])));
    for (const { mend } of mends) await mend();
    for (const sha256 of hashes) await lookAtFile(world.asSystem(), sha256);
    await removeAll();
  }, 60_000);

  test("leaves out files that are held back, names each with what was found, and holds them once they were released", async () => {
    const { sha256, fileName, id: segmentId } = await world.inTenant((tx) => tx.logSegment.findFirstOrThrow({ orderBy: { id: "asc" } }));
    world.clock.advance(60_000);
    await recordInspection(world.asSystem(), { sha256, mediaType: "text/plain", findings: [], version: 1, scanVerdict: "infected", scanner: "ClamAV", scannerVersion: "ClamAV 1.4.1", scanDetail: "Eicar-Test-Signature" });
    const id = await ask();
    await world.runJobs(JOBS);
    const files = await opened(id);
    expect([...files.keys()].filter((path) => path.includes(sha256))).toEqual([]);
    expect(linesOf(files.get("data/held-back-files.ndjson"))).toMatchObject([{ sha256, reason: "held_back", found: "Eicar-Test-Signature", scanner: "ClamAV", used_by: [{ table: "log_segment", id: segmentId, name: fileName }] }]);
    expect(linesOf(files.get("data/files.ndjson")).some((line) => line["sha256"] === sha256), "the index names every file all the same").toBe(true);
    expect(files.get("data/README.txt")?.toString()).toContain("1 files held back");
    const row = await rowOf(id);
    const verified = await verifyStoredPacket((from) => world.runtime.blobs.read(world.organizationId, row.archiveSha256 ?? "", from), Number(row.byteLength));
    expect(verified).toMatchObject({ outcome: "intact", kind: "export" });
    expect((await listExports(world.as("admin"), {}))[0]).toMatchObject({ heldFiles: 1, unreadableFiles: 0, files: linesOf(files.get("data/files.ndjson")).length - 1 });
    world.clock.advance(60_000);
    await releaseFile(world.as("security_analyst"), { sha256, reason: "It is what the incident was about." });
    world.clock.advance(60_000);
    const again = await ask();
    await world.runJobs(JOBS);
    const whole = await opened(again);
    expect([whole.has(`data/files/${sha256}/${fileName}`), whole.get("data/held-back-files.ndjson")?.length]).toEqual([true, 0]);
    await removeAll();
  }, 120_000);

  test("is refused while as many can still be downloaded as may", async () => {
    for (let made = 0; made < LEAVING_LIMITS.exportsKept; made += 1) {
      await ask();
      await world.runJobs(JOBS);
    }
    expect(await reasonOf(requestExport(world.as("admin"), { proof: WORLD_PASSWORD }))).toBe("exports_kept");
    await removeAll();
  }, 120_000);
});
