import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256Hex } from "./sha256.ts";

test("the engine's SHA-256 equals the platform's for every length around the block boundaries", () => {
  for (let length = 0; length < 200; length += 1) {
    for (const letters of ["é7", "a7"]) {
      const text = letters.repeat(length).slice(0, length);
      expect(sha256Hex(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }
  }
});
