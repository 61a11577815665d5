import { expect, it } from "vitest";
import { addDays, dayOf, daysIncluded, isTimeZone, periodInstants } from "./zoned-time.ts";

it("a period includes its first and last day in its own zone, across a change of summer time", () => {
  const { from, until } = periodInstants({ firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Dublin" });
  expect(from.toISOString()).toBe("2026-09-30T23:00:00.000Z");
  expect(until.toISOString()).toBe("2027-01-01T00:00:00.000Z");
});

it("a day without midnight begins where the clock begins it", () => {
  const { from } = periodInstants({ firstDay: "2018-11-04", lastDay: "2018-11-04", timeZone: "America/Sao_Paulo" });
  expect(from.toISOString()).toBe("2018-11-04T03:00:00.000Z");
});

it("days are counted with both ends, and none when the end lies before", () => {
  expect(daysIncluded("2026-10-01", "2026-12-31")).toBe(92);
  expect(daysIncluded("2026-10-02", "2026-10-01")).toBe(0);
  expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
});

it("an instant belongs to the day of the zone, not of UTC", () => {
  expect(dayOf(new Date("2026-11-20T23:30:00Z"), "Asia/Tokyo")).toBe("2026-11-21");
  expect(isTimeZone("Europe/Dublin")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});
