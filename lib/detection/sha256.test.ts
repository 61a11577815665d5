import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { halfSha256Hex, NamesAfter, sha256Hex } from "./sha256.ts";

test("the engine's SHA-256 equals the platform's for every length around the block boundaries", () => {
  for (let length = 0; length < 200; length += 1) {
    for (const letters of ["é7", "a7"]) {
      const text = letters.repeat(length).slice(0, length);
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
  }
});

test("what texts begin with is hashed once, whatever it and the rest are", () => {
  for (const beginning of ["", "a", "b".repeat(63), "c".repeat(64), "d".repeat(130), "é".repeat(70)]) {
    const names = new NamesAfter(beginning);
    for (const rest of ["", "x", "é", "y".repeat(200), "\0"]) expect(names.halfSha256Hex(rest)).toBe(halfSha256Hex(beginning + rest));
  }
});
