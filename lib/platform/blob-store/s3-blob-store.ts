import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../errors.ts";
import { diskFiles } from "../files.ts";
import { blobAddress, blobFolder } from "./blob-address.ts";
import type { BlobStore, KeyFor, SealedBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES } from "./chunk-cipher.ts";
import { explainWriteFailure } from "./file-failure.ts";
import { clearFolder } from "./leftovers.ts";
import { askS3, textOf, type S3Answer, type S3Place } from "./s3-client.ts";
import { listObjects } from "./s3-list.ts";
import { altered, checkedBody, chunksOf, inPieces, keyIdOf, missing, openBytes, openOrExplain, prefixOf, sealBytes } from "./sealed-stream.ts";

/** S3 takes at most 5 GB in one request; from here on a blob is sent in parts. */
const PART_BYTES = 512 * 1024 * 1024;

/**
 * Blobs in a bucket. A body's name is its hash, known at its end, so it is sealed into a file of `spool` first and sent from
 * there: what arrives in the bucket is complete, and a request that broke is sent again.
 */
export function openS3BlobStore(place: S3Place, spool: string, partBytes = PART_BYTES): BlobStore {
  const keyOf = (organizationId: string, sha256: string): string => blobAddress(organizationId, sha256).join("/");

  /** Seals or copies a body into a file, sends it under the key that is known then, where there is one, and removes the file. */
  const put = async (pieces: AsyncIterable<Uint8Array>, name: () => Promise<string | null>): Promise<void> => {
    await mkdir(spool, { recursive: true, mode: 0o700 });
    const file = path.join(spool, randomBytes(12).toString("hex"));
    const handle = await open(file, "wx", 0o600);
    try {
      const hash = createHash("sha256");
      let byteLength = 0;
      for await (const piece of pieces) {
        hash.update(piece);
        byteLength += piece.length;
        await handle.writeFile(piece);
      }
      const key = await name();
      if (key === null) return;
      if (byteLength > partBytes) await sendParts(place, key, file, byteLength, partBytes);
      else await sendWhole(place, key, { byteLength, sha256: hash.digest("hex"), open: () => createReadStream(file) as AsyncIterable<Buffer> });
    } catch (error) {
      throw explainWriteFailure(error);
    } finally {
      await handle.close();
      await rm(file, { force: true });
    }
  };

  return {
    async write(organizationId, sealing, body, expect) {
      const checked = checkedBody(body, expect);
      await put(sealBytes(sealing.key, checked.body, sealing.header), async () => ((await sealing.place(checked.stored())) ? keyOf(organizationId, checked.stored().sha256) : null));
      return checked.stored();
    },
    read: (organizationId, keyFor, sha256, from = 0) =>
      (from === 0 ? readWhole(place, keyOf(organizationId, sha256), keyFor) : readFrom(place, keyOf(organizationId, sha256), keyFor, from)),
    async has(organizationId, sha256) {
      return (await head(place, keyOf(organizationId, sha256))) !== undefined;
    },
    async readSealed(organizationId, sha256): Promise<SealedBlob | undefined> {
      const key = keyOf(organizationId, sha256);
      const byteLength = await head(place, key);
      return byteLength === undefined ? undefined : { byteLength, bytes: readRange(place, key, 0, byteLength) };
    },
    writeSealed: (organizationId, sha256, blob) => {
      const key = keyOf(organizationId, sha256);
      return put(blob.bytes, () => Promise.resolve(key));
    },
    partsFolder: (organizationId) => path.join(spool, blobFolder(organizationId)),
    async adopt(organizationId, { sha256 }, part) {
      const key = keyOf(organizationId, sha256);
      const { size } = await stat(part);
      if (size > partBytes) await sendParts(place, key, part, size, partBytes);
      else await sendWhole(place, key, { byteLength: size, sha256: await hashOfFile(part), open: () => createReadStream(part) as AsyncIterable<Buffer> });
      await rm(part, { force: true });
    },
    remove: (organizationId, sha256) => removeObject(place, keyOf(organizationId, sha256)),
    clear: (organizationId, now) => clearSpool(spool, organizationId, now),
    list: (organizationId, prefix) => listObjects(place, prefix === undefined ? blobFolder(organizationId) : `${blobFolder(organizationId)}/${prefix}`),
  };
}

async function removeObject(place: S3Place, key: string): Promise<void> {
  const answer = await askS3(place, { method: "DELETE", key });
  if (answer.status !== 204 && answer.status !== 200 && answer.status !== 404) await refuse(answer);
  answer.body.resume();
}

/** Bodies that are on their way to the bucket lie in the spool itself, parts in their organization's folder of it. */
async function clearSpool(spool: string, organizationId: string, now: Date): Promise<void> {
  await clearFolder(diskFiles, spool, now);
  await clearFolder(diskFiles, path.join(spool, blobFolder(organizationId)), now);
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest("hex");
}

async function refuse(answer: S3Answer): Promise<never> {
  const [, code = ""] = /<Code>(\w+)<\/Code>/.exec(await textOf(answer)) ?? [];
  throw new AppError("internal", "blob_store_refused", `The blob store refused with ${answer.status}${code === "" ? "" : ` (${code})`}.`);
}

async function sendWhole(place: S3Place, key: string, body: { byteLength: number; sha256: string; open(): AsyncIterable<Uint8Array> }): Promise<void> {
  const answer = await askS3(place, { method: "PUT", key, body });
  if (answer.status !== 200) await refuse(answer);
  answer.body.resume();
}

async function sendParts(place: S3Place, key: string, file: string, byteLength: number, partBytes: number): Promise<void> {
  const begun = await askS3(place, { method: "POST", key, query: "uploads=" });
  if (begun.status !== 200) await refuse(begun);
  const [, uploadId] = /<UploadId>([^<]+)<\/UploadId>/.exec(await textOf(begun)) ?? [];
  if (uploadId === undefined) throw new AppError("internal", "blob_store_refused", "The blob store named no upload.");
  const upload = `uploadId=${encodeURIComponent(uploadId)}`;
  try {
    const tags: string[] = [];
    for (let start = 0; start < byteLength; start += partBytes) {
      const end = Math.min(start + partBytes, byteLength) - 1;
      const part = (): AsyncIterable<Buffer> => createReadStream(file, { start, end }) as AsyncIterable<Buffer>;
      const hash = createHash("sha256");
      for await (const piece of part()) hash.update(piece);
      const answer = await askS3(place, { method: "PUT", key, query: `partNumber=${tags.length + 1}&${upload}`, body: { byteLength: end - start + 1, sha256: hash.digest("hex"), open: part } });
      if (answer.status !== 200) await refuse(answer);
      answer.body.resume();
      tags.push(answer.headers.etag ?? "");
    }
    const list = Buffer.from(`<CompleteMultipartUpload>${tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`).join("")}</CompleteMultipartUpload>`);
    const open = async function* (): AsyncGenerator<Buffer> {
      yield list;
    };
    const done = await askS3(place, { method: "POST", key, query: upload, body: { byteLength: list.length, sha256: createHash("sha256").update(list).digest("hex"), open } });
    // The server may say 200 and then, in its answer, that it failed.
    const text = await textOf(done);
    if (done.status !== 200 || !text.includes("CompleteMultipartUploadResult")) throw new AppError("internal", "blob_store_refused", "The blob store did not put the parts together.");
  } catch (error) {
    // Parts that belong to nothing would be paid for.
    (await askS3(place, { method: "DELETE", key, query: upload })).body.resume();
    throw error;
  }
}

/** How many bytes lie under a key; undefined when none do. */
async function head(place: S3Place, key: string): Promise<number | undefined> {
  const answer = await askS3(place, { method: "HEAD", key });
  answer.body.resume();
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw new AppError("internal", "blob_store_refused", `The blob store refused with ${answer.status}.`);
  return Number(answer.headers["content-length"]);
}

async function* readRange(place: S3Place, key: string, start: number, end: number): AsyncGenerator<Buffer> {
  const answer = await askS3(place, { method: "GET", key, headers: { range: `bytes=${start}-${end - 1}` } });
  if (answer.status === 404) throw missing();
  if (answer.status !== 206 && answer.status !== 200) await refuse(answer);
  yield* answer.body as AsyncIterable<Buffer>;
}

/** From the beginning on: one request, whose answer says how long it is. */
async function* readWhole(place: S3Place, key: string, keyFor: KeyFor): AsyncGenerator<Buffer> {
  const answer = await askS3(place, { method: "GET", key });
  if (answer.status === 404) {
    answer.body.resume();
    throw missing();
  }
  if (answer.status !== 200) await refuse(answer);
  const { "content-length": byteLength } = answer.headers;
  if (byteLength === undefined) {
    // What stands between may send an answer on in pieces, without its length.
    answer.body.destroy();
    yield* readFrom(place, key, keyFor, 0);
  } else yield* openBytes(keyFor, Number(byteLength), answer.body as AsyncIterable<Buffer>);
}

/** Somewhere in the middle: its length and its header are asked for first, since both say how the rest is opened. */
async function* readFrom(place: S3Place, key: string, keyFor: KeyFor, from: number): AsyncGenerator<Buffer> {
  const byteLength = await head(place, key);
  if (byteLength === undefined) throw missing();
  let header = Buffer.alloc(0);
  for await (const piece of readRange(place, key, 0, Math.min(HEADER_BYTES, Math.max(byteLength, 1)))) header = Buffer.concat([header, piece]);
  const prefix = Buffer.from(prefixOf(header));
  const dataKey = await keyFor(keyIdOf(header));
  const { count, first, offset } = chunksOf(byteLength, from);
  if (first >= count) return;
  let index = first;
  for await (const sealed of inPieces(readRange(place, key, offset, byteLength), SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES)) {
    const plain = openOrExplain(dataKey, prefix, index, index === count - 1, sealed);
    const skip = Math.max(0, from - index * CHUNK_BYTES);
    if (skip < plain.length) yield skip === 0 ? plain : plain.subarray(skip);
    index += 1;
  }
  if (index !== count) throw altered();
}
