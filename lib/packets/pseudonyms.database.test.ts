import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { readWithin } from "#lib/platform/blob-store/read-within.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { makePacketJob, readPacket, requestPacket, resolvePeople, verifyStoredPacket } from "./index.ts";
import { readZip } from "./read-zip.fixtures.ts";

let world: World;
let library: AdoptedLibrary;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  library = await adoptedLibrary(world);
});
afterAll(() => world.close());

const REQUEST = "SYS.1.01 logging-policy";
const manager = () => world.as("compliance_manager");

async function handIn(source: { text: string; fileName: string } | null, note: string): Promise<void> {
  world.clock.advance(61_000);
  const owner = world.as("control_owner");
  const day = world.clock.now().toISOString().slice(0, 10);
  const sent = source === null ? { kind: "note" as const } : { kind: "upload" as const, sha256: (await uploadBytes(world, owner, source.text)).sha256, fileName: source.fileName };
  const { id } = await submitEvidence(owner, { source: sent, title: `Handed in by Olga Owner: ${source?.fileName ?? "note"}`, note, period: { firstDay: day, lastDay: day }, requestIds: [library.requests.get(REQUEST)!] });
  await reviewEvidence(manager(), { evidenceId: id, decision: "accepted", reason: "Cleo Compliance agrees" });
}

async function packetOf(people: "named" | "pseudonyms"): Promise<{ id: string; zip: Buffer; files: Map<string, string> }> {
  const { controlId } = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: library.requests.get(REQUEST)! } }));
  const { id } = await requestPacket(manager(), { controlId, firstDay: "2026-09-14", lastDay: "2026-09-14", timeZone: "UTC", people });
  await world.runJobs([makePacketJob]);
  const state = await world.inTenant((tx) => tx.packetState.findFirstOrThrow({ where: { packetId: id } }));
  const zip = await readWithin(world.organizationId, state.blobSha256!, 50_000_000);
  const files = new Map<string, string>();
  for (const { path, bytes } of await readZip(zip)) files.set(path, path.endsWith(".pdf") ? await pdfText(bytes) : bytes.toString("utf8"));
  return { id, zip, files };
}

async function pdfText(bytes: Buffer): Promise<string> {
  const document = await getDocument({ data: Uint8Array.from(bytes), useSystemFonts: true, verbosity: 0 }).promise;
  const words: string[] = [bytes.toString("latin1")];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    words.push(items.map((item) => ("str" in item ? item.str : "")).join(" ").replace(/\s+/g, " "));
  }
  return words.join("\n");
}

test("no name and no address of anybody stands in any byte of a packet with pseudonyms, and it still verifies", async () => {
  await handIn(null, "Olga Owner asked Ada Admin (admin@example.org) and Sami  Security.");
  await handIn({ text: "host,owner\ndb-01,Olga Owner\n", fileName: "olga-owner-hosts.csv" }, "A list");
  await handIn({ text: "host,role\ndb-01,database\n", fileName: "hosts.csv" }, "A list without names");
  world.clock.advance(2 * 86_400_000);
  const people = Object.values(world.members).flatMap(({ name, email }) => [name, email, name.replace(" ", "-")]).map((one) => one.toLowerCase());
  const named = await packetOf("named");
  const { id, zip, files } = await packetOf("pseudonyms");
  const foundIn = (all: ReadonlyMap<string, string>): string[] => [...all].flatMap(([path, text]) => people.filter((one) => `${path}\n${text}`.toLowerCase().includes(one)).map((one) => `${path}: ${one}`));
  // The search finds names where they are: in the same packet that names people, also inside its PDF.
  expect(foundIn(named.files).some((one) => one.includes("report.pdf"))).toBe(true);
  expect(foundIn(files)).toEqual([]);
  const read = async function* (from: number): AsyncGenerator<Buffer> {
    yield await Promise.resolve(zip.subarray(from));
  };
  expect((await verifyStoredPacket(read, zip.length)).outcome).toBe("intact");
  const all = [...files.values()].join("\n");
  expect(all).toMatch(/Control owner [2-9A-Z]{8}/);
  expect([all.includes("db-01,database"), all.includes("It holds names or addresses of people")]).toEqual([true, true]);
  expect((await readPacket(manager(), { packetId: id })).pseudonymous).toBe(true);
  const who = await resolvePeople(manager(), { packetId: id });
  const owner = who.find((one) => one.name === "Olga Owner");
  expect(all).toContain(owner?.pseudonym);
  expect(await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { subjectId: id, action: "packet.people_resolved" } }))).toBe(1);
  expect(await reasonOf(resolvePeople(world.as("control_owner"), { packetId: id }))).toBe("role_lacks_permission");
  expect(await reasonOf(resolvePeople(manager(), { packetId: named.id }))).toBe("people_named");
});
