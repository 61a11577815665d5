import { expect, it } from "vitest";
import { newId, newIdAfter } from "./ids.ts";

it("ids are UUIDv7 with a prefix and sort by creation time", () => {
  const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map((now) => newId("alr", now));
  expect([...ids].sort()).toEqual(ids);
  for (const id of ids) expect(id).toMatch(/^alr_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});

it("ten thousand ids of one millisecond are all different", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newId("x", 1))).size).toBe(10_000);
});

it("an id after another sorts after it, also when the clock was set back", () => {
  const last = newId("lau", 1_800_000_000_000);
  expect(newIdAfter("lau", 1_700_000_000_000, last) > last).toBe(true);
  expect(newIdAfter("lau", 1_800_000_000_000, last) > last).toBe(true);
  expect(newIdAfter("lau", 1_900_000_000_000, last).slice(4, 16)).toBe(newId("lau", 1_900_000_000_000).slice(4, 16));
  expect(newIdAfter("lau", 1_700_000_000_000, null).slice(4, 16)).toBe(newId("lau", 1_700_000_000_000).slice(4, 16));
});
