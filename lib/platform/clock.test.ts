import { expect, test } from "vitest";
import { CLOCK_TOLERANCE_MS, hasPassed } from "./clock.ts";

const now = new Date("2026-09-14T09:00:00Z");
const before = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);

test("so long has passed, or has not", () => {
  expect(hasPassed(before(3_599_999), 3_600_000, now)).toBe(false);
  expect(hasPassed(before(3_600_000), 3_600_000, now)).toBe(true);
});

test("a time that lies ahead was recorded by a clock that was set back since: nobody waits for it to come again", () => {
  expect(hasPassed(before(-CLOCK_TOLERANCE_MS - 1), 3_600_000, now)).toBe(true);
  expect(hasPassed(before(-86_400_000), 3_600_000, now)).toBe(true);
});

test("a clock of another machine that is a little ahead is no step back", () => {
  expect(hasPassed(before(-CLOCK_TOLERANCE_MS), 3_600_000, now)).toBe(false);
});
