import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sealedLength } from "./check-blob.ts";
import { CHUNK_BYTES } from "./chunk-cipher.ts";
import { sealBytes } from "./sealed-stream.ts";

describe("the length that a blob has where it lies", () => {
  test("is what sealing makes of its bytes, at and around the ends of chunks as well", async () => {
    const key = randomBytes(32);
    const lengths = fc.oneof(fc.nat(5_000), fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 1));
    await fc.assert(fc.asyncProperty(lengths, fc.integer({ min: 1, max: 400_000 }), async (length, piece) => {
      const bytes = Buffer.alloc(length, 7);
      const body = async function* (): AsyncGenerator<Buffer> {
        for (let at = 0; at < length; at += piece) yield bytes.subarray(at, at + piece);
      };
      let sealed = 0;
      for await (const part of sealBytes(key, body())) sealed += part.length;
      expect(sealed).toBe(sealedLength(length));
    }), { numRuns: 40 });
  });
});
