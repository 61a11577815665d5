import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { PACKET_LIMITS } from "../limits.ts";
import type { PacketEntry } from "./packet-entry.ts";

/** What one reading of a file tells. `text` holds its bytes when they were asked for, `found` whether the needle is in them. */
export type HashedEntry = { bytes: number; crc32: number; sha256: string; sha512: string; content: Buffer | null; found: boolean };

/** What to take from a file beside its hashes. */
export type ReadWish = { keep: boolean; needle: string | null; sha512: boolean };

/**
 * Reads a file once, a chunk at a time.
 * @throws Error when the bytes cannot be had; RangeError when a kept file is larger than `PACKET_LIMITS.indexBytes`
 */
export async function hashEntry(entry: PacketEntry, wish: ReadWish): Promise<HashedEntry> {
  const sha256 = createHash("sha256");
  const sha512 = wish.sha512 ? createHash("sha512") : null;
  const kept: Buffer[] = [];
  const needle = Buffer.from(wish.needle ?? "", "latin1");
  let tail = Buffer.alloc(0);
  let found = false;
  let bytes = 0;
  let crc = 0;
  for await (const chunk of await entry.open()) {
    bytes += chunk.length;
    if (bytes > entry.bytes) throw new RangeError("holds more bytes than announced");
    crc = crc32(chunk, crc);
    sha256.update(chunk);
    sha512?.update(chunk);
    if (wish.keep) {
      if (bytes > PACKET_LIMITS.indexBytes) throw new RangeError(`is larger than ${PACKET_LIMITS.indexBytes} bytes`);
      kept.push(Buffer.from(chunk));
    }
    if (needle.length > 0 && !found) {
      const joined = Buffer.concat([tail, chunk]);
      found = joined.includes(needle);
      tail = joined.subarray(Math.max(0, joined.length - needle.length + 1));
    }
  }
  return { bytes, crc32: crc, sha256: sha256.digest("hex"), sha512: sha512?.digest("hex") ?? "", content: wish.keep ? Buffer.concat(kept) : null, found };
}
