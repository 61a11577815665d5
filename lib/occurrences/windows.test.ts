import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { PERIODIC_FREQUENCIES } from "./frequencies.ts";
import { windowOn, windowsOf, type Cadence } from "./windows.ts";

const ZONES = ["UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Pacific/Apia", "Asia/Kolkata", "Africa/Cairo"] as const;
const startOf = (day: string, zone: string): Date => periodInstants({ firstDay: day, lastDay: day, timeZone: zone }).from;
const manual = (frequency: string | null, day: string, version = 1, zone = "Europe/Berlin"): Cadence => ({ kind: "manual", frequency, effectiveFrom: startOf(day, zone), version });
const daysOf = (versions: readonly Cadence[], from: string, until: string) => windowsOf(versions, "Europe/Berlin", from, until).map(({ firstDay, lastDay }) => `${firstDay} ${lastDay}`);

describe("the windows of a periodic control", () => {
  it("are the calendar's, and begin with the day on which the control takes effect", () => {
    expect(daysOf([manual("quarterly", "2026-02-10")], "2026-01-01", "2026-12-31")).toEqual(["2026-02-10 2026-03-31", "2026-04-01 2026-06-30", "2026-07-01 2026-09-30", "2026-10-01 2026-12-31"]);
    expect(daysOf([manual("weekly", "2026-09-16")], "2026-09-14", "2026-09-28")).toEqual(["2026-09-16 2026-09-20", "2026-09-21 2026-09-27", "2026-09-28 2026-10-04"]);
    expect(daysOf([manual("monthly", "2024-01-31")], "2024-01-01", "2024-03-01")).toEqual(["2024-01-31 2024-01-31", "2024-02-01 2024-02-29", "2024-03-01 2024-03-31"]);
    expect(daysOf([manual("semiannual", "2026-01-01")], "2026-06-30", "2026-07-01")).toEqual(["2026-01-01 2026-06-30", "2026-07-01 2026-12-31"]);
    expect(daysOf([manual("annual", "2025-05-05")], "2026-05-05", "2026-05-05")).toEqual(["2026-01-01 2026-12-31"]);
    expect(daysOf([manual("daily", "2026-03-28")], "2026-03-28", "2026-03-30"), "one of them has 23 hours").toEqual(["2026-03-28 2026-03-28", "2026-03-29 2026-03-29", "2026-03-30 2026-03-30"]);
  });

  it("are cut where another frequency takes effect, and not where a version only says things otherwise", () => {
    const versions = [manual("quarterly", "2026-01-01"), manual("quarterly", "2026-02-01", 2), manual("monthly", "2026-05-10", 3)];
    expect(daysOf(versions, "2026-01-01", "2026-06-30")).toEqual(["2026-01-01 2026-03-31", "2026-04-01 2026-05-09", "2026-05-10 2026-05-31", "2026-06-01 2026-06-30"]);
  });

  it("are none of an automated control, a continuous one, or one that only waits for a trigger", () => {
    for (const one of [{ ...manual("monthly", "2026-01-01"), kind: "automated" }, manual("continuous", "2026-01-01"), manual(null, "2026-01-01")]) expect(daysOf([one], "2026-01-01", "2026-12-31")).toEqual([]);
    expect(daysOf([manual("quarterly", "2026-01-01"), manual(null, "2026-02-01", 2)], "2026-01-01", "2026-12-31")).toEqual(["2026-01-01 2026-01-31"]);
    expect(windowOn([manual("quarterly", "2026-01-01")], "Europe/Berlin", "2025-12-31")).toBeUndefined();
  });

  it("are those of the later version where two take effect on one day", () => {
    const noon: Cadence = { ...manual("weekly", "2026-09-14", 2), effectiveFrom: new Date("2026-09-14T10:00:00Z") };
    expect(daysOf([manual("monthly", "2026-09-14"), noon], "2026-09-14", "2026-09-15")).toEqual(["2026-09-14 2026-09-20"]);
  });

  const day = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays("2024-01-01", days));
  const cadence = fc.record({ kind: fc.constantFrom("manual", "manual", "automated"), frequency: fc.constantFrom(...PERIODIC_FREQUENCIES, "continuous", null), day, hour: fc.integer({ min: 0, max: 23 }) });

  it("tile the time in which the control is periodic: each day lies in one window, and no window holds another day", () => {
    fc.assert(fc.property(fc.array(cadence, { minLength: 1, maxLength: 5 }), fc.constantFrom(...ZONES), day, fc.integer({ min: 0, max: 150 }), (drawn, zone, from, length) => {
      const versions = drawn.map((one, index): Cadence => ({ ...one, effectiveFrom: new Date(startOf(one.day, zone).getTime() + one.hour * 3_600_000), version: index + 1 }));
      const until = addDays(from, length);
      const windows = windowsOf(versions, zone, from, until);
      const covered = windows.flatMap(({ firstDay, lastDay }) => daysFrom(firstDay, lastDay));
      expect(covered, "in order, without overlap").toEqual([...new Set(covered)].sort());
      for (const each of daysFrom(from, until)) expect(covered.includes(each), each).toBe(isPeriodicOn(versions, zone, each));
      for (const window of windows) expect(windowOn(versions, zone, window.lastDay), "the same, however it is asked for").toEqual(window);
    }), { numRuns: 60 });
  });
});

function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** By the version in force at the end of the day: said otherwise than the code says it. */
function isPeriodicOn(versions: readonly Cadence[], zone: string, day: string): boolean {
  const [last] = versions.filter((one) => dayOf(one.effectiveFrom, zone) <= day).sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime() || b.version - a.version);
  return last !== undefined && last.kind === "manual" && PERIODIC_FREQUENCIES.some((one) => one === last.frequency);
}
