import fc from "fast-check";
import { expect, it } from "vitest";
import { controlCoverage } from "./control-coverage.ts";
import { countDays, freshnessDays, objectiveStanding, sumDays } from "./freshness-objective.ts";
import { localDays } from "./local-days.ts";
import { mergeIntervals } from "./period-coverage.ts";

const HOUR = 3_600_000;
const from = new Date("2026-10-01T00:00:00+02:00");
const to = new Date("2027-01-01T00:00:00+01:00");
const days = localDays(from, to, "Europe/Berlin");
const pattern = (text: string) => [...text].map((sign, index) => ({ date: `d${index}`, proven: sign === "x" }));

it("names every stretch of unproven days, from its first to its last", () => {
  expect(countDays(pattern("xx..x.x..")).unproven).toEqual([{ firstDay: "d2", lastDay: "d3", days: 2 }, { firstDay: "d5", lastDay: "d5", days: 1 }, { firstDay: "d7", lastDay: "d8", days: 2 }]);
  expect(countDays([])).toMatchObject({ provenDays: 0, endedDays: 0, unproven: [] });
});

it("counts the same days as the period coverage that the page draws, whatever the stretches are", () => {
  const stretch = fc.record({ at: fc.integer({ min: -200, max: 2_300 }), hours: fc.integer({ min: 1, max: 600 }) });
  fc.assert(fc.property(fc.array(stretch, { maxLength: 12 }), fc.integer({ min: 0, max: 2_400 }), (drawn, elapsed) => {
    const asOf = new Date(from.getTime() + elapsed * HOUR);
    const accepted = mergeIntervals(drawn.map(({ at, hours }) => ({ from: new Date(from.getTime() + at * HOUR), to: new Date(from.getTime() + (at + hours) * HOUR) })));
    const { coverage } = controlCoverage({ from, to, timeZone: "Europe/Berlin" }, [{ id: "r", title: "R" }], accepted.map((one) => ({ ...one, requestId: "r", standing: "accepted" as const, reference: "" })), asOf);
    const counted = freshnessDays(days, accepted, asOf);
    expect([counted.provenDays, counted.endedDays]).toEqual([coverage.lanes[0]!.provenDays, coverage.lanes[0]!.endedDays]);
    expect(counted.unproven.reduce((sum, range) => sum + range.days, 0)).toBe(counted.endedDays - counted.provenDays);
  }));
});

it("an objective is met while its budget of days is not overdrawn, and never where nothing is known or proven", () => {
  const of = (text: string, objective: number, total = 100) => objectiveStanding(countDays(pattern(text)), objective, total);
  expect(of("x".repeat(97) + "...", 97)).toMatchObject({ status: "met", share: 97, allowedDays: 3, burnedDays: 3 });
  expect(of("x".repeat(96) + "....", 97)).toMatchObject({ status: "partial", share: 96, burnedDays: 4 });
  expect(of("x".repeat(40), 100)).toMatchObject({ status: "met", share: 100, allowedDays: 0 });
  expect(of("", 50)).toMatchObject({ status: "not_yet_known", share: null });
  expect(of(".", 50), "one day of an allowed fifty, but nothing proven yet").toMatchObject({ status: "never_collected", share: 0 });
  expect(objectiveStanding({ ...countDays([]), provenDays: 9_999, endedDays: 10_000 }, 100, 10_000).share, "rounded down").toBe(99.9);
});

it("the trend compares the last thirty days with those before, and says nothing without both", () => {
  const trendOf = (text: string) => objectiveStanding(countDays(pattern(text)), 100, 100).trend;
  expect(trendOf("x".repeat(30))).toBeNull();
  expect(trendOf(".".repeat(10) + "x".repeat(30))).toBe("better");
  expect(trendOf("x".repeat(10) + ".".repeat(30))).toBe("worse");
  expect(trendOf("x".repeat(40))).toBe("steady");
  expect(sumDays([countDays(pattern("x.")), countDays(pattern("xx"))])).toMatchObject({ provenDays: 3, endedDays: 4, recent: { proven: 3, ended: 4 } });
});
