import { createDecipheriv, subtle } from "node:crypto";

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

function nonceOf(prefix: Uint8Array, index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.set(prefix, 0);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

/**
 * Seals a chunk on another thread: the encrypted bytes with their tag behind them, in memory of their own. The plaintext is copied at
 * the call and may be written over at once.
 */
type SealChunk = (prefix: Uint8Array, index: number, last: boolean, plain: Uint8Array) => Promise<Buffer>;

/** @param key 32 bytes */
export async function openSealer(key: Uint8Array): Promise<SealChunk> {
  const aes = await subtle.importKey("raw", new Uint8Array(key), "AES-GCM", false, ["encrypt"]);
  return async (prefix, index, last, plain) =>
    Buffer.from(await subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(nonceOf(prefix, index)), additionalData: Uint8Array.of(last ? 1 : 0), tagLength: TAG_BYTES * 8 }, aes, plain as Uint8Array<ArrayBuffer>));
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
