import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { makeCheckpoint, placeAll, readLedger, runDueLedger, signWaiting } from "#lib/ledger/index.ts";
import { redactEvidence } from "#lib/redaction/index.ts";
import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { makePacketJob, requestPacket, verifyStoredPacket } from "./index.ts";
import { readZip } from "./read-zip.fixtures.ts";
import { readManifest, type PacketManifest } from "./packet-record.ts";

let world: World;
let library: AdoptedLibrary;
let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: (await testDatabase()).admin });
  await owner.connect();
});
beforeEach(async () => {
  world = await testWorld({ timeZone: "UTC" });
  library = await adoptedLibrary(world);
});
afterAll(async () => {
  await owner.end();
  await world.close();
});

const REQUEST = "SYS.1.01 logging-policy";
const DAY = "2026-09-14";
const manager = () => world.as("compliance_manager");

async function handIn(title: string, text: string): Promise<{ id: string; number: number }> {
  world.clock.advance(61_000);
  const person = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, person, text);
  const sent = await submitEvidence(person, { source: { kind: "upload", sha256, fileName: `${title}.csv` }, title, period: { firstDay: DAY, lastDay: DAY }, requestIds: [library.requests.get(REQUEST)!] });
  await reviewEvidence(manager(), { evidenceId: sent.id, decision: "accepted" });
  return sent;
}

async function sign(): Promise<void> {
  await runDueLedger(world.asSystem());
  await placeAll(world.asSystem());
  await makeCheckpoint(world.asSystem(), true);
}

type Entry = { kind: string; state: string; index: number | null; shows: string; closed: string | null; proof: string | null };
type Packet = { items: { id: string; proven: boolean; words: string }[]; entries: Map<string, Entry[]>; files: Map<string, string>; outcome: string; kept: PacketManifest["verification"] };

async function packetOf(people: "named" | "pseudonyms" = "named"): Promise<Packet> {
  world.clock.advance(2 * 86_400_000);
  const { controlId } = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: library.requests.get(REQUEST)! } }));
  const { id } = await requestPacket(manager(), { controlId, firstDay: DAY, lastDay: DAY, timeZone: "UTC", people });
  await world.runJobs([makePacketJob]);
  const state = await world.inTenant((tx) => tx.packetState.findFirstOrThrow({ where: { packetId: id } }));
  const zip = await readWithin(world.organizationId, state.blobSha256!, 50_000_000);
  const read = async function* (from: number): AsyncGenerator<Buffer> {
    yield await Promise.resolve(zip.subarray(from));
  };
  const found = await verifyStoredPacket(read, zip.length);
  if (found.outcome === "unreadable") throw new Error(found.reason);
  const files = new Map((await readZip(zip)).map(({ path, bytes }) => [path.slice(path.indexOf("/") + 1), bytes.toString("utf8")]));
  const index = JSON.parse(files.get("data/ledger/proofs.json") ?? "{}") as { evidence: { id: string; entries: Entry[] }[] };
  return { items: found.ledger?.items ?? [], entries: new Map(index.evidence.map((one) => [one.id, one.entries])), files, outcome: found.outcome, kept: readManifest(state.manifest).verification };
}

const forge = async (sql: string, values: unknown[]): Promise<void> => {
  await owner.query("SET session_replication_role = replica");
  await owner.query(sql, values);
  await owner.query("SET session_replication_role = origin");
};

test("each evidence and its review is proven against the signed checkpoint, by the organization's key, without a database", async () => {
  const { number } = await handIn("hosts", "host,role\ndb-01,database\n");
  await sign();
  const { outcome, items, entries, files } = await packetOf();
  expect(outcome).toBe("intact");
  expect(items).toEqual([{ id: `EV-${number}`, proven: true, words: expect.stringMatching(/^committed at index \d+, by checkpoint of 2026-09-1\dT.*; accepted at index \d+$/) as string }]);
  expect(entries.get(`EV-${number}`)?.map(({ kind, state, shows, closed }) => [kind, state, shows, closed])).toEqual([["evidence", "proven", "file", null], ["evidence_review", "proven", "review", null]]);
  const { keys } = await readLedger(world.as("admin"), {});
  expect(files.get("data/ledger/keys.txt")).toBe(`${keys[0]?.verifier ?? ""}\n`);
});

test("a packet has the ledger signed first: what waited for its place, or for the hour to pass, is proven in it", async () => {
  const first = await handIn("first", "a\n");
  const { items: alone } = await packetOf();
  expect(alone).toMatchObject([{ id: `EV-${first.number}`, proven: true }]);
  const { checkpoints: [before] } = await readLedger(world.as("admin"), {});
  const late = await handIn("late", "b\n");
  const { items, kept } = await packetOf();
  expect(items.map(({ id, proven }) => [id, proven])).toEqual([[`EV-${first.number}`, true], [`EV-${late.number}`, true]]);
  const { checkpoints: [after], waiting } = await readLedger(world.as("admin"), {});
  expect([after!.size > before!.size, kept.ledger?.entries === after!.size, waiting]).toEqual([true, true, expect.any(Number)]);
  world.clock.advance(1_000);
  expect(await signWaiting(world.asSystem(), { by: world.clock.now(), aside: "none" })).toBe(true);
  const signed = (await readLedger(world.as("admin"), {})).checkpoints[0]!.size;
  expect(await signWaiting(world.asSystem(), { by: world.clock.now(), aside: "none" })).toBe(true);
  expect((await readLedger(world.as("admin"), {})).checkpoints[0]!.size).toBe(signed);
});

test("where the ledger cannot be signed, what no checkpoint covers is said not to be committed yet, and the packet is made", async () => {
  const early = await handIn("early", "a\n");
  await sign();
  const late = await handIn("late", "b\n");
  await forge("UPDATE ledger_key SET wrapped_secret = decode('00', 'hex') WHERE organization_id = $1", [world.organizationId]);
  const { outcome, items, kept } = await packetOf();
  expect(outcome).toBe("intact");
  expect(kept).toMatchObject({ ledger: { entries: expect.any(Number) as number, stamped: null, proven: 1, items: 2 }, signer: { fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string } });
  expect(items.map(({ id, proven, words }) => [id, proven, words.slice(0, 17)])).toEqual([[`EV-${early.number}`, true, "committed at inde"], [`EV-${late.number}`, false, "not yet committed"]]);
});

test("of a redacted file the redacted version is proven; what would tell of the original stays closed", async () => {
  const { id, number } = await handIn("people", "host,owner\ndb-01,somebody\n");
  await redactEvidence(manager(), { evidenceId: id, how: { kind: "columns", columns: [1] }, reason: "Nobody needs the names." });
  await sign();
  const { outcome, items, entries, files } = await packetOf();
  expect(outcome).toBe("intact");
  expect(items).toMatchObject([{ id: `EV-${number}`, proven: true, words: expect.stringMatching(/^this redacted version is committed at index \d+, by .*; a review, whose record stays closed, at index \d+$/) as string }]);
  expect(entries.get(`EV-${number}`)?.map(({ kind, state, shows, closed }) => [kind, state, shows, closed === null])).toEqual([["evidence", "proven", "place", false], ["evidence.redacted", "proven", "file", true], ["evidence_review", "proven", "place", false]]);
  const original = await world.inTenant((tx) => tx.evidence.findFirstOrThrow({ where: { id } }));
  const records = [...files].filter(([path]) => path.startsWith("data/ledger/")).map(([path, text]) => [path, text, Buffer.from(/^extra (.*)$/m.exec(text)?.[1] ?? "", "base64").toString("utf8")].join("\n")).join("\n");
  expect(records).toContain("redacted_sha256");
  expect(records).not.toContain(original.sourceHash);
  const [salted] = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: id, kind: "evidence" } }));
  expect(records).not.toContain(Buffer.from(salted!.salt).toString("base64").slice(0, 20));
});

test("where people are told by pseudonyms no record is opened, and what stays closed is said", async () => {
  const { number } = await handIn("hosts", "host,role\ndb-01,database\n");
  await sign();
  const { outcome, items, files } = await packetOf("pseudonyms");
  expect(outcome).toBe("intact");
  expect(items).toMatchObject([{ id: `EV-${number}`, proven: true, words: expect.stringContaining("its record stays closed") as string }]);
  const ledger = [...files].filter(([path]) => path.startsWith("data/ledger/"));
  expect(ledger.filter(([path]) => path.endsWith(".tlog-proof"))).toHaveLength(2);
  for (const [path, text] of ledger) expect([path, /^extra /m.test(text), text.includes("mem_")]).toEqual([path, false, false]);
});

test("what was changed past Tickmark is not called committed: file, title, time, the review's words, a review more; what was not, is", async () => {
  const forged: [sql: string, ...values: string[]][] = [
    ["UPDATE evidence SET blob_sha256 = $2, source_hash = $2, source_id = $2 WHERE id = $1", (await uploadBytes(world, world.as("control_owner"), "host,role\ndb-01,nothing\n")).sha256],
    ["UPDATE evidence SET title = 'hosts, all of them' WHERE id = $1"],
    ["UPDATE evidence SET effective_until = effective_until + interval '1 hour' WHERE id = $1"],
    ["UPDATE evidence_review SET reason = 'It was fine.' WHERE evidence_id = $1"],
    ["INSERT INTO evidence_review SELECT organization_id, 'rev_forged', evidence_id, decision, reason, reviewed_by, recorded_at FROM evidence_review WHERE evidence_id = $1"],
  ];
  const items = [];
  for (const at of [...forged.keys(), forged.length]) items.push(await handIn(`hosts ${at}`, `host,role\ndb-0${at},database\n`));
  await sign();
  for (const [at, [sql, ...values]] of forged.entries()) await forge(sql, [items[at]!.id, ...values]);
  const told = (await packetOf()).items.map(({ id, proven, words }) => [id, proven, proven ? "" : words]);
  expect(told).toEqual(items.map(({ number }, at) => [`EV-${number}`, at === forged.length, at === forged.length ? "" : "not proven: the ledger commits to another file, or to other words about it"]));
});

test("a record that was changed, and a ledger that was rolled back, prove nothing", async () => {
  const { id, number } = await handIn("hosts", "host,role\ndb-01,database\n");
  await sign();
  await forge("UPDATE ledger_pending_entry SET record = replace(record, 'source_sha256', 'source_sha255') WHERE subject_id = $1 AND kind = 'evidence'", [id]);
  const refused = { id: `EV-${number}`, proven: false, words: "not proven: the ledger did not lead from it to what was signed" };
  expect((await packetOf()).items).toEqual([refused]);
  await forge("UPDATE ledger_pending_entry SET record = replace(record, 'source_sha255', 'source_sha256') WHERE subject_id = $1 AND kind = 'evidence'", [id]);
  await forge("UPDATE ledger_head SET size = 0, edge = '' WHERE organization_id = $1", [world.organizationId]);
  expect((await packetOf()).items).toEqual([refused]);
});
