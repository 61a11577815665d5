import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ZipFile } from "yazl";
import { readEvidence, submitFiles } from "#lib/evidence/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { appendUpload, beginUpload, cancelUpload, readUploadState, receiveUpload, sweepUpload, takeApart } from "./index.ts";
import { MAX_CHECKED_BYTES, MAX_OPEN_BYTES, MAX_UPLOAD_BYTES, UPLOAD_KEPT_MS, WRITER_RESTS_MS } from "./limits.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

async function* pieces(bytes: Uint8Array, size = 100_000, breaksAt = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    if (at >= breaksAt) throw new Error("aborted");
    yield bytes.subarray(at, at + size);
  }
}
const as = () => world.as("control_owner");
const sum = (bytes: Uint8Array) => ({ algorithm: "sha256" as const, digest: createHash("sha256").update(bytes).digest() });
const rows = () => world.inTenant((tx) => tx.upload.findMany({ orderBy: { id: "asc" } }));
const blobs = () => world.inTenant((tx) => tx.blob.count());
async function lying(): Promise<string[]> {
  const { dataDirectory } = await testDatabase();
  return readdir(path.join(dataDirectory, "blobs", world.organizationId, "incoming"));
}
async function reset(): Promise<void> {
  for (const { id } of await rows()) await sweepUpload(world.asSystem(), id);
  expect(await lying()).toEqual([]);
}

describe("a file that comes in parts", () => {
  test("goes on where its connection broke, and is recorded once, when it is whole", async () => {
    const bytes = randomBytes(3_500_000);
    const before = await blobs();
    const { id } = await beginUpload(as(), { fileName: "trail.log", byteLength: bytes.length, originalPath: "logs/trail.log", originalModifiedAt: new Date("2026-01-05T10:00:00.000Z"), sha256: sha256Hex(bytes) });
    await expect(appendUpload(as(), { uploadId: id, offset: 0, body: pieces(bytes, 100_000, 1_200_000) })).rejects.toThrow("aborted");
    expect(await readUploadState(as(), id)).toMatchObject({ offset: 1_200_000, sha256: null });
    expect(await blobs()).toBe(before);
    const piece = bytes.subarray(1_200_000, 2_000_000);
    expect(await appendUpload(as(), { uploadId: id, offset: 1_200_000, body: pieces(piece), checksum: sum(piece) })).toMatchObject({ offset: 2_000_000 });
    expect(await appendUpload(as(), { uploadId: id, offset: 2_000_000, body: pieces(bytes.subarray(2_000_000)) })).toMatchObject({ offset: bytes.length, sha256: sha256Hex(bytes) });
    expect(await readUploadState(as(), id)).toMatchObject({ offset: bytes.length, sha256: sha256Hex(bytes) });
    await expect(appendUpload(as(), { uploadId: id, offset: bytes.length, body: pieces(Buffer.from("x")) })).rejects.toMatchObject({ reason: "offset_differs" });
    expect(await blobs()).toBe(before + 1);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectKind: "upload", OR: [{ subjectId: id }, { subjectId: sha256Hex(bytes) }] }, orderBy: { id: "asc" } }));
    expect(trail.map((entry) => entry.action).sort()).toEqual(["upload.begun", "upload.stored"]);
    await reset();
  });

  test("keeps a piece with its checksum whole or not at all", async () => {
    const bytes = randomBytes(300_000);
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: 2 * MAX_CHECKED_BYTES });
    const wrong = { uploadId: id, offset: 0, body: pieces(bytes), checksum: sum(Buffer.from("other")) };
    expect(await reasonOf(appendUpload(as(), wrong))).toBe("checksum_differs");
    expect(await reasonOf(appendUpload(as(), { ...wrong, body: pieces(Buffer.alloc(MAX_CHECKED_BYTES + 1)) }))).toBe("piece_too_large");
    expect((await readUploadState(as(), id)).offset).toBe(0);
    await reset();
  });

  test("of another hash than its sender declared is thrown away with everything that was kept of it", async () => {
    const bytes = randomBytes(200_000);
    const before = await blobs();
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: bytes.length, sha256: sha256Hex("something else") });
    expect(await reasonOf(appendUpload(as(), { uploadId: id, offset: 0, body: pieces(bytes) }))).toBe("blob_hash_differs");
    expect(await reasonOf(readUploadState(as(), id))).toBe("upload_not_found");
    expect([await lying(), await blobs()]).toEqual([[], before]);
  });

  test("is refused before it begins: empty, over 2 GiB, more than may be on its way at once, by who may not", async () => {
    const begin = (byteLength: number) => beginUpload(as(), { fileName: "a.bin", byteLength });
    for (const length of [0, MAX_UPLOAD_BYTES + 1]) await expect(begin(length)).rejects.toMatchObject({ code: "validation" });
    await expect(beginUpload(world.as("employee"), { fileName: "a.bin", byteLength: 5 })).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await begin(1000);
    await world.inTenant((tx) => tx.upload.update({ where: { organizationId_id: { organizationId: world.organizationId, id } }, data: { byteLength: BigInt(MAX_OPEN_BYTES) } }));
    expect(await reasonOf(begin(1000))).toBe("uploads_on_their_way");
    await reset();
  });

  test("belongs to who began it, in their organization", async () => {
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: 5 });
    for (const stranger of [world.as("admin"), other.as("control_owner"), other.as("admin")]) {
      expect(await reasonOf(readUploadState(stranger, id))).toBe("upload_not_found");
      expect(await reasonOf(appendUpload(stranger, { uploadId: id, offset: 0, body: pieces(Buffer.from("hello")) }))).toBe("upload_not_found");
      expect(await reasonOf(cancelUpload(stranger, id))).toBe("upload_not_found");
    }
    await cancelUpload(as(), id);
    expect([await rows(), await lying()]).toEqual([[], []]);
  });

  test("gives way to the request that goes on, when its first connection hangs", async () => {
    const bytes = Buffer.from("hello world");
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: bytes.length });
    const hanging = appendUpload(as(), { uploadId: id, offset: 0, body: (async function* () { yield bytes.subarray(0, 5); await new Promise(() => undefined); })() });
    const refused = reasonOf(hanging);
    await expect.poll(async () => (await rows())[0]?.writer).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await appendUpload(as(), { uploadId: id, offset: 5, body: pieces(bytes.subarray(5)) })).toMatchObject({ sha256: sha256Hex(bytes) });
    expect(await refused).toBe("upload_held");
    await reset();
  });

  test("is held from piece to piece by one writer, by nobody a moment later, and goes on at another server once that has let go", async () => {
    const bytes = Buffer.from("hello world");
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: bytes.length });
    const append = (from: number, to: number) => appendUpload(as(), { uploadId: id, offset: from, body: pieces(bytes.subarray(from, to)), checksum: sum(bytes.subarray(from, to)) });
    const writer = async () => (await rows())[0]?.writer;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await append(0, 3);
    const first = await writer();
    expect(first).toMatch(/^wri_/);
    await append(3, 5);
    expect(await writer()).toBe(first);
    expect(await reasonOf(appendUpload(world.as("admin"), { uploadId: id, offset: 5, body: pieces(bytes) }))).toBe("upload_not_found");
    await append(5, 6);
    vi.advanceTimersByTime(WRITER_RESTS_MS);
    vi.useRealTimers();
    await expect.poll(writer).toBeNull();
    const hold = (by: string | null) => world.inTenant((tx) => tx.upload.updateMany({ where: { id }, data: { writer: by, writerUntil: by === null ? null : new Date(world.clock.now().getTime() + 30_000) } }));
    await hold(`wri_${"0".repeat(26)}`);
    expect(await reasonOf(append(6, 8))).toBe("upload_held");
    const waiting = append(6, 8);
    await hold(null);
    expect(await waiting).toMatchObject({ offset: 8 });
    expect(await append(8, bytes.length)).toMatchObject({ sha256: sha256Hex(bytes) });
    expect(await writer()).toBeNull();
    await reset();
  });

  test("that nobody goes on with is swept when its time is over, and can no longer be asked for", async () => {
    const { id } = await beginUpload(as(), { fileName: "a.bin", byteLength: 50 });
    await appendUpload(as(), { uploadId: id, offset: 0, body: pieces(Buffer.from("half")) });
    const { rows: due } = await world.inTenant(async (tx) => ({ rows: await tx.$queryRaw<{ due_at: Date }[]>`SELECT expires_at AS due_at FROM upload WHERE id = ${id}` }));
    expect(due[0]!.due_at.getTime() - world.clock.now().getTime()).toBe(UPLOAD_KEPT_MS);
    world.clock.advance(UPLOAD_KEPT_MS + 1);
    expect(await reasonOf(readUploadState(as(), id))).toBe("upload_not_found");
    await sweepUpload(world.asSystem(), id);
    await sweepUpload(world.asSystem(), id);
    expect([await rows(), await lying()]).toEqual([[], []]);
  });

  test("for which the disk has no room says so and leaves nothing", async () => {
    const whole = runtime();
    const full = () => Promise.reject(new AppError("limit_exceeded", "disk_full", "The disk is full; nothing was kept. Free some space and send it again."));
    configureRuntime({ ...whole, blobs: { ...whole.blobs, parts: { ...whole.blobs.parts, begin: full } } });
    try {
      expect(await reasonOf(beginUpload(as(), { fileName: "a.bin", byteLength: 50 }))).toBe("disk_full");
    } finally {
      configureRuntime(whole);
    }
    expect(await rows()).toEqual([]);
  });
});

async function zipped(files: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { mtime: new Date("2026-02-03T04:05:06.000Z") });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test("a ZIP is taken apart by who sent it, and its paths and dates stay claims: nothing was collected at them", async () => {
  const zip = await zipped({ "q3/hosts.csv": "host\na\n", "q3/empty.txt": "", "notes.md": "# Notes\n" });
  const { sha256 } = await receiveUpload(as(), { body: pieces(zip), byteLength: zip.length });
  expect(await reasonOf(takeApart(world.as("admin"), sha256))).toBe("upload_not_found");
  const { files, empty } = await takeApart(as(), sha256);
  expect(empty).toBe(1);
  expect(files.map(({ originalPath, fileName, byteLength }) => [originalPath, fileName, byteLength])).toEqual([["q3/hosts.csv", "hosts.csv", 7], ["notes.md", "notes.md", 8]]);
  const requestIds = [(await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy")!];
  const recorded = await submitFiles(as(), { files: files.map((file) => ({ sha256: file.sha256, fileName: file.fileName, originalPath: file.originalPath, originalModifiedAt: file.originalModifiedAt })), title: "Third quarter", requestIds });
  const kept = await world.inTenant((tx) => tx.evidence.findMany({ where: { id: { in: recorded.map(({ id }) => id) } }, orderBy: { number: "asc" } }));
  expect(kept.map(({ title, originalPath }) => [title, originalPath])).toEqual([["Third quarter: q3/hosts.csv", "q3/hosts.csv"], ["Third quarter: notes.md", "notes.md"]]);
  for (const one of kept) expect(one).toMatchObject({ originalModifiedAt: new Date("2026-02-03T04:05:06.000Z"), collectedAt: world.clock.now() });
  const [file] = files;
  await expect(submitFiles(as(), { files: [{ sha256: file!.sha256, fileName: "a.csv" }, { sha256: "0".repeat(64), fileName: "b.csv" }], requestIds })).rejects.toMatchObject({ reason: "upload_not_found" });
  expect(await world.inTenant((tx) => tx.evidence.count())).toBe(2);
});

test("the same name twice is two evidence, and a clock that was set back changes neither their order nor what they say", async () => {
  const requestIds = [await world.inTenant(async (tx) => (await tx.evidenceRequest.findFirstOrThrow({ where: { sourceKinds: { has: "upload" } }, orderBy: { id: "asc" } })).id)];
  const sent = async (text: string) => ({ sha256: (await receiveUpload(as(), { body: pieces(Buffer.from(text)), byteLength: text.length })).sha256, fileName: "export.csv" });
  const first = await submitFiles(as(), { files: [await sent("one"), await sent("two")], requestIds });
  world.clock.advance(-3 * 3_600_000);
  const [later] = await submitFiles(as(), { files: [await sent("three")], requestIds });
  expect(later!.number).toBe(first[1]!.number + 1);
  await expect(submitFiles(as(), { files: [await sent("four")], requestIds, collectedAt: new Date(world.clock.now().getTime() + 60_000) })).rejects.toMatchObject({ reason: "collected_in_future" });
});

test("a name of 300 characters is refused in words, the longest that is allowed and one of emoji are kept to the letter; no name is ever a path", async () => {
  const requestIds = [await world.inTenant(async (tx) => (await tx.evidenceRequest.findFirstOrThrow({ where: { sourceKinds: { has: "upload" } }, orderBy: { id: "asc" } })).id)];
  const handIn = async (fileName: string) => {
    const { sha256 } = await receiveUpload(as(), { body: pieces(Buffer.from(fileName)), byteLength: Buffer.byteLength(fileName) });
    return (await submitFiles(as(), { files: [{ sha256, fileName }], requestIds }))[0]!.id;
  };
  expect(await reasonOf(handIn(`${"x".repeat(296)}.csv`))).toBe("input_invalid");
  const longest = `${"ä".repeat(251)}.csv`;
  for (const fileName of [longest, "🧾👩‍💻 Überprüfung 日本.csv"]) {
    const id = await handIn(fileName);
    expect((await readEvidence(world.as("compliance_manager"), { reference: id })).fileName).toBe(fileName);
  }
  const climbing = await reasonOf(handIn("../../etc/passwd").then(async (id) => expect((await readEvidence(world.as("compliance_manager"), { reference: id })).fileName).not.toContain("/")));
  expect(["done", "input_invalid"]).toContain(climbing);
});
