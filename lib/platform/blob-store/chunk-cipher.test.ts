import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { CHUNK_BYTES, openChunk, openSealer, PREFIX_BYTES } from "./chunk-cipher.ts";

test("a chunk is sealed as it was when that was asked, whatever becomes of its memory, and opens in its place alone", async () => {
  const [key, prefix, bytes] = [randomBytes(32), randomBytes(PREFIX_BYTES), randomBytes(CHUNK_BYTES)];
  const seal = await openSealer(key);
  const plain = Buffer.from(bytes);
  const sealing = [seal(prefix, 0, false, plain), seal(prefix, 1, true, plain.subarray(0, 10))] as const;
  plain.fill(0);
  const [first, last] = await Promise.all(sealing);
  expect(openChunk(key, prefix, 0, false, first).equals(bytes)).toBe(true);
  expect(openChunk(key, prefix, 1, true, last).equals(bytes.subarray(0, 10))).toBe(true);
  for (const [index, ends] of [[1, false], [0, true]] as const) expect(() => openChunk(key, prefix, index, ends, first)).toThrow(/authenticate/);
});
