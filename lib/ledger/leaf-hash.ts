import { TREE } from "./node-sha256.ts";

/**
 * Hash of a leaf: SHA-256(0x00 ‖ salt ‖ record) (RFC 6962, section 2.1: the prefix 0x00 sets leaves apart from nodes).
 * The salt keeps a record that holds few possible values from being guessed out of its hash.
 *
 * @param salt 16 random bytes, kept beside the record
 * @param record canonical JSON (RFC 8785)
 */
export function leafHash(salt: Uint8Array, record: string): Uint8Array {
  return TREE.leaf(Buffer.concat([salt, Buffer.from(record, "utf8")]));
}
