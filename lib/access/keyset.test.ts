import { expect, it } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, pageOf } from "./keyset.ts";

const Key = z.tuple([z.iso.datetime(), z.string()]);

it("a cursor reads back as the key that was written", () => {
  const key: [string, string] = ["2026-11-20T00:00:00.000Z", "alr_1"];
  expect(decodeCursor(Key, encodeCursor(key))).toEqual(key);
});

it.each(["", "!!", Buffer.from("{}").toString("base64url"), Buffer.from('["x",1]').toString("base64url")])("a forged cursor %j is refused as input", (cursor) => {
  expect(() => decodeCursor(Key, cursor)).toThrow(expect.objectContaining({ code: "validation" }));
});

it("a page names a next one only when a further row was read", () => {
  const rows = [1, 2, 3];
  expect(pageOf(rows, 3, (row) => [row])).toEqual({ rows: [1, 2, 3], nextCursor: null });
  expect(pageOf(rows, 2, (row) => [row])).toEqual({ rows: [1, 2], nextCursor: encodeCursor([2]) });
});
