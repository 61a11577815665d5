import { expect, test } from "vitest";
import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import { dayAsked, instantsOf, keptDay, pastOf } from "./past.ts";

const now = new Date("2026-11-20T09:14:00Z");
const ZONE = "Europe/Dublin";

test("a past day means its last instant in the organization's time zone, by what was known then", () => {
  const past = pastOf({ asOf: "2026-10-24" }, ZONE, now);
  expect(instantsOf(past)).toEqual({ asOf: new Date("2026-10-24T22:59:59.999Z"), knownAt: new Date("2026-10-24T22:59:59.999Z") });
  expect(pastOf({ asOf: "2026-10-25" }, ZONE, now)?.asOf.toISOString()).toBe("2026-10-25T23:59:59.999Z");
  expect(keptDay(past)).toEqual({ asOf: "2026-10-24", known: null });
});

test("the same day can be looked at by what is known now", () => {
  const past = pastOf({ asOf: "2026-10-24", known: "now" }, ZONE, now);
  expect(instantsOf(past)).toEqual({ asOf: new Date("2026-10-24T22:59:59.999Z"), knownAt: ALL_RECORDED });
  expect(keptDay(past)).toEqual({ asOf: "2026-10-24", known: "now" });
});

test("today, the future and what is no day mean now", () => {
  for (const day of [undefined, "", "2026-11-20", "2027-01-01", "2026-02-30", "20 Nov", "2026-13-01"]) {
    expect(pastOf({ asOf: day, known: "now" }, ZONE, now)).toBeUndefined();
    expect(keptDay(pastOf({ asOf: day }, ZONE, now))).toEqual({ asOf: null, known: null });
  }
  expect(dayAsked({ asOf: "2026-02-30", known: "ever" })).toEqual({ asOfDay: undefined, known: "then" });
});
