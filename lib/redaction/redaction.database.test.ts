import PDFDocument from "pdfkit";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { approveDisposal, disposeEvidenceJob, listDispositions, proposeOriginal } from "#lib/disposal/index.ts";
import { readEvidence, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import { makePacketJob, requestPacket } from "#lib/packets/index.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { damageBlob, type Mishap } from "#lib/testing/damaged-blobs.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { openOriginal, readRedactable, redactEvidence } from "./index.ts";

let world: World;
let library: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  library = await adoptedLibrary(world);
});
afterAll(() => world.close());
beforeEach(() => world.clock.advance(61_000));

const manager = () => world.as("compliance_manager");
const reason = "Names are not needed.";
const PEOPLE = "host,owner,mail\ndb-01,Okafor Ines,ines@fernhall.example\nweb-01,Rivera Tomas,tomas@fernhall.example\n";

async function submitted(text: string, fileName: string): Promise<{ id: string; day: string }> {
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, text);
  const day = world.clock.now().toISOString().slice(0, 10);
  const { id } = await submitEvidence(owner, { source: { kind: "upload", sha256, fileName }, title: `List ${fileName}`, period: { firstDay: day, lastDay: day }, requestIds: [library.requests.get("SYS.1.01 logging-policy")!] });
  await reviewEvidence(manager(), { evidenceId: id, decision: "accepted" });
  return { id, day };
}

const textOf = async (sha256: string): Promise<string> => (await readWithin(world.organizationId, sha256, 100_000)).toString("utf8");
const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "done";
  } catch (error) {
    return JSON.stringify((error as { problems?: unknown }).problems ?? String(error));
  }
};

async function pdf(...lines: string[]): Promise<string> {
  const document = new PDFDocument({ compress: false });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on("end", resolve));
  for (const line of lines) document.text(line);
  document.end();
  await ended;
  return Buffer.concat(parts).toString("latin1").replace(/[^\x00-\x7f]/g, ".");
}

test("columns are left out here; from then on everybody gets the redacted version, and only few the original, told in the trail", async () => {
  const { id } = await submitted(PEOPLE, "hosts.csv");
  expect((await readRedactable(manager(), id)).text).toEqual({ columns: ["host", "owner", "mail"], lines: 3 });
  await redactEvidence(manager(), { evidenceId: id, how: { kind: "columns", columns: [1, 2] }, reason });
  const page = await readEvidence(world.as("control_owner"), { reference: id });
  expect(page).toMatchObject({ fileName: "hosts-redacted.csv", redaction: { removed: "Columns owner, mail", original: null, maker: "Cleo Compliance" } });
  expect(await textOf(page.blobSha256!)).toBe("host,owner,mail\ndb-01,[redacted],[redacted]\nweb-01,[redacted],[redacted]\n");
  expect(JSON.stringify(page, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))).not.toContain(sha256Hex(PEOPLE));
  expect(await reasonOf(openOriginal(world.as("control_owner"), { evidenceId: id }))).toBe("role_lacks_permission");
  expect(await textOf((await openOriginal(manager(), { evidenceId: id })).sha256)).toBe(PEOPLE);
  expect(await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { subjectId: id, action: "evidence.original_opened" } }))).toBe(1);
  // The commitment opens with the original and its salt alone.
  const seen = (await readEvidence(manager(), { reference: id })).redaction!;
  expect(sha256Hex(`tickmark redaction v1\n${seen.original!.salt}\n${sha256Hex(PEOPLE)}\n`)).toBe(seen.commitment);
});

test("lines are left out by number; what is not there, no text, or the same file again is refused", async () => {
  const { id } = await submitted("one\ntwo\nthree\n", "notes.txt");
  expect(await refusal(redactEvidence(manager(), { evidenceId: id, how: { kind: "lines", lines: "7" }, reason }))).toContain("3 lines");
  expect(await refusal(redactEvidence(manager(), { evidenceId: id, how: { kind: "columns", columns: [5] }, reason }))).toContain("no such column");
  await redactEvidence(manager(), { evidenceId: id, how: { kind: "lines", lines: "2" }, reason });
  expect(await textOf((await readEvidence(manager(), { reference: id })).blobSha256!)).toBe("one\n[redacted]\nthree\n");
  const { sha256 } = await uploadBytes(world, manager(), "one\ntwo\nthree\n");
  expect(await reasonOf(redactEvidence(manager(), { evidenceId: id, how: { kind: "file", file: { sha256, fileName: "same.txt" }, removed: "Nothing" }, reason }))).toBe("redaction_same_file");
});

test("a PDF from which nothing was removed is refused with the reason, one from which it was is taken", async () => {
  const { id } = await submitted(await pdf("Salary of Ines", "Approved"), "salaries.pdf");
  const upload = async (text: string) => ({ kind: "file" as const, file: { sha256: (await uploadBytes(world, manager(), text)).sha256, fileName: "redacted.pdf" }, removed: "A salary" });
  expect(await refusal(redactEvidence(manager(), { evidenceId: id, how: await upload(await pdf("Salary of Ines", "Approved", "and a box")), reason }))).toMatch(/Boxes that are drawn over a text leave the text in the file/);
  await redactEvidence(manager(), { evidenceId: id, how: await upload(await pdf("Approved")), reason });
  expect((await readEvidence(manager(), { reference: id })).fileName).toBe("redacted.pdf");
});

test("packets take the redacted version with its commitment; the original is disposed of by itself, and the version stays", async () => {
  const { id, day } = await submitted(PEOPLE.replace("db-01", "db-02"), "owners.csv");
  await redactEvidence(manager(), { evidenceId: id, how: { kind: "columns", columns: [1, 2] }, reason });
  const { commitment, original } = (await readEvidence(manager(), { reference: id })).redaction!;
  world.clock.advance(2 * 86_400_000);
  const { controlId } = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: library.requests.get("SYS.1.01 logging-policy")! } }));
  const { id: packetId } = await requestPacket(manager(), { controlId, firstDay: day, lastDay: day, timeZone: "UTC" });
  await world.runJobs([makePacketJob]);
  const state = await world.inTenant((tx) => tx.packetState.findFirstOrThrow({ where: { packetId } }));
  const zip = (await readWithin(world.organizationId, state.blobSha256!, 10_000_000)).toString("latin1");
  expect([zip.includes(commitment), zip.includes("db-02,[redacted],[redacted]"), zip.includes("Okafor"), zip.includes(original!.sha256)]).toEqual([true, true, false, false]);
  await proposeOriginal(manager(), { evidenceId: id });
  const [row] = (await listDispositions(manager(), {})).rows;
  expect(row).toMatchObject({ part: "original", title: "List owners.csv" });
  await approveDisposal(manager(), { dispositionIds: [row!.id], reason: "Only the list is needed." });
  await world.runJobs([disposeEvidenceJob]);
  await expect(textOf(original!.sha256)).rejects.toMatchObject({ reason: "blob_missing" });
  const page = await readEvidence(manager(), { reference: id });
  expect(page).toMatchObject({ disposal: null, redaction: { commitment, original: null } });
  expect(page.redaction!.originalDisposedAt).not.toBeNull();
  expect(await textOf(page.blobSha256!)).toContain("db-02,[redacted]");
  expect(await reasonOf(openOriginal(manager(), { evidenceId: id }))).toBe("file_disposed");
});

test.each<[Mishap, string]>([["removed", "missing"], ["one bit", "altered"], ["unreadable", "unreadable"]])("of a file that was %s on the disk the form says so, in place of what could be left out", async (how, damage) => {
  const { id } = await submitted(`${PEOPLE}${how},,\n`, "damaged.csv");
  const { mend } = await damageBlob(world, sha256Hex(`${PEOPLE}${how},,\n`), how);
  expect(await readRedactable(manager(), id)).toMatchObject({ text: null, damage });
  await mend();
  expect(await readRedactable(manager(), id)).toMatchObject({ text: { lines: 4 }, damage: null });
});
