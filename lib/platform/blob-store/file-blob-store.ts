import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { isAppError } from "../errors.ts";
import { blobAddress, blobFolder } from "./blob-address.ts";
import type { BlobStore, LyingBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES } from "./chunk-cipher.ts";
import { absentAsUndefined, explainWriteFailure } from "./file-failure.ts";
import { checkedBody, chunksOf, missing, openOrExplain, prefixOf, sealBytes, SEALED_CHUNK_BYTES } from "./sealed-stream.ts";

/** Blobs as files under `root`. Several servers and workers may share one folder: a blob is renamed into place complete. */
export function openFileBlobStore(root: string): BlobStore {
  const place = (organizationId: string, sha256: string): string => path.join(root, ...blobAddress(organizationId, sha256));
  /** Lets `fill` write a new file, syncs it and renames it to where `target` says; whatever fails leaves nothing behind. */
  const put = async (organizationId: string, fill: (handle: FileHandle) => Promise<void>, target: () => string): Promise<void> => {
    const incoming = path.join(root, organizationId, "incoming");
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const temporary = path.join(incoming, randomBytes(12).toString("hex"));
    const handle = await open(temporary, "wx", 0o600);
    try {
      await fill(handle);
      await handle.sync();
      await handle.close();
      const file = target();
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await rename(temporary, file);
      await syncDirectory(path.dirname(file));
    } catch (error) {
      await handle.close();
      await rm(temporary, { force: true });
      throw isAppError(error) ? error : explainWriteFailure(error);
    }
  };
  return {
    async write(organizationId, key, body, expect) {
      const checked = checkedBody(body, expect);
      const fill = async (handle: FileHandle): Promise<void> => {
        for await (const piece of sealBytes(key, checked.body)) await handle.write(piece);
      };
      await put(organizationId, fill, () => place(organizationId, checked.stored().sha256));
      return checked.stored();
    },
    read: (organizationId, key, sha256, from = 0) => readFrom(place(organizationId, sha256), key, from),
    async has(organizationId, sha256) {
      return (await stat(place(organizationId, sha256)).catch(absentAsUndefined)) !== undefined;
    },
    async readSealed(organizationId, sha256) {
      const file = place(organizationId, sha256);
      const found = await stat(file).catch(absentAsUndefined);
      return found === undefined ? undefined : { byteLength: found.size, bytes: createReadStream(file) as AsyncIterable<Buffer> };
    },
    async writeSealed(organizationId, sha256, blob) {
      const target = place(organizationId, sha256);
      const fill = async (handle: FileHandle): Promise<void> => {
        for await (const piece of blob.bytes) await handle.write(piece);
      };
      await put(organizationId, fill, () => target);
    },
    // Beside the blobs, so that a finished part is renamed and not copied.
    partsFolder: (organizationId) => path.join(root, blobFolder(organizationId), "incoming"),
    async adopt(organizationId, { sha256 }, part) {
      const file = place(organizationId, sha256);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await rename(part, file);
      await syncDirectory(path.dirname(file));
    },
    remove: (organizationId, sha256) => rm(place(organizationId, sha256), { force: true }),
    list: (organizationId) => listBelow(path.join(root, blobFolder(organizationId))),
  };
}

async function* listBelow(folder: string): AsyncGenerator<LyingBlob> {
  for (const prefix of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const sha256 of await namesIn(path.join(folder, prefix))) {
      const found = await stat(path.join(folder, prefix, sha256)).catch(absentAsUndefined);
      if (found !== undefined) yield { sha256, sealedBytes: found.size, since: found.mtime };
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(absentAsUndefined)) ?? [];
}

async function* readFrom(file: string, key: Uint8Array, from: number): AsyncGenerator<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    if (absentAsUndefined(error) === undefined) throw missing();
    throw error;
  });
  try {
    const { size } = await handle.stat();
    const header = Buffer.alloc(HEADER_BYTES);
    await handle.read(header, 0, HEADER_BYTES, 0);
    const prefix = prefixOf(header);
    const { count, first } = chunksOf(size, from);
    // One buffer for all sealed chunks: a fresh megabyte for each would wait in memory for the garbage collector.
    const buffer = Buffer.allocUnsafe(Math.min(SEALED_CHUNK_BYTES, size));
    for (let index = first; index < count; index++) {
      const offset = HEADER_BYTES + index * SEALED_CHUNK_BYTES;
      const sealed = buffer.subarray(0, Math.min(SEALED_CHUNK_BYTES, size - offset));
      await handle.read(sealed, 0, sealed.length, offset);
      const plain = openOrExplain(key, prefix, index, index === count - 1, sealed);
      const skip = Math.max(0, from - index * CHUNK_BYTES);
      if (skip < plain.length) yield skip === 0 ? plain : plain.subarray(skip);
    }
  } finally {
    await handle.close();
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
