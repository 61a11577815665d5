import { createHash } from "node:crypto";
import { isAppError } from "../errors.ts";
import type { BlobStore, KeyFor, StoredBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, TAG_BYTES } from "./chunk-cipher.ts";

/**
 * How a blob is found where it lies. `whole`: all its bytes are those that its name is the hash of. `missing`: nothing lies there.
 * `altered`: what lies there is not what was written. `unreadable`: the disk, or its key, does not give it out.
 */
export const BLOB_FINDS = ["whole", "missing", "altered", "unreadable"] as const;
export type BlobFound = (typeof BLOB_FINDS)[number];

/** What a disk says of a file that it cannot give out, and no more than that. */
const DISK_FAULTS = new Set(["EIO", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EBADMSG", "EUCLEAN"]);

/**
 * Reads a blob to its end. A store that does not answer says nothing of the blob: that is thrown.
 *
 * @param paced is told of the bytes as they are read, and may take its time
 * @throws AppError internal (blob_store_unreachable, blob_store_refused)
 */
export async function checkBlob(store: BlobStore, organizationId: string, keyFor: KeyFor, { sha256 }: Pick<StoredBlob, "sha256">, paced?: (bytes: number) => Promise<void>): Promise<BlobFound> {
  const hash = createHash("sha256");
  try {
    for await (const piece of store.read(organizationId, keyFor, sha256)) {
      hash.update(piece);
      await paced?.(piece.length);
    }
  } catch (error) {
    if (isAppError(error) && error.reason === "blob_altered") return "altered";
    // Bytes that lie there and name a key that there is not are not the ones that were written.
    if (isAppError(error) && error.reason === "blob_missing") return (await store.has(organizationId, sha256)) ? "altered" : "missing";
    if (error instanceof Error && !isAppError(error) && isOfThisBlob(error)) return "unreadable";
    throw error;
  }
  return hash.digest("hex") === sha256 ? "whole" : "altered";
}

/** A fault of the disk at this file, or a wrapped key that its organization's key does not open. */
function isOfThisBlob(error: Error): boolean {
  return ("code" in error && typeof error.code === "string" && DISK_FAULTS.has(error.code)) || /authenticate/.test(error.message);
}

/** Bytes that a blob takes where it lies, of its length: the header, and a tag for each chunk. */
export function sealedLength(byteLength: number): number {
  return HEADER_BYTES + byteLength + TAG_BYTES * Math.max(1, Math.ceil(byteLength / CHUNK_BYTES));
}
