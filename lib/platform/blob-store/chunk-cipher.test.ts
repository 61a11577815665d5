import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { CHUNK_BYTES, openChunk, PREFIX_BYTES, sealChunk, TAG_BYTES } from "./chunk-cipher.ts";

test("a chunk is sealed into the block that is given for it, and opens in its place alone", () => {
  const [key, prefix, bytes] = [randomBytes(32), randomBytes(PREFIX_BYTES), randomBytes(CHUNK_BYTES)];
  const blocks = [Buffer.alloc(CHUNK_BYTES + TAG_BYTES), Buffer.alloc(CHUNK_BYTES + TAG_BYTES, 7)] as const;
  const first = sealChunk(key, { prefix, index: 0, last: false }, bytes, blocks[0]);
  // Longer than a slice and no multiple of one; what of the block is not needed stays as it was.
  const last = sealChunk(key, { prefix, index: 1, last: true }, bytes.subarray(0, 100_001), blocks[1]);
  expect([first.length, last.length, blocks[1][last.length]]).toEqual([CHUNK_BYTES + TAG_BYTES, 100_001 + TAG_BYTES, 7]);
  expect(openChunk(key, prefix, 0, false, first).equals(bytes)).toBe(true);
  expect(openChunk(key, prefix, 1, true, last).equals(bytes.subarray(0, 100_001))).toBe(true);
  expect(openChunk(key, prefix, 2, true, sealChunk(key, { prefix, index: 2, last: true }, Buffer.alloc(0), blocks[1])).length).toBe(0);
  for (const [index, ends] of [[1, false], [0, true]] as const) expect(() => openChunk(key, prefix, index, ends, first)).toThrow(/authenticate/);
});
