import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { lookAtBlobs } from "#lib/cli/doctor/look-at-blobs.ts";
import { classifyEvidence, listEvidence, readEvidence, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { placeLegalHold, releaseLegalHold } from "#lib/leaving/index.ts";
import { examineLedger, runDueLedger } from "#lib/ledger/index.ts";
import { findTexts, search } from "#lib/navigation/index.ts";
import { requestPacket, makePacketJob, readPacket } from "#lib/packets/index.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { offerPreview } from "#lib/preview/index.ts";
import { runDueReminders } from "#lib/reminders/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { approveDisposal, disposeEvidenceJob, keepLonger, listDispositions, proposeDisposal } from "./index.ts";
import { destroyContent } from "./destroy-content.ts";

const urls = await testDatabase();
const store = openFileBlobStore(path.join(urls.dataDirectory, "blobs"));
const request = "SYS.1.01 logging-policy";

let world: World;
let library: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  library = await adoptedLibrary(world);
});
afterAll(() => world.close());
beforeEach(() => world.clock.advance(61_000));

const manager = () => world.as("compliance_manager");
const someText = (length: number): string => randomBytes(length / 2).toString("hex");
const requestIds = () => [library.requests.get(request)!];
const reason = "Seven years are over.";

async function upload(title: string, text: string): Promise<{ id: string; number: number; sha256: string }> {
  world.clock.advance(61_000);
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, text);
  const day = world.clock.now().toISOString().slice(0, 10);
  const { id, number } = await submitEvidence(owner, { source: { kind: "upload", sha256, fileName: "proof.bin" }, title, period: { firstDay: day, lastDay: day }, requestIds: requestIds() });
  await reviewEvidence(manager(), { evidenceId: id, decision: "accepted" });
  return { id, number, sha256 };
}

async function note(title: string, text: string): Promise<{ id: string; number: number }> {
  world.clock.advance(61_000);
  const day = world.clock.now().toISOString().slice(0, 10);
  const { id, number } = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title, note: text, period: { firstDay: day, lastDay: day }, requestIds: requestIds() });
  return { id, number };
}

/** Lets the time of everything that there is run out, has it proposed, and answers the proposals by number of evidence. */
async function proposals(): Promise<Map<number, string>> {
  world.clock.advance(2_600 * 86_400_000);
  await proposeDisposal(world.asSystem(), {});
  return new Map((await listDispositions(manager(), { size: 200 })).rows.map((row) => [row.number, row.id]));
}

const approve = (...dispositionIds: string[]) => approveDisposal(manager(), { dispositionIds, reason });
const read = (id: string) => readEvidence(manager(), { reference: id });
const bytesOf = async (sha256: string): Promise<string> => {
  try {
    for await (const piece of world.runtime.blobs.read(world.organizationId, sha256)) void piece;
    return "read";
  } catch (error) {
    return (error as { reason?: string }).reason ?? "another failure";
  }
};
/** All that the organization's tables hold, as text. */
const everyRow = (): Promise<string> => withConnection(urls.admin, "The test's connection", async (client) => {
  const { rows } = await client.query<{ table: string }>("SELECT quote_ident(table_name) AS table FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'organization_id'");
  const texts = [];
  for (const { table } of rows) texts.push((await client.query<{ text: string | null }>(`SELECT string_agg(to_jsonb(t)::text, ' ') AS text FROM ${table} t WHERE organization_id = $1`, [world.organizationId])).rows[0]?.text ?? "");
  return texts.join("\n");
});
const isHere = (sha256: string) => store.has(world.organizationId, sha256);

test("what is over is proposed by the daily look and destroyed only after a person approved it: key and bytes are gone, what it was stays", async () => {
  const file = await upload("Access review 2019", someText(40_000));
  const copy = await readFile(path.join(urls.dataDirectory, "blobs", world.organizationId, file.sha256.slice(0, 2), file.sha256));
  world.clock.advance(2_600 * 86_400_000);
  await runDueReminders(world.asSystem());
  const { rows, proposed } = await listDispositions(manager(), {});
  expect([proposed, rows]).toMatchObject([1, [{ number: file.number, state: "proposed", packets: [], holds: [] }]]);
  expect([await world.runJobs([disposeEvidenceJob]), await bytesOf(file.sha256)]).toEqual([[], "read"]);
  await approve(rows[0]!.id);
  await world.runJobs([disposeEvidenceJob]);
  expect([await bytesOf(file.sha256), await isHere(file.sha256)]).toEqual(["blob_missing", false]);
  // A copy of the encrypted bytes that lay elsewhere is put back: nobody can open it.
  await store.writeSealed(world.organizationId, file.sha256, { byteLength: copy.length, bytes: (async function* () { yield await Promise.resolve(copy); })() });
  expect(await bytesOf(file.sha256)).toBe("blob_missing");
  await store.remove(world.organizationId, file.sha256);
  const page = await read(file.id);
  expect(page).toMatchObject({ title: "Access review 2019", sourceHash: file.sha256, byteLength: 40_000n, reviewState: "accepted", disposal: { reason, approver: "Cleo Compliance", content: "destroyed" } });
  expect(offerPreview(manager(), page)).toBeNull();
  expect(await lookAtBlobs(urls, store, readSecrets(urls.dataDirectory), true)).toMatchObject({ ok: true });
});

test("cut off after the key was destroyed, the next run takes the bytes away and records nothing twice", async () => {
  const file = await upload("Cut off", someText(500));
  const id = (await proposals()).get(file.number)!;
  await approve(id);
  // The job dies here: what it answered is lost.
  await destroyContent(world.asSystem(), { dispositionId: id });
  expect([await bytesOf(file.sha256), await isHere(file.sha256)]).toEqual(["blob_missing", true]);
  await world.runJobs([disposeEvidenceJob]);
  expect(await isHere(file.sha256)).toBe(false);
  await destroyContent(world.asSystem(), { dispositionId: id });
  const entries = await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { subjectId: file.id, kind: "evidence.disposed" } }));
  const trail = await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { subjectId: file.id, action: "evidence.disposed" } }));
  expect([entries, trail]).toEqual([1, 1]);
});

test("bytes that another evidence needs survive until that one is disposed of too; sent anew, they are a new file", async () => {
  const bytes = someText(700);
  const first = await upload("First", bytes);
  const second = await upload("Second", bytes);
  const due = await proposals();
  await approve(due.get(first.number)!);
  await world.runJobs([disposeEvidenceJob]);
  expect([(await read(first.id)).disposal?.content, await bytesOf(first.sha256), (await read(second.id)).disposal]).toEqual(["needed_elsewhere", "read", null]);
  await approve(due.get(second.number)!);
  await world.runJobs([disposeEvidenceJob]);
  expect([(await read(second.id)).disposal?.content, await bytesOf(first.sha256)]).toEqual(["destroyed", "blob_missing"]);
  const third = await upload("Third", bytes);
  expect([third.sha256 === first.sha256, await bytesOf(third.sha256)]).toEqual([true, "read"]);
});

test("a note's words are gone from the row and from the search, its hash stays", async () => {
  const { id, number } = await note("Interview", "Zweitschlüssel im Zwiebelkeller");
  const found = async () => JSON.stringify(await findTexts(manager(), { text: "Zwiebelkeller" }));
  expect(await found()).toContain(id);
  const hash = (await read(id)).sourceHash;
  await approve((await proposals()).get(number)!);
  await world.runJobs([disposeEvidenceJob]);
  expect(await read(id)).toMatchObject({ note: "", title: "Interview", sourceHash: hash, disposal: { content: "note" } });
  expect(await found()).not.toContain(id);
  await expect(world.inTenant((tx) => tx.$executeRaw`UPDATE evidence SET note = '' WHERE id = ${id}`)).rejects.toThrow(/permission denied/);
});

test("a link falls due without a note too, and its address goes from every row and every search; its hash stays and the ledger holds", async () => {
  const address = "https://zwetschgen.example.com/kuchen";
  const day = world.clock.now().toISOString().slice(0, 10);
  const { id, number } = await submitEvidence(world.as("control_owner"), { source: { kind: "link", address }, title: "Page of the wiki", period: { firstDay: day, lastDay: day }, requestIds: requestIds() });
  await reviewEvidence(manager(), { evidenceId: id, decision: "accepted" });
  const found = async () => [JSON.stringify(await findTexts(manager(), { text: "zwetschgen.example.com" })).includes(id), (await listEvidence(manager(), { text: "zwetschgen.example.com" })).rows.length, (await search(manager(), { text: "zwetschgen.example.com" })).records.length];
  expect(await found()).toEqual([true, 1, 1]);
  await approve((await proposals()).get(number)!);
  await world.runJobs([disposeEvidenceJob]);
  expect(await read(id)).toMatchObject({ webAddress: null, note: "", title: "Page of the wiki", sourceHash: sha256Hex(address), disposal: { content: "address" } });
  expect(await found()).toEqual([false, 0, 0]);
  expect((await listEvidence(manager(), { text: `EV-${number}` })).rows.map((row) => row.id)).toEqual([id]);
  await runDueLedger(world.asSystem());
  expect((await examineLedger(world.asSystem(), () => Promise.resolve())).fault).toBeNull();
  const everything = await everyRow();
  expect(everything).toContain(sha256Hex(address));
  expect(everything).not.toContain("zwetschgen");
});

test("nothing under legal hold is proposed or approved, and a hold that comes after the approval stops it", async () => {
  const { id, number } = await note("Held", "Words of a witness");
  const on = { kind: "evidence" as const, evidenceIds: [id] };
  const hold = await placeLegalHold(world.as("admin"), { reason: "Inquiry", on });
  expect((await proposals()).has(number)).toBe(false);
  await releaseLegalHold(world.as("admin"), { holdId: hold.id, reason: "Over" });
  const proposal = (await proposals()).get(number)!;
  const second = await placeLegalHold(world.as("admin"), { reason: "Inquiry", on });
  expect(await reasonOf(approve(proposal))).toBe("legal_hold");
  await releaseLegalHold(world.as("admin"), { holdId: second.id, reason: "Over" });
  await approve(proposal);
  const third = await placeLegalHold(world.as("admin"), { reason: "Inquiry", on });
  await world.runJobs([disposeEvidenceJob]);
  expect([(await read(id)).note, (await listDispositions(manager(), {})).rows.find((row) => row.number === number)]).toMatchObject(["Words of a witness", { state: "proposed", holds: ["Inquiry"] }]);
  await releaseLegalHold(world.as("admin"), { holdId: third.id, reason: "Over" });
});

test("retention follows the classification or is its own; what is kept longer comes again later; two decisions are one", async () => {
  const { id, number } = await note("Classified", "Kept for its own time");
  await classifyEvidence(manager(), { evidenceId: id, classification: "restricted" });
  const until = (await read(id)).retention!.until.getTime();
  await changeSetting(world.as("admin"), { name: "evidence_retention_days", value: { public: 2_557, internal: 2_557, confidential: 2_557, restricted: 3_000 } });
  world.clock.advance(1_000);
  expect((await read(id)).retention!.until.getTime() - until).toBe((3_000 - 2_557) * 86_400_000);
  expect((await proposals()).has(number)).toBe(false);
  await classifyEvidence(manager(), { evidenceId: id, classification: "restricted", retainDays: 10 });
  await proposeDisposal(world.asSystem(), {});
  const [row] = (await listDispositions(manager(), {})).rows.filter((one) => one.number === number);
  await keepLonger(manager(), { dispositionIds: [row!.id], reason: "A question is open", days: 90 });
  expect(await reasonOf(approve(row!.id))).toBe("already_decided");
  await proposeDisposal(world.asSystem(), {});
  expect((await listDispositions(manager(), { size: 200 })).rows.some((one) => one.number === number)).toBe(false);
  world.clock.advance(91 * 86_400_000);
  await proposeDisposal(world.asSystem(), {});
  expect((await listDispositions(manager(), { size: 200 })).rows.some((one) => one.number === number)).toBe(true);
  await classifyEvidence(manager(), { evidenceId: id, classification: "restricted", retainDays: 9_000 });
  await proposeDisposal(world.asSystem(), {});
  expect((await listDispositions(manager(), { size: 200 })).rows.some((one) => one.number === number)).toBe(false);
});

test("a packet that was made before is named before the approval and stays as it is; one that is made later says what was disposed of and why", async () => {
  const file = await upload("In a packet", someText(900));
  const day = world.clock.now().toISOString().slice(0, 10);
  world.clock.advance(2 * 86_400_000);
  const { controlId } = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: requestIds()[0]! } }));
  const wanted = { controlId, firstDay: day, lastDay: day, timeZone: "UTC" };
  const before = await requestPacket(manager(), wanted);
  await world.runJobs([makePacketJob]);
  const due = await proposals();
  const [row] = (await listDispositions(manager(), { size: 200 })).rows.filter((one) => one.number === file.number);
  expect(row?.packets.map((packet) => packet.id)).toEqual([before.id]);
  await approve(due.get(file.number)!);
  await world.runJobs([disposeEvidenceJob]);
  const after = await requestPacket(manager(), wanted);
  await world.runJobs([makePacketJob]);
  const packet = async (packetId: string) => JSON.stringify(await readPacket(manager(), { packetId }), (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  expect(await packet(before.id)).not.toContain("disposed of");
  expect(await packet(after.id)).toMatch(new RegExp(`The file \\(900 bytes\\) was disposed of on [0-9-]+ because: ${reason} Its SHA-256 was ${file.sha256}`));
});
