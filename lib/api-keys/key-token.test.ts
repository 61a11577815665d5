import { expect, test } from "vitest";
import { keyTokenHash, newKeyToken } from "./key-token.ts";

test("a key is known by its prefix and checksum, so that a scanner of secrets tells it from a text like it", () => {
  const { token, tokenHash, hint } = newKeyToken();
  expect(token).toMatch(/^tmk_[0-9A-Za-z]{49}$/);
  expect(keyTokenHash(token)).toBe(tokenHash);
  expect(token.endsWith(hint)).toBe(true);
  expect(tokenHash).toMatch(/^[0-9a-f]{64}$/);
});

test("a key that was written down wrong in any one place is none", () => {
  const { token } = newKeyToken();
  for (let at = 0; at < token.length; at += 1) {
    const other = token[at] === "A" ? "B" : "A";
    expect(keyTokenHash(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
  }
});

test("the checksum of a known key is what it always was", () => {
  // CRC-32 of 43 zeros, in base 62: a scanner elsewhere counts on it.
  const zeros = `tmk_${"0".repeat(43)}`;
  expect(keyTokenHash(`${zeros}2CZclj`)).toMatch(/^[0-9a-f]{64}$/);
  expect(keyTokenHash(`${zeros}000000`)).toBeNull();
});
