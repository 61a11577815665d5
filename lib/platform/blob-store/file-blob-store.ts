import { randomBytes } from "node:crypto";
import path from "node:path";
import { isAppError } from "../errors.ts";
import { absentAsUndefined, diskFiles, openSafeNames, type Files, type OpenFile } from "../files.ts";
import { blobAddress, blobFolder } from "./blob-address.ts";
import type { BlobStore, KeyFor, LyingBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES } from "./chunk-cipher.ts";
import { explainWriteFailure } from "./file-failure.ts";
import { clearFolder } from "./leftovers.ts";
import { checkedBody, chunksOf, keyIdOf, missing, openOrExplain, prefixOf, sealBytes } from "./sealed-stream.ts";

/** Piece in which sealed bytes are read as they lie. */
const READ_BYTES = 256 * 1024;

/**
 * Blobs as files under `root`. Several servers and workers may share one folder: a blob is renamed into place complete.
 *
 * @param root an absolute path
 */
export function openFileBlobStore(root: string, files: Files = diskFiles): BlobStore {
  const names = openSafeNames(files, path.dirname(root));
  const place = (organizationId: string, sha256: string): string => path.join(root, ...blobAddress(organizationId, sha256));
  const incoming = (organizationId: string): string => path.join(root, blobFolder(organizationId), "incoming");
  /** Writes a new file, syncs it and renames it to where `target` says; whatever fails, or has no target, leaves nothing behind. */
  const put = async (organizationId: string, pieces: AsyncIterable<Uint8Array>, target: () => Promise<string | null>): Promise<void> => {
    await files.makeFolder(incoming(organizationId));
    const temporary = path.join(incoming(organizationId), randomBytes(12).toString("hex"));
    try {
      await writeSafely(await files.open(temporary, "new"), pieces);
      const file = await target();
      if (file === null) await files.remove(temporary);
      else await names.give(temporary, file);
    } catch (error) {
      await files.remove(temporary);
      throw isAppError(error) ? error : explainWriteFailure(error);
    }
  };
  return {
    async write(organizationId, sealing, body, expect) {
      const checked = checkedBody(body, expect);
      await put(organizationId, sealBytes(sealing.key, checked.body, sealing.header), async () => ((await sealing.place(checked.stored())) ? place(organizationId, checked.stored().sha256) : null));
      return checked.stored();
    },
    read: (organizationId, keyFor, sha256, from = 0) => readFrom(files, place(organizationId, sha256), keyFor, from),
    async has(organizationId, sha256) {
      return (await files.find(place(organizationId, sha256))) !== undefined;
    },
    async readSealed(organizationId, sha256) {
      const file = place(organizationId, sha256);
      const found = await files.find(file);
      return found === undefined ? undefined : { byteLength: found.size, bytes: readAsItLies(files, file) };
    },
    writeSealed(organizationId, sha256, blob) {
      const target = place(organizationId, sha256);
      return put(organizationId, blob.bytes, () => Promise.resolve(target));
    },
    // Beside the blobs, so that a finished part is renamed and not copied.
    partsFolder: incoming,
    adopt: (organizationId, { sha256 }, part) => names.give(part, place(organizationId, sha256)),
    remove: (organizationId, sha256) => files.remove(place(organizationId, sha256)),
    clear: (organizationId, now) => clearFolder(files, incoming(organizationId), now),
    list: (organizationId, only) => listBelow(files, path.join(root, blobFolder(organizationId)), only),
  };
}

async function writeSafely(open: OpenFile, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    let at = 0;
    for await (const piece of pieces) {
      await open.write([piece], at);
      at += piece.length;
    }
    await open.sync();
  } finally {
    await open.close();
  }
}

async function* listBelow(files: Files, folder: string, only?: string): AsyncGenerator<LyingBlob> {
  for (const prefix of only === undefined ? await files.names(folder) : [only]) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const sha256 of await files.names(path.join(folder, prefix))) {
      const found = await files.find(path.join(folder, prefix, sha256));
      if (found !== undefined) yield { sha256, sealedBytes: found.size, since: new Date(found.mtimeMs) };
    }
  }
}

async function openOrMissing(files: Files, file: string): Promise<OpenFile> {
  return files.open(file, "read").catch((error: unknown) => {
    throw absentAsUndefined(error) ?? missing();
  });
}

async function* readAsItLies(files: Files, file: string): AsyncGenerator<Buffer> {
  const open = await openOrMissing(files, file);
  try {
    for (let at = 0; ; at += READ_BYTES) {
      const piece = Buffer.allocUnsafe(READ_BYTES);
      const length = await open.read(piece, at);
      if (length > 0) yield piece.subarray(0, length);
      if (length < READ_BYTES) return;
    }
  } finally {
    await open.close();
  }
}

async function* readFrom(files: Files, file: string, keyFor: KeyFor, from: number): AsyncGenerator<Buffer> {
  const open = await openOrMissing(files, file);
  try {
    const size = await open.size();
    const header = Buffer.alloc(HEADER_BYTES);
    await open.read(header, 0);
    const prefix = prefixOf(header);
    const key = await keyFor(keyIdOf(header));
    const { count, first } = chunksOf(size, from);
    // One buffer for all sealed chunks: a fresh megabyte for each would wait in memory for the garbage collector.
    const buffer = Buffer.allocUnsafe(Math.min(SEALED_CHUNK_BYTES, size));
    for (let index = first; index < count; index++) {
      const offset = HEADER_BYTES + index * SEALED_CHUNK_BYTES;
      const sealed = buffer.subarray(0, Math.min(SEALED_CHUNK_BYTES, size - offset));
      await open.read(sealed, offset);
      const plain = openOrExplain(key, prefix, index, index === count - 1, sealed);
      const skip = Math.max(0, from - index * CHUNK_BYTES);
      if (skip < plain.length) yield skip === 0 ? plain : plain.subarray(skip);
    }
  } finally {
    await open.close();
  }
}
