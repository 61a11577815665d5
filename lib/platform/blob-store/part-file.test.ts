import { createHash, randomBytes } from "node:crypto";
import { appendFile, mkdtemp, open, readdir, readFile, rename, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diskFiles } from "../files.ts";
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES } from "./chunk-cipher.ts";
import { openFileBlobStore } from "./file-blob-store.ts";
import { openPartFiles, type Part, type PartFiles } from "./part-file.ts";
import { sealedHeader } from "./sealed-stream.ts";

const ORGANIZATION = "org_1";
const key = randomBytes(32);
let root: string;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "tickmark-parts-"));
});
afterAll(() => rm(root, { recursive: true }));

const store = () => openFileBlobStore(root);
const newPart = (total: number): Part => ({ file: path.join(store().partsFolder(ORGANIZATION), `upl_${(count += 1)}.part`), key, total });
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* pieces(bytes: Uint8Array, size: number, breaksAt = Infinity): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    if (at >= breaksAt) throw new Error("the connection broke");
    yield bytes.subarray(at, Math.min(at + size, breaksAt));
  }
  if (breaksAt < bytes.length) throw new Error("the connection broke");
}

async function readBack(hash: string): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of store().read(ORGANIZATION, () => Promise.resolve(key), hash)) read.push(Buffer.from(chunk));
  return Buffer.concat(read);
}

async function finished(files: PartFiles, part: Part, bytes: Uint8Array): Promise<void> {
  const stored = await files.finish(part);
  expect(stored).toEqual({ sha256: sha256(bytes), byteLength: bytes.length });
  await store().adopt(ORGANIZATION, stored, part.file);
  expect((await readBack(stored.sha256)).equals(bytes)).toBe(true);
  expect((await readdir(path.dirname(part.file))).filter((name) => name.startsWith(path.basename(part.file)))).toEqual([]);
}

describe("a blob that comes in parts", () => {
  it("tells of a sync that failed while a piece came, also where nothing of the piece is kept", async () => {
    const bytes = randomBytes(66 * CHUNK_BYTES);
    const part = newPart(bytes.length);
    let fails = false;
    const files = openPartFiles({
      ...diskFiles,
      open: async (...asked) => {
        const file = await diskFiles.open(...asked);
        return { ...file, sync: () => (fails ? Promise.reject(Object.assign(new Error("i/o error"), { code: "EIO" })) : file.sync()) };
      },
    });
    await files.begin(part, sealedHeader());
    const at = await files.append(part, 0, pieces(bytes.subarray(0, 65 * CHUNK_BYTES), CHUNK_BYTES));
    fails = true;
    await expect(files.append(part, at, pieces(bytes.subarray(at), 100_000, 200_000), "all or nothing")).rejects.toThrow("i/o error");
    fails = false;
    await files.append(part, at, pieces(bytes.subarray(at), 100_000), "all or nothing");
    await finished(files, part, bytes);
  });

  it("keeps all of a piece or nothing where that is asked for, and goes on from where it stood", async () => {
    const bytes = randomBytes(3 * CHUNK_BYTES + 7);
    const part = newPart(bytes.length);
    const files = openPartFiles();
    await files.begin(part, sealedHeader());
    const at = await files.append(part, 0, pieces(bytes.subarray(0, 1_000), 300), "all or nothing");
    const [file, tail] = await Promise.all([part.file, `${part.file}.tail`].map((name) => readFile(name)));
    await expect(files.append(part, at, pieces(randomBytes(2 * CHUNK_BYTES), 400_000, 2 * CHUNK_BYTES - 1), "all or nothing")).rejects.toThrow("the connection broke");
    await expect(files.append(part, at, pieces(randomBytes(bytes.length), 400_000), "all or nothing")).rejects.toMatchObject({ reason: "blob_too_long" });
    // Nothing that was sealed of them was ever written: their nonces belong to the bytes that come now.
    expect(await Promise.all([part.file, `${part.file}.tail`].map((name) => readFile(name)))).toEqual([file, tail]);
    expect(await files.append(part, at, pieces(bytes.subarray(at, 2 * CHUNK_BYTES), 400_000), "all or nothing")).toBe(2 * CHUNK_BYTES);
    await expect(stat(`${part.file}.tail`)).rejects.toMatchObject({ code: "ENOENT" });
    await files.append(part, 2 * CHUNK_BYTES, pieces(bytes.subarray(2 * CHUNK_BYTES), CHUNK_BYTES), "all or nothing");
    await finished(files, part, bytes);
  });

  it("is synced while it comes, so that little is left to wait for at its end", async () => {
    const [steps, step] = [9, randomBytes(8 * CHUNK_BYTES)];
    let syncs = 0;
    const files = openPartFiles({ ...diskFiles, open: async (file, how) => {
      const opened = await diskFiles.open(file, how);
      return { ...opened, sync: () => opened.sync().then(() => void (syncs += 1)) };
    } });
    const part = newPart(steps * step.length);
    await files.begin(part, sealedHeader());
    const told: number[] = [];
    for (let at = 0; at < part.total; at += step.length) {
      await files.append(part, at, pieces(step, CHUNK_BYTES), "all or nothing");
      told.push(syncs);
    }
    expect(told).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    await files.finish(part);
    expect(syncs).toBe(2);
    await files.remove(part.file);
  });

  it("is the blob that was sent, wherever it was cut, wherever it broke, and however often the server began anew", async () => {
    const lengths = fc.oneof(fc.constantFrom(1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES), fc.integer({ min: 1, max: 3 * CHUNK_BYTES }));
    const step = fc.record({ size: fc.integer({ min: 50_000, max: 2 * CHUNK_BYTES }), breaksAt: fc.option(fc.integer({ min: 0, max: 2 * CHUNK_BYTES }), { nil: Infinity }), restart: fc.boolean(), keeping: fc.constantFrom("what came" as const, "all or nothing" as const) });
    await fc.assert(fc.asyncProperty(lengths, fc.array(step, { maxLength: 4 }), async (length, steps) => {
      const bytes = randomBytes(length);
      const part = newPart(length);
      let files = openPartFiles();
      await files.begin(part, sealedHeader());
      for (const { size, breaksAt, restart, keeping } of steps) {
        if (restart) files = openPartFiles();
        const at = await files.offset(part);
        await files.append(part, at, pieces(bytes.subarray(at), size, breaksAt), keeping).catch((error: Error) => expect(error.message).toBe("the connection broke"));
        expect(await files.offset(part)).toBe(keeping === "all or nothing" && at + breaksAt < length ? at : Math.min(length, at + breaksAt));
      }
      await files.append(part, await files.offset(part), pieces(bytes.subarray(await files.offset(part)), 300_000));
      await finished(files, part, bytes);
    }), { numRuns: 25 });
  });

  it("goes on after a crash from what is whole on the disk: a torn chunk, a lost rest, an end that was sealed already", async () => {
    const bytes = randomBytes(3 * CHUNK_BYTES + 500);
    const part = newPart(bytes.length);
    await openPartFiles().begin(part, sealedHeader());
    await openPartFiles().append(part, 0, pieces(bytes.subarray(0, 2 * CHUNK_BYTES + 77), 400_000));
    await appendFile(part.file, randomBytes(1234));
    expect(await openPartFiles().offset(part)).toBe(2 * CHUNK_BYTES + 77);
    await rm(`${part.file}.tail`);
    expect(await openPartFiles().offset(part)).toBe(2 * CHUNK_BYTES);
    await truncate(part.file, HEADER_BYTES + SEALED_CHUNK_BYTES + 99);
    expect(await openPartFiles().offset(part)).toBe(CHUNK_BYTES);
    await openPartFiles().append(part, CHUNK_BYTES, pieces(bytes.subarray(CHUNK_BYTES), 400_000));
    await openPartFiles().finish(part);
    await finished(openPartFiles(), part, bytes);
  });

  it("takes no byte that the disk changed for one that was sent", async () => {
    const bytes = randomBytes(2 * CHUNK_BYTES + 10);
    const part = newPart(bytes.length);
    await openPartFiles().begin(part, sealedHeader());
    await openPartFiles().append(part, 0, pieces(bytes.subarray(0, 2 * CHUNK_BYTES), 400_000));
    const handle = await open(part.file, "r+");
    await handle.write(Buffer.from([0xff, 0x00]), 0, 2, HEADER_BYTES + SEALED_CHUNK_BYTES + 5);
    await handle.close();
    expect(await openPartFiles().offset(part)).toBe(CHUNK_BYTES);
    await openPartFiles().append(part, CHUNK_BYTES, pieces(bytes.subarray(CHUNK_BYTES), 400_000));
    await finished(openPartFiles(), part, bytes);
  });

  it("is read once at its end where several processes took turns, and goes on from what is whole when the disk lost some of it", async () => {
    const bytes = randomBytes(4 * CHUNK_BYTES);
    const part = newPart(bytes.length);
    await openPartFiles().begin(part, sealedHeader());
    await openPartFiles().append(part, 0, pieces(bytes.subarray(0, 3 * CHUNK_BYTES), 400_000));
    const handle = await open(part.file, "r+");
    await handle.write(Buffer.alloc(100), 0, 100, HEADER_BYTES + SEALED_CHUNK_BYTES + 5);
    await handle.close();
    const files = openPartFiles();
    await files.append(part, 3 * CHUNK_BYTES, pieces(bytes.subarray(3 * CHUNK_BYTES), 400_000));
    await expect(files.finish(part)).rejects.toMatchObject({ reason: "offset_differs" });
    expect(await files.offset(part)).toBe(CHUNK_BYTES);
    await files.append(part, CHUNK_BYTES, pieces(bytes.subarray(CHUNK_BYTES), 400_000));
    await finished(openPartFiles(), part, bytes);
  });

  it("refuses another offset, bytes that are too many, an end that came too early, and a part that is not there", async () => {
    const files = openPartFiles();
    const part = newPart(10);
    await files.begin(part, sealedHeader());
    await files.append(part, 0, pieces(Buffer.from("hello"), 5));
    await expect(files.append(part, 3, pieces(Buffer.from("lo"), 2))).rejects.toMatchObject({ code: "conflict", reason: "offset_differs" });
    await expect(files.finish(part)).rejects.toMatchObject({ reason: "blob_too_short" });
    await expect(files.append(part, 5, pieces(Buffer.from("world and more"), 14))).rejects.toMatchObject({ reason: "blob_too_long" });
    expect(await files.offset(part)).toBe(5);
    await rename(part.file, `${part.file}.away`);
    await expect(files.offset(part)).rejects.toMatchObject({ reason: "blob_missing" });
  });

  it("keeps none of its bytes readable where it lies", async () => {
    const files = openPartFiles();
    const part = newPart(40);
    await files.begin(part, sealedHeader());
    await files.append(part, 0, pieces(Buffer.from("the very secret "), 16));
    for (const file of [part.file, `${part.file}.tail`]) {
      const handle = await open(file, "r");
      expect((await handle.readFile()).includes("secret")).toBe(false);
      await handle.close();
      expect((await stat(file)).mode & 0o077).toBe(0);
    }
    await files.remove(part.file);
    await expect(stat(part.file)).rejects.toMatchObject({ code: "ENOENT" });
  });
});
