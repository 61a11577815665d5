import { expect, test } from "vitest";
import { formatUtcOffset, parseUtcOffset } from "./client.ts";

test("an offset is read in its usual spellings and written in one", () => {
  expect(["+02:00", "-0330", "Z", "utc", "+14:00", "+00:00"].map(parseUtcOffset)).toEqual([120, -210, 0, 0, 840, 0]);
  expect([120, -210, 0, 840].map(formatUtcOffset)).toEqual(["+02:00", "-03:30", "+00:00", "+14:00"]);
});

test("what is no offset is refused, not guessed", () => {
  expect(["2", "+2", "+02:60", "+15:00", "CET", "", "02:00"].map(parseUtcOffset)).toEqual([null, null, null, null, null, null, null]);
});
