import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { AppError, isAppError } from "../errors.ts";
import { CHUNK_BYTES, HEADER_BYTES, MAGIC, openChunk, PREFIX_BYTES, sealChunk, TAG_BYTES } from "./chunk-cipher.ts";

export type StoredBlob = { sha256: string; byteLength: number };

/** What the sender declared. A body that is longer, shorter or different is refused and leaves nothing behind. */
export type BlobExpectation = { maxBytes: number; byteLength?: number; sha256?: string };

/** Content-addressed, encrypted files under `<root>/<organization>/<first two>/<sha256 of plaintext>`. */
export type FileBlobStore = {
  write(organizationId: string, key: Uint8Array, body: AsyncIterable<Uint8Array>, expect: BlobExpectation): Promise<StoredBlob>;
  read(organizationId: string, key: Uint8Array, sha256: string, from?: number): AsyncGenerator<Buffer>;
  has(organizationId: string, sha256: string): Promise<boolean>;
};

const SHA256 = /^[0-9a-f]{64}$/;
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

export function openFileBlobStore(root: string): FileBlobStore {
  const place = (organizationId: string, sha256: string): string => {
    if (!NAME.test(organizationId) || !SHA256.test(sha256)) throw new AppError("validation", "blob_address", "This is not the address of a blob.");
    return path.join(root, organizationId, sha256.slice(0, 2), sha256);
  };
  return {
    async write(organizationId, key, body, expect) {
      const incoming = path.join(root, organizationId, "incoming");
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const temporary = path.join(incoming, randomBytes(12).toString("hex"));
      const handle = await open(temporary, "wx", 0o600);
      try {
        const stored = await writeSealed(handle, key, body, expect);
        await handle.sync();
        await handle.close();
        const target = place(organizationId, stored.sha256);
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await rename(temporary, target);
        await syncDirectory(path.dirname(target));
        return stored;
      } catch (error) {
        await handle.close();
        await rm(temporary, { force: true });
        throw isAppError(error) ? error : explainWriteFailure(error);
      }
    },
    read: (organizationId, key, sha256, from = 0) => readSealed(place(organizationId, sha256), key, from),
    async has(organizationId, sha256) {
      return (await stat(place(organizationId, sha256)).catch(absentAsUndefined)) !== undefined;
    },
  };
}

async function writeSealed(handle: FileHandle, key: Uint8Array, body: AsyncIterable<Uint8Array>, expect: BlobExpectation): Promise<StoredBlob> {
  const prefix = randomBytes(PREFIX_BYTES);
  const hash = createHash("sha256");
  await handle.write(Buffer.concat([MAGIC, prefix]));
  const limit = Math.min(expect.maxBytes, expect.byteLength ?? expect.maxBytes);
  const pending = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  let index = 0;
  let byteLength = 0;
  for await (const part of body) {
    byteLength += part.length;
    if (byteLength > limit) throw tooLong(expect);
    hash.update(part);
    for (let offset = 0; offset < part.length; ) {
      // A full chunk is sealed only when more follows, because the last one carries a flag of its own.
      if (filled === CHUNK_BYTES) {
        await handle.write(sealChunk(key, prefix, index++, false, pending));
        filled = 0;
      }
      const take = Math.min(CHUNK_BYTES - filled, part.length - offset);
      pending.set(part.subarray(offset, offset + take), filled);
      filled += take;
      offset += take;
    }
  }
  await handle.write(sealChunk(key, prefix, index, true, pending.subarray(0, filled)));
  const stored = { sha256: hash.digest("hex"), byteLength };
  if (expect.byteLength !== undefined && expect.byteLength !== byteLength) {
    throw new AppError("validation", "blob_too_short", `The body ended after ${byteLength} of ${expect.byteLength} declared bytes; nothing was kept.`);
  }
  if (expect.sha256 !== undefined && expect.sha256 !== stored.sha256) {
    throw new AppError("validation", "blob_hash_differs", "The body does not have the declared SHA-256; nothing was kept.");
  }
  return stored;
}

function tooLong(expect: BlobExpectation): AppError {
  return expect.byteLength !== undefined && expect.byteLength <= expect.maxBytes
    ? new AppError("validation", "blob_too_long", `The body is longer than the ${expect.byteLength} bytes that were declared; nothing was kept.`)
    : new AppError("limit_exceeded", "blob_over_limit", `The body is larger than the limit of ${expect.maxBytes} bytes; nothing was kept.`);
}

async function* readSealed(file: string, key: Uint8Array, from: number): AsyncGenerator<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (absentAsUndefined(error) === undefined) throw new AppError("internal", "blob_missing", "The stored bytes of this record are missing.");
    throw error;
  });
  try {
    const { size } = await handle.stat();
    const header = Buffer.alloc(HEADER_BYTES);
    await handle.read(header, 0, HEADER_BYTES, 0);
    if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw altered();
    const prefix = header.subarray(MAGIC.length);
    const stride = CHUNK_BYTES + TAG_BYTES;
    const chunks = Math.max(1, Math.ceil((size - HEADER_BYTES) / stride));
    // One buffer for all sealed chunks: a fresh megabyte for each would wait in memory for the garbage collector.
    const buffer = Buffer.allocUnsafe(Math.min(stride, size));
    for (let index = Math.floor(from / CHUNK_BYTES); index < chunks; index++) {
      const sealed = buffer.subarray(0, Math.min(stride, size - HEADER_BYTES - index * stride));
      await handle.read(sealed, 0, sealed.length, HEADER_BYTES + index * stride);
      const plain = openOrExplain(key, prefix, index, index === chunks - 1, sealed);
      const skip = Math.max(0, from - index * CHUNK_BYTES);
      if (skip < plain.length) yield skip === 0 ? plain : plain.subarray(skip);
    }
  } finally {
    await handle.close();
  }
}

function openOrExplain(key: Uint8Array, prefix: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw altered();
  try {
    return openChunk(key, prefix, index, last, sealed);
  } catch (error) {
    if (error instanceof Error && /authenticate/.test(error.message)) throw altered();
    throw error;
  }
}

function altered(): AppError {
  return new AppError("internal", "blob_altered", "The stored bytes of this record were altered on disk.");
}

function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

function explainWriteFailure(error: unknown): unknown {
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
    return new AppError("limit_exceeded", "disk_full", "The disk is full; nothing was kept. Free some space and send it again.");
  }
  return error;
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
