import { createHash } from "node:crypto";
import { passing } from "../bytes.ts";
import { blobFault } from "./blob-fault.ts";
import type { BlobStore, KeyFor, StoredBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, TAG_BYTES } from "./chunk-cipher.ts";

/**
 * How a blob is found where it lies. `whole`: all its bytes are those that its name is the hash of. `missing`: nothing lies there.
 * `altered`: what lies there is not what was written. `unreadable`: the disk, or its key, does not give it out.
 */
export const BLOB_FINDS = ["whole", "missing", "altered", "unreadable"] as const;
export type BlobFound = (typeof BLOB_FINDS)[number];

/**
 * Reads a blob to its end. A store that does not answer says nothing of the blob: that is thrown.
 *
 * @param paced is told of the bytes as they are read, and may take its time
 * @throws AppError internal (blob_store_unreachable, blob_store_refused)
 */
export async function checkBlob(store: BlobStore, organizationId: string, keyFor: KeyFor, { sha256 }: Pick<StoredBlob, "sha256">, paced?: (bytes: number) => Promise<void>): Promise<BlobFound> {
  const hash = createHash("sha256");
  try {
    for await (const piece of passing(store.read(organizationId, keyFor, sha256))) {
      hash.update(piece);
      await paced?.(piece.length);
    }
  } catch (error) {
    const fault = blobFault(error);
    if (fault === null) throw error;
    // Bytes that lie there and name a key that there is not are not the ones that were written.
    return fault === "missing" && (await store.has(organizationId, sha256)) ? "altered" : fault;
  }
  return hash.digest("hex") === sha256 ? "whole" : "altered";
}

/** Bytes that a blob takes where it lies, of its length: the header, and a tag for each chunk. */
export function sealedLength(byteLength: number): number {
  return HEADER_BYTES + byteLength + TAG_BYTES * Math.max(1, Math.ceil(byteLength / CHUNK_BYTES));
}
