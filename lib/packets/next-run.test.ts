import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { nextRun, periodBefore, type RunTimes } from "./next-run.ts";

const ZONES = [
  "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia",
  "Pacific/Kiritimati", "Africa/Cairo", "America/Santiago", "Asia/Beirut",
];

const times = fc.record({
  frequency: fc.constantFrom("weekly" as const, "monthly" as const, "quarterly" as const),
  timeZone: fc.constantFrom(...ZONES),
  hour: fc.integer({ min: 0, max: 23 }),
});
const instants = fc.date({ min: new Date("2012-02-01T00:00:00Z"), max: new Date("2037-01-01T00:00:00Z"), noInvalidDate: true });

const formats = new Map(
  ZONES.map((timeZone) => [timeZone, new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" })]),
);

function wall(instant: Date, timeZone: string): { day: string; hour: number; minute: number } {
  const parts = formats.get(timeZone)!.formatToParts(instant);
  const part = (type: string): string => parts.find((one) => one.type === type)!.value;
  return { day: `${part("year")}-${part("month")}-${part("day")}`, hour: Number(part("hour")), minute: Number(part("minute")) };
}

const followingDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

describe("a schedule", () => {
  it("runs once per period without gap or overlap, at its hour by the wall clock, in every zone", () => {
    fc.assert(
      fc.property(times, instants, (schedule, start) => {
        let run = nextRun(schedule, start);
        expect(run.getTime()).toBeGreaterThan(start.getTime());
        for (let count = 0; count < 6; count += 1) {
          const next = nextRun(schedule, run);
          const shown = wall(next, schedule.timeZone);
          const [before, after] = [periodBefore(schedule, run), periodBefore(schedule, next)];
          expect(after.firstDay).toBe(followingDay(before.lastDay));
          expect(shown.day).toBe(followingDay(after.lastDay));
          // Only a skipped hour moves the run, and then by no more than the clocks jumped.
          if (shown.hour !== schedule.hour || shown.minute !== 0) {
            expect(wall(new Date(next.getTime() - 1000), schedule.timeZone).hour).toBeLessThan(schedule.hour === 0 ? 24 : schedule.hour);
            expect(shown.hour * 60 + shown.minute - schedule.hour * 60).toBeLessThanOrEqual(60);
          }
          run = next;
        }
      }),
      { numRuns: 150 },
    );
  });

  it("has no run between an instant and its next run", () => {
    fc.assert(
      fc.property(times, instants, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, start, share) => {
        const run = nextRun(schedule, start);
        const between = new Date(start.getTime() + Math.floor((run.getTime() - start.getTime() - 1) * share));
        expect(nextRun(schedule, between)).toEqual(run);
      }),
      { numRuns: 300 },
    );
  });
});

const run = (schedule: RunTimes, after: string): string => nextRun(schedule, new Date(after)).toISOString();

test.each<[string, RunTimes, string, string, { firstDay: string; lastDay: string }]>([
  ["Monday after a Sunday on which the clocks went back", { frequency: "weekly", timeZone: "Europe/Berlin", hour: 7 }, "2026-10-20T12:00:00Z", "2026-10-26T06:00:00.000Z", { firstDay: "2026-10-19", lastDay: "2026-10-25" }],
  ["the same hour one week earlier is an hour earlier in UTC", { frequency: "weekly", timeZone: "Europe/Berlin", hour: 7 }, "2026-10-15T12:00:00Z", "2026-10-19T05:00:00.000Z", { firstDay: "2026-10-12", lastDay: "2026-10-18" }],
  ["a month that ends in a leap day", { frequency: "monthly", timeZone: "America/New_York", hour: 0 }, "2028-02-15T00:00:00Z", "2028-03-01T05:00:00.000Z", { firstDay: "2028-02-01", lastDay: "2028-02-29" }],
  ["the year's end", { frequency: "quarterly", timeZone: "Asia/Kolkata", hour: 6 }, "2026-12-31T23:00:00Z", "2027-01-01T00:30:00.000Z", { firstDay: "2026-10-01", lastDay: "2026-12-31" }],
  ["an hour that the clocks skip, by half an hour, on the very day", { frequency: "monthly", timeZone: "Australia/Lord_Howe", hour: 2 }, "2028-09-30T00:00:00Z", "2028-09-30T15:30:00.000Z", { firstDay: "2028-09-01", lastDay: "2028-09-30" }],
  ["an hour that occurs twice is its first occurrence", { frequency: "monthly", timeZone: "America/New_York", hour: 1 }, "2026-10-15T00:00:00Z", "2026-11-01T05:00:00.000Z", { firstDay: "2026-10-01", lastDay: "2026-10-31" }],
  ["a run exactly at the instant is past", { frequency: "weekly", timeZone: "UTC", hour: 7 }, "2026-10-19T07:00:00Z", "2026-10-26T07:00:00.000Z", { firstDay: "2026-10-19", lastDay: "2026-10-25" }],
])("%s", (_name, schedule, after, expected, period) => {
  expect(run(schedule, after)).toBe(expected);
  expect(periodBefore(schedule, new Date(expected))).toEqual(period);
});

test("an hour that the clocks skip becomes the first instant after the gap", () => {
  // Clocks went forward from 02:00 to 03:00 on 1 April 2001 in New York, the first day of a month and a quarter.
  expect(run({ frequency: "monthly", timeZone: "America/New_York", hour: 2 }, "2001-03-20T00:00:00Z")).toBe("2001-04-01T07:00:00.000Z");
});

test.each([-1, 24, 1.5])("hour %d is refused", (hour) => {
  expect(() => nextRun({ frequency: "weekly", timeZone: "UTC", hour }, new Date("2026-01-01T00:00:00Z"))).toThrow(RangeError);
});
