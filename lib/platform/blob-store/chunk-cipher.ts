import { createCipheriv, createDecipheriv } from "node:crypto";
import { releaseBytes } from "../bytes.ts";

/**
 * Format of a stored blob: magic, 8-byte nonce prefix, then chunks of at most 1 MiB plaintext, each AES-256-GCM
 * with its own nonce (prefix and chunk number) and tag. The number and "last" flag are authenticated, so a chunk
 * removed, swapped or a file cut short is found, and any chunk can be read without those before it.
 */
export const MAGIC = Buffer.from("TMB1");
/** The same, sealed under a key that belongs to this blob alone: its prefix names the key. */
export const OWN_KEY_MAGIC = Buffer.from("TMB2");
export const PREFIX_BYTES = 8;
export const HEADER_BYTES = MAGIC.length + PREFIX_BYTES;
export const CHUNK_BYTES = 1024 * 1024;
export const TAG_BYTES = 16;
/** Bytes of a whole chunk as it is stored. */
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

function nonceOf(prefix: Uint8Array, index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.set(prefix, 0);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

/**
 * Encrypted at a time. What a cipher answers is memory that was never used before where it is large, and mapping and clearing that
 * takes longer than encrypting: a chunk at once takes four times as long.
 */
const SLICE_BYTES = 256 * 1024;

/** Which chunk of which blob: the nonce is made of both, and `last` is authenticated. */
export type ChunkPlace = { prefix: Uint8Array; index: number; last: boolean };

/**
 * Seals a chunk: the encrypted bytes with their tag behind them.
 *
 * @param key 32 bytes
 * @param into a block that has room for a sealed chunk and is none of `plain`
 * @returns the part of `into` that was filled
 */
export function sealChunk(key: Uint8Array, { prefix, index, last }: ChunkPlace, plain: Uint8Array, into: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(prefix, index));
  cipher.setAAD(Buffer.from([last ? 1 : 0]));
  for (let at = 0; at < plain.length; at += SLICE_BYTES) {
    const sealed = cipher.update(plain.subarray(at, at + SLICE_BYTES));
    into.set(sealed, at);
    releaseBytes(sealed);
  }
  cipher.final();
  into.set(cipher.getAuthTag(), plain.length);
  return into.subarray(0, plain.length + TAG_BYTES);
}

/** @throws when the chunk was altered, moved, or its place as last chunk is not the one it was sealed for */
export function openChunk(key: Uint8Array, prefix: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(prefix, index));
  decipher.setAAD(Buffer.from([last ? 1 : 0]));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
  // Checks the tag. GCM holds no bytes back, so nothing is left to append: joining would copy a megabyte for nothing.
  decipher.final();
  return plain;
}
