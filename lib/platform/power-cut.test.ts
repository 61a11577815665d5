import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PowerCut, PowerCutDisk, type Random } from "#lib/testing/power-cut-files.ts";
import type { BlobStore, Sealing } from "./blob-store/blob-store.ts";
import { checkBlob, type BlobFound } from "./blob-store/check-blob.ts";
import { CHUNK_BYTES } from "./blob-store/chunk-cipher.ts";
import { openFileBlobStore } from "./blob-store/file-blob-store.ts";
import { openPartFiles, type Part } from "./blob-store/part-file.ts";
import { sealedHeader } from "./blob-store/sealed-stream.ts";
import { openCheckpointFiles } from "./checkpoint-files.ts";

// What was said to be kept is there after a power cut, and what was not is never there by half under the name of a whole.

const ROOT = "/data/blobs";
const ORGANIZATION = "org_1";
const key = randomBytes(32);
const pool = randomBytes(3 * CHUNK_BYTES);
const sealing: Sealing = { key, header: sealedHeader(), place: () => Promise.resolve(true) };
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Repeats what it gives for a seed (mulberry32). */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readBack(store: BlobStore, hash: string): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of store.read(ORGANIZATION, () => Promise.resolve(key), hash)) read.push(Buffer.from(chunk));
  return Buffer.concat(read);
}

/** Bytes that are themselves alone: their first eight differ. */
function contentOf(number: number, length: number): Buffer {
  const bytes = Buffer.from(pool.subarray(0, length));
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

const lengths = fc.oneof(fc.integer({ min: 8, max: 5_000 }), fc.constantFrom(CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES));
const act = fc.record({ kind: fc.constantFrom("write" as const, "parts" as const, "checkpoint" as const, "remove" as const), length: lengths, cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }) });
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

/** A disk with a data folder, which setting up made safe. */
async function newDisk(): Promise<PowerCutDisk> {
  const disk = new PowerCutDisk();
  await disk.files.makeFolder("/data");
  await disk.files.syncFolder("/");
  return disk;
}

/** What was said to be kept by what ran until the power went. */
class Told {
  readonly blobs = new Map<string, Buffer>();
  readonly notes = new Map<number, string>();
  readonly begun: { part: Part; bytes: Buffer }[] = [];
}

async function perform(disk: PowerCutDisk, acts: readonly Act[], told: Told): Promise<void> {
  const store = openFileBlobStore(ROOT, disk.files);
  const parts = openPartFiles(disk.files);
  const checkpoints = openCheckpointFiles("/data/checkpoints", disk.files);
  for (const [number, { kind, length, cuts }] of acts.entries()) {
    const bytes = contentOf(number, length);
    if (kind === "write") {
      const stored = await store.write(ORGANIZATION, sealing, pieces(bytes, 300_000), { maxBytes: length });
      told.blobs.set(stored.sha256, bytes);
    } else if (kind === "parts") {
      const part: Part = { file: `${store.partsFolder(ORGANIZATION)}/upl_${number}.part`, key, total: length };
      await parts.begin(part, sealedHeader());
      told.begun.push({ part, bytes });
      for (const at of [...cuts.map((cut) => Math.floor(cut * length)).sort((a, b) => a - b), length]) {
        const from = await parts.offset(part);
        if (at > from) await parts.append(part, from, pieces(bytes.subarray(from, at), 400_000));
      }
      const stored = await parts.finish(part);
      await store.adopt(ORGANIZATION, stored, part.file);
      told.blobs.set(stored.sha256, bytes);
    } else if (kind === "checkpoint") {
      const note = `tickmark.example\n${number}\n`;
      await checkpoints.keep({ organizationId: ORGANIZATION, size: number, note });
      told.notes.set(number, note);
    } else {
      const [gone] = told.blobs.keys();
      if (gone === undefined) continue;
      told.blobs.delete(gone);
      await store.remove(ORGANIZATION, gone);
    }
  }
}

async function expectKept(disk: PowerCutDisk, told: Told): Promise<void> {
  const store = openFileBlobStore(ROOT, disk.files);
  for (const [hash, bytes] of told.blobs) expect((await readBack(store, hash)).equals(bytes), "a blob that was told is whole").toBe(true);
  const names = disk.all();
  expect(new Set(names).size).toBe(names.length);
  for await (const { sha256: hash } of store.list(ORGANIZATION)) expect(sha256(await readBack(store, hash)), "what has a name is what it says").toBe(hash);
  const notes = new Map<number, string>();
  for await (const { size, note } of openCheckpointFiles("/data/checkpoints", disk.files).read(ORGANIZATION)) notes.set(size, note);
  for (const [size, note] of notes) expect(note).toBe(`tickmark.example\n${size}\n`);
  for (const size of told.notes.keys()) expect([...notes.keys()]).toContain(size);
}

/** Goes on with every file that had begun, as its sender would, and finds it whole. */
async function expectToGoOn(disk: PowerCutDisk, told: Told): Promise<void> {
  const store = openFileBlobStore(ROOT, disk.files);
  for (const { part, bytes } of told.begun) {
    if (told.blobs.has(sha256(bytes))) continue;
    const parts = openPartFiles(disk.files);
    const began = await parts.offset(part).catch(async (error: unknown) => {
      expect(error).toMatchObject({ reason: "blob_missing" });
      await parts.remove(part.file);
      await parts.begin(part, sealedHeader());
      return 0;
    });
    if (began < part.total) await parts.append(part, began, pieces(bytes.subarray(began), 400_000));
    const stored = await parts.finish(part).catch(async (error: unknown) => {
      expect(error).toMatchObject({ reason: "offset_differs" });
      const from = await parts.offset(part);
      await parts.append(part, from, pieces(bytes.subarray(from), 400_000));
      return parts.finish(part);
    });
    await store.adopt(ORGANIZATION, stored, part.file);
    expect((await readBack(store, sha256(bytes))).equals(bytes)).toBe(true);
  }
}

describe("a power cut", () => {
  it("takes nothing that was told to be kept, and leaves nothing by half, wherever it comes and whatever of the unsynced it keeps", async () => {
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 5 }), fc.nat(120), fc.integer(), async (acts, after, seed) => {
      const disk = await newDisk();
      const told = new Told();
      disk.cutAfter(after);
      await perform(disk, acts, told).catch((error: unknown) => expect(error).toBeInstanceOf(PowerCut));
      disk.cut(randomOf(seed));
      await expectKept(disk, told);
      await expectToGoOn(disk, told);
    }), { numRuns: 150 });
  });

  it("in the middle of a file that takes the place of an altered one leaves the one or the other whole in its place, and the new one once that was told", async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 40, max: 5_000 }), fc.nat(12), fc.integer(), async (length, after, seed) => {
      const disk = await newDisk();
      const bytes = contentOf(1, length);
      const { sha256: hash } = await openFileBlobStore(ROOT, disk.files).write(ORGANIZATION, sealing, pieces(bytes, 300_000), { maxBytes: length });
      const file = `${ROOT}/${ORGANIZATION}/${hash.slice(0, 2)}/${hash}`;
      const altered = await disk.files.open(file, "change");
      await altered.write([Buffer.from([0xff, 0xff, 0xff, 0xff])], 20);
      await altered.sync();
      await altered.close();
      const found = (): Promise<BlobFound> => checkBlob(openFileBlobStore(ROOT, disk.files), ORGANIZATION, () => Promise.resolve(key), { sha256: hash });
      expect(await found()).toBe("altered");
      disk.cutAfter(after);
      let told = false;
      await openFileBlobStore(ROOT, disk.files).write(ORGANIZATION, { ...sealing, header: sealedHeader() }, pieces(bytes, 1_000), { maxBytes: length }).then(() => (told = true), (error: unknown) => expect(error).toBeInstanceOf(PowerCut));
      disk.cut(randomOf(seed));
      expect(told ? ["whole"] : ["altered", "whole"]).toContain(await found());
      // The sender, who was told nothing, sends it again.
      await openFileBlobStore(ROOT, disk.files).write(ORGANIZATION, sealing, pieces(bytes, 300_000), { maxBytes: length });
      expect(await found()).toBe("whole");
    }), { numRuns: 120 });
  });

  it("is found by these tests where a sync is left out: of the bytes, of the folder, of the folder above", async () => {
    for (const lost of ["bytes", "folder", "above"] as const) {
      const found = await fc.check(fc.asyncProperty(fc.integer({ min: 8, max: 4_000 }), fc.integer(), async (length, seed) => {
        const disk = await newDisk();
        const told = new Told();
        const { open, syncFolder } = disk.files;
        if (lost === "bytes") disk.files.open = async (file, how) => ({ ...(await open(file, how)), sync: () => Promise.resolve() });
        else disk.files.syncFolder = (folder) => (/\/[0-9a-f]{2}$/.test(folder) === (lost === "folder") ? Promise.resolve() : syncFolder(folder));
        await perform(disk, [{ kind: "write", length, cuts: [] }], told);
        disk.cut(randomOf(seed));
        await expectKept(disk, told);
      }), { numRuns: 60 });
      expect(found.failed, lost).toBe(true);
    }
  });
});

describe("a full disk", () => {
  it("in the middle of a file leaves nothing of it where it came in one piece, and lets it go on where it came in parts", async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 100_000, max: 2 * CHUNK_BYTES }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), async (length, share) => {
      const bytes = contentOf(7, length);
      const disk = await newDisk();
      const store = openFileBlobStore(ROOT, disk.files);
      disk.capacity = Math.floor(length * share);
      await expect(store.write(ORGANIZATION, sealing, pieces(bytes, 70_000), { maxBytes: length })).rejects.toMatchObject({ code: "limit_exceeded", reason: "disk_full" });
      expect(disk.all()).toEqual([]);
      const part: Part = { file: `${store.partsFolder(ORGANIZATION)}/upl_1.part`, key, total: length };
      const parts = openPartFiles(disk.files);
      await parts.begin(part, sealedHeader());
      await expect(parts.append(part, 0, pieces(bytes, 70_000))).rejects.toMatchObject({ reason: "disk_full" });
      disk.capacity = Number.POSITIVE_INFINITY;
      await expectToGoOn(disk, Object.assign(new Told(), { begun: [{ part, bytes }] }));
    }), { numRuns: 40 });
  });
});
