import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlobStore, LyingBlob, Sealing } from "./blob-store.ts";
import { CHUNK_BYTES } from "./chunk-cipher.ts";
import { openFileBlobStore } from "./file-blob-store.ts";
import { sealedHeader } from "./sealed-stream.ts";

const key = randomBytes(32);
const sealing = (keyId?: string): Sealing => ({ key, header: sealedHeader(keyId), place: () => Promise.resolve(true) });
const ORGANIZATION = "org_1";
let root: string;
let store: BlobStore;

async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

async function lyingIn(organizationId: string): Promise<LyingBlob[]> {
  const found: LyingBlob[] = [];
  for await (const blob of store.list(organizationId)) found.push(blob);
  return found;
}

async function readAll(sha256: string, from = 0, withKey: Uint8Array = key): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(ORGANIZATION, () => Promise.resolve(withKey), sha256, from)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const fileOf = (sha256: string): string => path.join(root, ORGANIZATION, sha256.slice(0, 2), sha256);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "tickmark-blobs-"));
  store = openFileBlobStore(root);
});
afterAll(() => rm(root, { recursive: true }));

describe("the blob store", () => {
  it("gives back what it was given, from any offset, whatever the chunking", async () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 4321);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1000, max: 3 * CHUNK_BYTES }), fc.nat(bytes.length), async (size, from) => {
        const stored = await store.write(ORGANIZATION, sealing(), parts(bytes, size), { maxBytes: bytes.length });
        expect(stored).toEqual({ sha256: createHash("sha256").update(bytes).digest("hex"), byteLength: bytes.length });
        expect((await readAll(stored.sha256, from)).equals(bytes.subarray(from))).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it("asks for the key that a blob's header names, and keeps nothing of what is there already", async () => {
    const asked: (string | null)[] = [];
    const bytes = randomBytes(77);
    const write = (over: Partial<Sealing>) => store.write(ORGANIZATION, { ...sealing("00112233aabbccdd"), ...over }, parts(bytes, 50), { maxBytes: 100 });
    const { sha256 } = await write({});
    expect(await write({ key: randomBytes(32), place: () => Promise.resolve(false) })).toEqual({ sha256, byteLength: 77 });
    const read: Buffer[] = [];
    for await (const chunk of store.read(ORGANIZATION, (id) => Promise.resolve((asked.push(id), key)), sha256)) read.push(Buffer.from(chunk));
    expect([Buffer.concat(read).equals(bytes), asked]).toEqual([true, ["00112233aabbccdd"]]);
    expect(await readdir(path.join(root, ORGANIZATION, "incoming"))).toEqual([]);
  });

  it("keeps an empty blob and a blob of exactly one chunk", async () => {
    for (const bytes of [Buffer.alloc(0), randomBytes(CHUNK_BYTES), randomBytes(2 * CHUNK_BYTES)]) {
      const stored = await store.write(ORGANIZATION, sealing(), parts(bytes, 65536), { maxBytes: 4 * CHUNK_BYTES });
      expect((await readAll(stored.sha256)).equals(bytes)).toBe(true);
    }
  });

  it("lists what lies there by organization, and forgets what is taken away", async () => {
    const written = await Promise.all([1, 2, 3].map((length) => store.write("org_2", sealing(), parts(randomBytes(length), 8), { maxBytes: 3 })));
    const lying = async (): Promise<string[]> => (await lyingIn("org_2")).map(({ sha256 }) => sha256).sort();
    expect(await lying()).toEqual(written.map(({ sha256 }) => sha256).sort());
    const gone = written[0]!.sha256;
    await store.remove("org_2", gone);
    await store.remove("org_2", gone);
    expect(await lying()).not.toContain(gone);
    expect(await lyingIn("org_none")).toEqual([]);
  });

  it("takes away what was left lying by who was cut off, once nobody can be writing it, and nothing else", async () => {
    const { sha256 } = await store.write("org_3", sealing(), parts(randomBytes(9), 9), { maxBytes: 9 });
    const incoming = store.partsFolder("org_3");
    const names = ["0".repeat(24), "upl_1.part", "upl_1.part.tail", "upl_1.part.tail.new", "notes.txt"];
    for (const name of names) await writeFile(path.join(incoming, name), "x");
    const left = async (days: number): Promise<string[]> => {
      await store.clear("org_3", new Date(Date.now() + days * 24 * 3_600_000));
      return (await readdir(incoming)).sort();
    };
    expect(await left(0.9)).toEqual([...names].sort());
    expect(await left(7.9)).toEqual(names.slice(1).sort());
    expect(await left(8.1)).toEqual(["notes.txt"]);
    expect((await lyingIn("org_3")).map((blob) => blob.sha256)).toEqual([sha256]);
  });

  it("stores nothing readable on disk", async () => {
    const text = Buffer.from("Failed password for root ".repeat(1000));
    const stored = await store.write(ORGANIZATION, sealing(), parts(text, 100), { maxBytes: text.length });
    expect((await readFile(fileOf(stored.sha256))).includes("password")).toBe(false);
  });

  it.each([
    ["longer than declared", { maxBytes: 1000, byteLength: 9 }, "blob_too_long"],
    ["shorter than declared", { maxBytes: 1000, byteLength: 11 }, "blob_too_short"],
    ["over the limit", { maxBytes: 9 }, "blob_over_limit"],
    ["of another hash", { maxBytes: 1000, sha256: "0".repeat(64) }, "blob_hash_differs"],
  ])("a body %s is refused and leaves nothing behind", async (_, expected, reason) => {
    await expect(store.write(ORGANIZATION, sealing(), parts(randomBytes(10), 3), expected)).rejects.toMatchObject({ reason });
    expect(await readdir(path.join(root, ORGANIZATION, "incoming"))).toEqual([]);
  });

  it("a byte changed, a file cut short, chunks swapped and a wrong key are each found as altered", async () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 10);
    const stored = await store.write(ORGANIZATION, sealing(), parts(bytes, 100_000), { maxBytes: bytes.length });
    const file = fileOf(stored.sha256);
    const good = await readFile(file);
    const flipped = Buffer.from(good);
    flipped[good.length >> 1]! ^= 1;
    const stride = CHUNK_BYTES + 16;
    const swapped = Buffer.concat([good.subarray(0, 12), good.subarray(12 + stride, 12 + 2 * stride), good.subarray(12, 12 + stride), good.subarray(12 + 2 * stride)]);
    for (const bad of [flipped, swapped]) {
      await writeFile(file, bad);
      await expect(readAll(stored.sha256)).rejects.toMatchObject({ reason: "blob_altered" });
    }
    await writeFile(file, good);
    await expect(readAll(stored.sha256, 0, randomBytes(32))).rejects.toMatchObject({ reason: "blob_altered" });
    await truncate(file, 12 + stride);
    await expect(readAll(stored.sha256)).rejects.toMatchObject({ reason: "blob_altered" });
    await rm(file);
    await expect(readAll(stored.sha256)).rejects.toMatchObject({ reason: "blob_missing" });
  });

  it("refuses an address that would leave its folder", async () => {
    expect(() => store.read("../other", () => Promise.resolve(key), "0".repeat(64))).toThrow(/address/);
    expect(() => store.read(ORGANIZATION, () => Promise.resolve(key), "../../etc/passwd")).toThrow(/address/);
  });
});
