import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { localDays } from "#lib/evidence/client.ts";
import { aheadOf, burnPoints } from "./burn-down.ts";
import { MAX_LOOKS, MAX_POINTS, MIN_POINTS } from "./limits.ts";

const days = localDays(new Date("2026-10-01T00:00:00Z"), new Date("2027-01-01T00:00:00Z"), "UTC");
const now = new Date("2026-11-20T09:30:00Z");

describe("the days of a burn-down", () => {
  test("are all of a quarter where requests are few; a past day is looked at at its end, today at this moment", () => {
    const points = burnPoints(days, 10, now);
    expect(points).toHaveLength(92);
    expect(points.filter((one) => one.when === "today")).toEqual([{ day: "2026-11-20", at: now, when: "today" }]);
    expect(points[0]).toEqual({ day: "2026-10-01", at: new Date("2026-10-02T00:00:00Z"), when: "past" });
    expect(points.at(-1)).toMatchObject({ day: "2026-12-31", when: "ahead" });
  });

  test("are fewer where requests are many, and always hold the first, today and the last", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 50_000 }), (requests) => {
      const points = burnPoints(days, requests, now);
      expect(points.length).toBeLessThanOrEqual(MAX_POINTS + 2);
      expect(points.length * requests).toBeLessThanOrEqual(Math.max(MAX_LOOKS + 2 * requests, (MIN_POINTS + 2) * requests));
      expect([points[0]?.day, points.at(-1)?.day, points.some((one) => one.when === "today")]).toEqual(["2026-10-01", "2026-12-31", true]);
    }));
  });

  test("ahead hold only what today's proof still covers, and never make anything known", () => {
    const point = { day: "2026-12-31", at: new Date("2027-01-01T00:00:00Z"), when: "ahead" as const };
    const at = (day: string) => new Date(`${day}T00:00:00Z`);
    const requests = [{ lastGoodAt: at("2026-11-01"), freshUntil: at("2027-11-01") }, { lastGoodAt: at("2026-11-01"), freshUntil: at("2027-01-01") }, { lastGoodAt: null, freshUntil: null }];
    expect(aheadOf(point, requests)).toEqual({ day: "2026-12-31", proven: 1, lapsed: 1, unknown: 1, total: 3, when: "ahead" });
  });
});
