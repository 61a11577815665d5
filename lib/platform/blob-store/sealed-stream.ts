import { createHash, randomBytes } from "node:crypto";
import { AppError } from "../errors.ts";
import type { BlobExpectation, StoredBlob } from "./blob-store.ts";
import type { KeyFor } from "./blob-store.ts";
import { giveBack, takeBlock } from "./blocks.ts";
import { CHUNK_BYTES, HEADER_BYTES, MAGIC, openChunk, OWN_KEY_MAGIC, PREFIX_BYTES, sealChunk, SEALED_CHUNK_BYTES, TAG_BYTES } from "./chunk-cipher.ts";

/** A header with a nonce prefix of its own; with `keyId` (its prefix in hex), of what is sealed under a key of its own. */
export function sealedHeader(keyId?: string): Buffer {
  return keyId === undefined ? Buffer.concat([MAGIC, randomBytes(PREFIX_BYTES)]) : Buffer.concat([OWN_KEY_MAGIC, Buffer.from(keyId, "hex")]);
}

/** Which key a header names; null for one that names none. @throws AppError blob_altered */
export function keyIdOf(header: Buffer): string | null {
  const prefix = prefixOf(header);
  return header.subarray(0, MAGIC.length).equals(OWN_KEY_MAGIC) ? prefix.toString("hex") : null;
}

/** Encrypts a body as it comes: the header, then each chunk with its tag. A buffer that was handed out lasts until the next is asked for. */
export async function* sealBytes(key: Uint8Array, body: AsyncIterable<Uint8Array>, header = sealedHeader()): AsyncGenerator<Buffer> {
  const prefix = prefixOf(header);
  yield header;
  const [pending, sealed] = [takeBlock(), takeBlock()];
  let filled = 0;
  let index = 0;
  try {
    for await (const part of body) {
      for (let offset = 0; offset < part.length; ) {
        // A full chunk is sealed only when more follows, because the last one carries a flag of its own.
        if (filled === CHUNK_BYTES) {
          yield sealChunk(key, { prefix, index: index++, last: false }, pending.subarray(0, filled), sealed);
          filled = 0;
        }
        const take = Math.min(CHUNK_BYTES - filled, part.length - offset);
        pending.set(part.subarray(offset, offset + take), filled);
        filled += take;
        offset += take;
      }
    }
    yield sealChunk(key, { prefix, index, last: true }, pending.subarray(0, filled), sealed);
  } finally {
    giveBack(pending);
    giveBack(sealed);
  }
}

/** Passes a body on while it keeps to what was declared; `stored` holds its hash and length afterwards. */
export function checkedBody(body: AsyncIterable<Uint8Array>, expect: BlobExpectation): { body: AsyncGenerator<Uint8Array>; stored(): StoredBlob } {
  const hash = createHash("sha256");
  const limit = Math.min(expect.maxBytes, expect.byteLength ?? expect.maxBytes);
  let byteLength = 0;
  let stored: StoredBlob | undefined;
  async function* passed(): AsyncGenerator<Uint8Array> {
    for await (const part of body) {
      byteLength += part.length;
      if (byteLength > limit) throw tooLong(expect);
      hash.update(part);
      yield part;
    }
    stored = { sha256: hash.digest("hex"), byteLength };
    if (expect.byteLength !== undefined && expect.byteLength !== byteLength) {
      throw new AppError("validation", "blob_too_short", `The body ended after ${byteLength} of ${expect.byteLength} declared bytes; nothing was kept.`);
    }
    if (expect.sha256 !== undefined && expect.sha256 !== stored.sha256) {
      throw new AppError("validation", "blob_hash_differs", "The body does not have the declared SHA-256; nothing was kept.");
    }
  }
  return {
    body: passed(),
    stored() {
      if (stored === undefined) throw new Error("the body was not read to its end");
      return stored;
    },
  };
}

function tooLong(expect: BlobExpectation): AppError {
  return expect.byteLength !== undefined && expect.byteLength <= expect.maxBytes
    ? new AppError("validation", "blob_too_long", `The body is longer than the ${expect.byteLength} bytes that were declared; nothing was kept.`)
    : new AppError("limit_exceeded", "blob_over_limit", `The body is larger than the limit of ${expect.maxBytes} bytes; nothing was kept.`);
}

/** Where a sealed body of `byteLength` bytes has its chunks, and which of them holds byte `from` of the plaintext. */
export function chunksOf(byteLength: number, from = 0): { count: number; first: number; offset: number } {
  const count = Math.max(1, Math.ceil((byteLength - HEADER_BYTES) / SEALED_CHUNK_BYTES));
  const first = Math.floor(from / CHUNK_BYTES);
  return { count, first, offset: HEADER_BYTES + first * SEALED_CHUNK_BYTES };
}

/**
 * Decrypts a sealed body that is read from its beginning.
 * @param byteLength all of its bytes: the last chunk is told by its place
 * @throws AppError blob_altered
 */
export async function* openBytes(keyFor: KeyFor, byteLength: number, sealed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const { count } = chunksOf(byteLength);
  let prefix: Buffer | undefined;
  let key: Uint8Array = Buffer.alloc(0);
  let index = 0;
  for await (const part of inPieces(sealed, HEADER_BYTES, SEALED_CHUNK_BYTES)) {
    if (prefix === undefined) {
      const header = Buffer.from(part);
      prefix = prefixOf(header);
      key = await keyFor(keyIdOf(header));
    } else {
      yield openOrExplain(key, prefix, index, index === count - 1, part);
      index += 1;
    }
  }
  if (index !== count) throw altered();
}

/** Cuts a body into a first piece and pieces of one size; the last may be shorter. A piece lasts until the next is asked for. */
export async function* inPieces(body: AsyncIterable<Uint8Array>, firstBytes: number, bytes: number): AsyncGenerator<Buffer> {
  const piece = Buffer.allocUnsafe(Math.max(firstBytes, bytes));
  let wanted = firstBytes;
  let filled = 0;
  for await (const part of body) {
    for (let offset = 0; offset < part.length; ) {
      const take = Math.min(wanted - filled, part.length - offset);
      piece.set(part.subarray(offset, offset + take), filled);
      filled += take;
      offset += take;
      if (filled < wanted) continue;
      yield piece.subarray(0, filled);
      wanted = bytes;
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** The nonce prefix in a sealed body's header. @throws AppError blob_altered when it is none */
export function prefixOf(header: Buffer): Buffer {
  const magic = header.subarray(0, MAGIC.length);
  if (header.length < HEADER_BYTES || !(magic.equals(MAGIC) || magic.equals(OWN_KEY_MAGIC))) throw altered();
  return header.subarray(MAGIC.length, HEADER_BYTES);
}

/** @throws AppError blob_altered when the chunk is not the one that was sealed for this place */
export function openOrExplain(key: Uint8Array, prefix: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw altered();
  try {
    return openChunk(key, prefix, index, last, sealed);
  } catch (error) {
    if (error instanceof Error && /authenticate/.test(error.message)) throw altered();
    throw error;
  }
}

export function altered(): AppError {
  return new AppError("internal", "blob_altered", "The stored bytes of this record were altered where they lie.");
}

export function missing(): AppError {
  return new AppError("internal", "blob_missing", "The stored bytes of this record are missing.");
}
