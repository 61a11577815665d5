import { randomBytes, X509Certificate } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { checkProof, commitmentsTo, documentSigner, examineLedger, makeCheckpoint, placeAll, provenCommitmentsTo, readCertificate, readLedger, rotateCertificate, runDueCertificate, runDueLedger, runLedgerAudit } from "./index.ts";
import { newestCheckpoint } from "./checkpoint.repository.ts";
import { entriesAbout } from "./ledger.repository.ts";
import { proofsOf, type ProvenCommitment } from "./read-proofs.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { ledgerKeys } from "./key.repository.ts";
import { verifierOf } from "./ledger-keys.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { localSigner, openNote, type NoteVerifier } from "./note/signed-note.ts";

let world: World;
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: (await testDatabase()).admin });
  await owner.connect();
});
beforeEach(async () => {
  world = await testWorld();
});
afterAll(async () => {
  await owner.end();
  await world.close();
});

const system = (): Context => world.asSystem();
const quiet = (): Promise<void> => Promise.resolve();
const subjectOf = (index: number): string => `sub_${String(index).padStart(4, "0")}`;

async function append(from: number, count: number): Promise<void> {
  await world.inTenant(async (tx) => {
    for (let index = from; index < from + count; index += 1, world.clock.advance(1)) await appendPendingEntry(tx, system(), { kind: "test", subjectId: subjectOf(index), record: { index } });
  });
}

async function keys(): Promise<NoteVerifier[]> {
  return (await world.inTenant((tx) => ledgerKeys(tx, world.organizationId))).map(verifierOf);
}

const commitments = (subjects: string[]): Promise<ProvenCommitment[]> => world.inTenant((tx) => provenCommitmentsTo(tx, world.organizationId, { subjectIds: subjects, limit: 1_000 }));

describe("a ledger", () => {
  test("gives each entry one place, in the order of recording, and proves it against a signed checkpoint", async () => {
    await append(0, 40);
    expect((await commitments([subjectOf(3)])).map(({ state }) => state)).toEqual(["waiting"]);
    await runDueLedger(system());
    await append(40, 300);
    expect(await placeAll(system())).toBe(300);
    expect((await commitments([subjectOf(339)])).map(({ state, proof }) => [state, proof])).toEqual([["placed", null]]);
    await makeCheckpoint(system(), true);
    const all = await commitments(Array.from({ length: 340 }, (_, index) => subjectOf(index)));
    expect(all.map(({ index }) => index)).toEqual(all.map(({ index }) => index).toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(all.map(({ index }) => index)).size).toBe(340);
    const known = await keys();
    for (const [index, { proof, state }] of all.entries()) {
      expect(state).toBe("signed");
      expect(JSON.parse(checkProof(proof ?? "", known).record)).toMatchObject({ index, subject: subjectOf(index), kind: "test" });
    }
  });

  test("is asked once for a proof, and once for hundreds of them", async () => {
    await append(0, 300);
    await runDueLedger(system());
    const asked = (count: number): Promise<string[]> => world.inTenant(async (tx) => {
      const checkpoint = await newestCheckpoint(tx, world.organizationId);
      const entries = await entriesAbout(tx, world.organizationId, { subjectIds: Array.from({ length: count }, (_, index) => subjectOf(index)), limit: count });
      const statements: string[] = [];
      const counting = new Proxy(tx, { get(target, name) {
        statements.push(String(name));
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
      } });
      if (checkpoint === null) throw new Error("nothing was signed");
      expect((await proofsOf(counting, world.organizationId, checkpoint, entries)).size).toBe(count);
      return statements;
    });
    expect(await asked(1)).toEqual(["$queryRaw"]);
    expect(await asked(300)).toEqual(["$queryRaw"]);
  });

  test("proves nothing by another's key, another record or another place", async () => {
    await append(0, 20);
    await runDueLedger(system());
    const [one, other] = await commitments([subjectOf(4), subjectOf(5)]);
    const [proof, foreign] = [one?.proof ?? "", other?.proof ?? ""];
    const known = await keys();
    expect(() => checkProof(proof, [localSigner("stranger", randomBytes(32))])).toThrow(/None of the known keys/);
    const part = (text: string, name: string): string => new RegExp(`^${name} .*$`, "m").exec(text)?.[0] ?? "";
    expect(() => checkProof(proof.replace(part(proof, "extra"), part(foreign, "extra")), known)).toThrow(/does not hold/);
    expect(() => checkProof(proof.replace(part(proof, "index"), part(foreign, "index")), known)).toThrow(/does not hold/);
    expect(() => checkProof(proof.replace(`${part(proof, "extra")}\n`, ""), known)).toThrow(/what it proves/);
  });

  test("is signed hourly when it grew, and not when it did not", async () => {
    await append(0, 5);
    await runDueLedger(system());
    await append(5, 1);
    await runDueLedger(system());
    const sizes = async (): Promise<number[]> => (await world.inTenant((tx) => tx.ledgerCheckpoint.findMany({ orderBy: { size: "asc" } }))).map(({ size }) => Number(size));
    const first = await sizes();
    expect(first).toHaveLength(1);
    world.clock.advance(3_600_000);
    await runDueLedger(system());
    expect(await sizes()).toEqual([...first, (first[0] ?? 0) + 1]);
    world.clock.advance(3_600_000);
    await runDueLedger(system());
    expect(await sizes()).toHaveLength(2);
    const outside: [number, string][] = [];
    for await (const { size, note } of runtime().checkpoints.folder.read(world.organizationId)) outside.push([size, note]);
    expect(outside.map(([size]) => size)).toEqual(await sizes());
    for (const [size, note] of outside) expect(parseCheckpoint(openNote(note, await keys()).text).size).toBe(BigInt(size));
  });

  test("gives each place once to two workers at a time", async () => {
    await append(0, 100);
    const together = await Promise.all([placeAll(system()), placeAll(system()), placeAll(system())]);
    expect(together.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(100);
    await runDueLedger(system());
    expect((await examineLedger(system(), quiet)).fault).toBeNull();
  });

  test("says that its signature and its audit did not come, and does not go on calling itself as committed", async () => {
    await append(0, 3);
    await runDueLedger(system());
    await runLedgerAudit(system());
    const overdue = async () => (await readLedger(world.as("admin"), {})).overdue;
    expect(await overdue()).toEqual({ audit: false, signature: false });
    world.clock.advance(49 * 3_600_000);
    // Nothing came since: there is nothing to sign.
    expect(await overdue()).toEqual({ audit: true, signature: false });
    await append(3, 1);
    expect(await overdue()).toEqual({ audit: true, signature: true });
    await runDueLedger(system());
    await runLedgerAudit(system());
    expect(await overdue()).toEqual({ audit: false, signature: false });
  });

  test("that was never signed and never audited is overdue, not new for ever", async () => {
    const overdue = async () => (await readLedger(world.as("admin"), {})).overdue;
    await append(0, 1);
    expect(await overdue()).toEqual({ audit: false, signature: false });
    world.clock.advance(3 * 3_600_000);
    expect(await overdue()).toEqual({ audit: false, signature: true });
    world.clock.advance(48 * 3_600_000);
    expect(await overdue()).toEqual({ audit: true, signature: true });
  });

  test("commits to each certificate for documents: one at set-up, others when asked or before it ends", async () => {
    const fingerprints = async (): Promise<string[]> => (await readLedger(world.as("admin"), {})).certificates.map(({ fingerprint }) => fingerprint);
    await runDueCertificate(system());
    await runDueCertificate(system());
    const [first] = await fingerprints();
    expect(await fingerprints()).toHaveLength(1);
    world.clock.advance(1_000);
    const { id } = await rotateCertificate(world.as("admin"), {});
    const certificate = new X509Certificate((await readCertificate(world.as("admin"), { id })).pem);
    expect(certificate.subject).toBe(`O=World ${world.slug}\nCN=Tickmark documents`);
    expect((await fingerprints())[1]).toBe(first);
    expect(new X509Certificate((await documentSigner(system())).certificate).fingerprint256).toBe(certificate.fingerprint256);
    world.clock.advance(9.5 * 365 * 86_400_000);
    await runDueCertificate(system());
    const entries = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { kind: "document.certificate" }, orderBy: { id: "desc" } }));
    expect(entries.map(({ record }) => (JSON.parse(record) as { sha256: string }).sha256)).toEqual(await fingerprints());
    expect(entries).toHaveLength(3);
  });

  test("knows nothing of another organization's", async () => {
    await append(0, 3);
    const other = await testWorld();
    await runDueLedger(system());
    expect(await other.inTenant((tx) => commitmentsTo(tx, other.organizationId, { subjectIds: [subjectOf(1)], limit: 10 }))).toEqual([]);
    expect(await other.inTenant((tx) => commitmentsTo(tx, world.organizationId, { subjectIds: [subjectOf(1)], limit: 10 }))).toEqual([]);
    await other.close();
  });
});

describe("an audit finds what the owner of the database changed, and says where", () => {
  /** As the database's owner can: past every trigger. */
  async function forge(sql: string, values: unknown[] = []): Promise<void> {
    await owner.query("SET session_replication_role = replica");
    const { rowCount } = await owner.query(sql, [world.organizationId, ...values]);
    await owner.query("SET session_replication_role = origin");
    expect(rowCount).toBeGreaterThan(0);
  }
  const fault = async (): Promise<{ index: number | null; message: string } | null> => (await examineLedger(system(), quiet)).fault;

  beforeEach(async () => {
    await append(0, 100);
    await runDueLedger(system());
  });

  test("nothing, when nothing was changed", async () => {
    expect(await examineLedger(system(), quiet)).toMatchObject({ fault: null, checkpoints: 2 });
  });

  test("a record", async () => {
    const [{ index } = { index: null }] = await commitments([subjectOf(37)]);
    await forge("UPDATE ledger_pending_entry SET record = replace(record, '37', '38') WHERE organization_id = $1 AND subject_id = $2", [subjectOf(37)]);
    expect(await fault()).toEqual({ index, message: expect.stringContaining("its record is not the one") as string });
    await runLedgerAudit(system());
    expect(await world.inTenant((tx) => tx.ledgerAudit.findFirst())).toMatchObject({ faultIndex: BigInt(index ?? -1) });
  });

  test("a record with its leaf hash: the tile above it is another", async () => {
    // The key has the first place.
    await forge("UPDATE ledger_pending_entry SET record = record || ' ', leaf_hash = sha256('\\x00'::bytea || salt || convert_to(record || ' ', 'UTF8')) WHERE organization_id = $1 AND subject_id = $2", [subjectOf(20)]);
    expect(await fault()).toEqual({ index: 16, message: expect.stringContaining("tile 1 of row 0") as string });
  });

  test("a leaf taken out, an entry taken out, two in each other's places", async () => {
    await forge("DELETE FROM ledger_pending_entry WHERE organization_id = $1 AND id = (SELECT entry_id FROM ledger_leaf WHERE organization_id = $1 AND index = 50)");
    expect(await fault()).toEqual({ index: 50, message: "its entry is missing" });
    await forge("DELETE FROM ledger_leaf WHERE organization_id = $1 AND index = 12");
    expect(await fault()).toEqual({ index: 12, message: "the leaf is missing" });
  });

  test("the order", async () => {
    await owner.query("SET session_replication_role = replica");
    const { rows } = await owner.query<{ index: string; entry_id: string }>("SELECT index, entry_id FROM ledger_leaf WHERE organization_id = $1 AND index IN (3, 4) ORDER BY index", [world.organizationId]);
    await owner.query("DELETE FROM ledger_leaf WHERE organization_id = $1 AND index IN (3, 4)", [world.organizationId]);
    for (const [at, row] of rows.entries()) await owner.query("INSERT INTO ledger_leaf (organization_id, index, entry_id) VALUES ($1, $2, $3)", [world.organizationId, row.index, rows[1 - at]?.entry_id]);
    await owner.query("SET session_replication_role = origin");
    expect(await fault()).toEqual({ index: 0, message: expect.stringContaining("tile 0 of row 0") as string });
  });

  test("a tile, the head, a checkpoint", async () => {
    await forge("UPDATE ledger_head SET edge = set_byte(edge, 0, get_byte(edge, 0) # 1) WHERE organization_id = $1");
    expect(await fault()).toEqual({ index: null, message: "the head of the tree is not that of its leaves" });
    await forge("UPDATE ledger_checkpoint SET note = overlay(note placing 'A' from length(note) - 20 for 1) WHERE organization_id = $1");
    expect((await fault())?.message).toMatch(/cannot be relied on: The signature of .* does not fit/);
    await forge("UPDATE ledger_tile SET hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 1) WHERE organization_id = $1 AND row = 0 AND index = 2");
    expect(await fault()).toMatchObject({ index: 32 });
  });

  test("entries cut off at the end, with every checkpoint in the database: one outside remembers", async () => {
    const { size } = await world.inTenant((tx) => tx.ledgerHead.findFirstOrThrow());
    for (const table of ["ledger_checkpoint", "ledger_leaf", "ledger_tile", "ledger_queue", "ledger_pending_entry", "ledger_head"]) await owner.query("SET session_replication_role = replica").then(() => owner.query(`DELETE FROM ${table} WHERE organization_id = $1`, [world.organizationId]));
    await owner.query("SET session_replication_role = origin");
    await append(0, 10);
    await placeAll(system());
    expect(await fault()).toEqual({ index: 10, message: `The checkpoint kept outside the database was signed at ${size} entries, and there are 10: it was rolled back` });
  });

  test("an entry that was taken out of line", async () => {
    await append(100, 1);
    await forge("DELETE FROM ledger_queue WHERE organization_id = $1");
    expect((await fault())?.message).toMatch(/has no place and does not wait/);
  });

  test("and nothing more is signed on top of what was changed", async () => {
    // 101 leaves: five at the edge, and six roots of complete tiles.
    await forge("UPDATE ledger_head SET edge = set_byte(edge, 170, get_byte(edge, 170) # 1) WHERE organization_id = $1");
    await append(100, 1);
    await placeAll(system());
    await expect(makeCheckpoint(system(), true)).rejects.toThrow(/no longer contains what was signed/);
  });
});
