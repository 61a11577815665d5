import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsV4Signer } from "aws4fetch";
import S3rver from "s3rver";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BlobStore, LyingBlob, Sealing } from "./blob-store.ts";
import { CHUNK_BYTES } from "./chunk-cipher.ts";
import { openPartFiles } from "./part-file.ts";
import { openS3BlobStore } from "./s3-blob-store.ts";
import { askS3, textOf, type S3Place } from "./s3-client.ts";
import { sealedHeader } from "./sealed-stream.ts";

// Against a server that speaks S3. It knows keys but does not check version 4 signatures, so those have a test of their own.

const key = randomBytes(32);
const sealing = (): Sealing => ({ key, header: sealedHeader(), place: () => Promise.resolve(true) });
const ORGANIZATION = "org_1";
let folder: string;
let server: S3rver;
let place: S3Place;
let store: BlobStore;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-s3-"));
  server = new S3rver({ address: "127.0.0.1", port: 0, silent: true, directory: path.join(folder, "s3"), configureBuckets: [{ name: "bucket", configs: [] }] });
  const { port } = await server.run();
  place = { url: `http://127.0.0.1:${port}/bucket/folder`, region: "us-east-1", keyId: "S3RVER", secret: "S3RVER" };
  store = openS3BlobStore(place, path.join(folder, "spool"), 3 * CHUNK_BYTES);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function* parts(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += size) yield bytes.subarray(offset, offset + size);
}

async function lyingIn(organizationId: string): Promise<LyingBlob[]> {
  const found: LyingBlob[] = [];
  for await (const blob of store.list(organizationId)) found.push(blob);
  return found;
}

async function readAll(sha256: string, from = 0, withKey: Uint8Array = key): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of store.read(ORGANIZATION, () => Promise.resolve(withKey), sha256, from)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

test.each([CHUNK_BYTES + 10, 7 * CHUNK_BYTES + 5])("a blob of %i bytes that came in parts is sent to the bucket whole, and leaves no file here", async (length) => {
  const bytes = randomBytes(length);
  const part = { file: path.join(store.partsFolder(ORGANIZATION), "upl_1.part"), key, total: length };
  const files = openPartFiles();
  await files.begin(part, sealedHeader());
  await files.append(part, 0, parts(bytes.subarray(0, CHUNK_BYTES / 2)));
  await files.append(part, CHUNK_BYTES / 2, parts(bytes.subarray(CHUNK_BYTES / 2)));
  const stored = await files.finish(part);
  await store.adopt(ORGANIZATION, stored, part.file);
  expect((await readAll(stored.sha256)).equals(bytes)).toBe(true);
  expect(await readdir(store.partsFolder(ORGANIZATION))).toEqual([]);
  await rm(store.partsFolder(ORGANIZATION), { recursive: true });
  await store.remove(ORGANIZATION, stored.sha256);
});

test.each([0, 10, CHUNK_BYTES, 2 * CHUNK_BYTES + 4321, 7 * CHUNK_BYTES + 5])("a blob of %i bytes comes back from any offset, sent whole or in parts, and leaves no file here", async (length) => {
  const bytes = randomBytes(length);
  const stored = await store.write(ORGANIZATION, sealing(), parts(bytes), { maxBytes: length });
  expect(stored).toEqual({ sha256: createHash("sha256").update(bytes).digest("hex"), byteLength: length });
  expect(await store.has(ORGANIZATION, stored.sha256)).toBe(true);
  for (const from of new Set([0, Math.floor(length / 2), CHUNK_BYTES, length])) expect((await readAll(stored.sha256, from)).equals(bytes.subarray(from)), `from ${from}`).toBe(true);
  expect(await readdir(path.join(folder, "spool"))).toEqual([]);
});

test("what is refused is not in the bucket", async () => {
  const bytes = randomBytes(1000);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await expect(store.write(ORGANIZATION, sealing(), parts(bytes), { maxBytes: 999 })).rejects.toMatchObject({ reason: "blob_over_limit" });
  await expect(store.write(ORGANIZATION, sealing(), parts(bytes), { maxBytes: 2000, sha256: "0".repeat(64) })).rejects.toMatchObject({ reason: "blob_hash_differs" });
  expect(await store.has(ORGANIZATION, sha256)).toBe(false);
  await expect(readAll(sha256)).rejects.toMatchObject({ reason: "blob_missing" });
  expect(await readdir(path.join(folder, "spool"))).toEqual([]);
});

test("nothing readable lies in the bucket, and bytes that were altered there are found", async () => {
  const text = Buffer.from("Failed password for root ".repeat(100_000));
  const stored = await store.write(ORGANIZATION, sealing(), parts(text), { maxBytes: text.length });
  const sealed = await store.readSealed(ORGANIZATION, stored.sha256);
  const chunks: Buffer[] = [];
  for await (const chunk of sealed?.bytes ?? []) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(bytes.length).toBe(sealed?.byteLength);
  expect(bytes.includes("password")).toBe(false);
  const whole = { byteLength: bytes.length, bytes: parts(bytes) as AsyncIterable<Buffer> };
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await store.writeSealed(ORGANIZATION, stored.sha256, whole);
  await expect(readAll(stored.sha256)).rejects.toMatchObject({ reason: "blob_altered" });
  const short = bytes.subarray(0, bytes.length - 100);
  await store.writeSealed(ORGANIZATION, stored.sha256, { byteLength: short.length, bytes: parts(short) as AsyncIterable<Buffer> });
  await expect(readAll(stored.sha256)).rejects.toMatchObject({ reason: "blob_altered" });
});

test("what lies there is listed by organization, page by page, and what is taken away is gone", async () => {
  const written = await Promise.all([1, 2, 3].map((length) => store.write("org_2", sealing(), parts(randomBytes(length)), { maxBytes: 3 })));
  await store.write("org_22", sealing(), parts(randomBytes(9)), { maxBytes: 9 });
  const lying = async (): Promise<string[]> => (await lyingIn("org_2")).map(({ sha256 }) => sha256).sort();
  expect(await lying()).toEqual(written.map(({ sha256 }) => sha256).sort());
  const gone = written[0]!.sha256;
  await store.remove("org_2", gone);
  await store.remove("org_2", gone);
  expect(await lying()).not.toContain(gone);
  expect((await lyingIn("org_2")).every(({ since, sealedBytes }) => Date.now() - since.getTime() < 60_000 && sealedBytes > 0)).toBe(true);
});

test("a stranger's key is refused by the bucket, and what it says is told", async () => {
  const wrong = openS3BlobStore({ ...place, keyId: "STRANGER" }, path.join(folder, "spool"));
  const failed = wrong.write(ORGANIZATION, sealing(), parts(randomBytes(10)), { maxBytes: 10 });
  await expect(failed).rejects.toMatchObject({ reason: "blob_store_refused", message: "The blob store refused with 403 (InvalidAccessKeyId)." });
  expect(await textOf(await askS3(place, { method: "GET", key: "org_1/none" }))).toContain("NoSuchKey");
});

test("requests are signed as S3 documents it: its published example of a ranged GET", async () => {
  const signed = await new AwsV4Signer({
    url: "https://examplebucket.s3.amazonaws.com/test.txt",
    headers: { range: "bytes=0-9", "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", service: "s3", region: "us-east-1", datetime: "20130524T000000Z", allHeaders: true,
  }).sign();
  expect(signed.headers.get("authorization")).toMatch(/Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/);
});

test("a server that is not there is said to be unreachable", async () => {
  const nowhere = openS3BlobStore({ ...place, url: "http://127.0.0.1:9/bucket" }, path.join(folder, "spool"));
  await expect(nowhere.write(ORGANIZATION, sealing(), parts(randomBytes(10)), { maxBytes: 10 })).rejects.toMatchObject({ reason: "blob_store_unreachable" });
  await expect(nowhere.has(ORGANIZATION, "0".repeat(64))).rejects.toMatchObject({ reason: "blob_store_unreachable" });
});
