import { expect, test } from "vitest";
import { periodStanding } from "./engagement-period.ts";

const period = { firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "America/New_York" };

test.each([
  ["the evening before, although it is the first day in UTC", "2026-10-01T03:59:59Z", { phase: "before", totalDays: 92, dayNumber: 0, daysToEnd: 92, daysToStart: 1 }],
  ["the first minute of the first day", "2026-10-01T04:00:00Z", { phase: "running", totalDays: 92, dayNumber: 1, daysToEnd: 91, daysToStart: 0 }],
  ["day 51 of 92", "2026-11-20T15:00:00Z", { phase: "running", totalDays: 92, dayNumber: 51, daysToEnd: 41, daysToStart: 0 }],
  ["the last minute of the last day, next year in UTC", "2027-01-01T04:59:00Z", { phase: "running", totalDays: 92, dayNumber: 92, daysToEnd: 0, daysToStart: 0 }],
  ["the minute after", "2027-01-01T05:00:00Z", { phase: "ended", totalDays: 92, dayNumber: 92, daysToEnd: 0, daysToStart: 0 }],
])("%s", (_name, now, expected) => {
  expect(periodStanding(period, new Date(now))).toEqual(expected);
});
