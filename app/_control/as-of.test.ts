import { expect, test } from "vitest";
import { instantOfDay } from "./as-of.ts";

const now = new Date("2026-11-20T09:14:00Z");

test("a past day means its last instant in the organization's time zone", () => {
  expect(instantOfDay("2026-10-24", "Europe/Dublin", now)?.toISOString()).toBe("2026-10-24T22:59:59.999Z");
  expect(instantOfDay("2026-10-25", "Europe/Dublin", now)?.toISOString()).toBe("2026-10-25T23:59:59.999Z");
});

test("today, the future and what is no day mean now", () => {
  for (const day of [undefined, "", "2026-11-20", "2027-01-01", "2026-02-30", "20 Nov", "2026-13-01"]) expect(instantOfDay(day, "Europe/Dublin", now)).toBeUndefined();
});
