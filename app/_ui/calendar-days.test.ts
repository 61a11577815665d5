import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { dayAfter, daysWithin, dayText, isDay, monthAfter, periodPresets, readDay, weeksOf } from "./calendar-days.ts";

const TODAY = "2026-11-20";
const day = fc.date({ min: new Date("1950-01-01T00:00:00Z"), max: new Date("2150-12-31T00:00:00Z"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
// Zones whose clocks change at midnight, at noon's other side of the date line, by half an hour, or that once left a day out.
const zone = fc.constantFrom("Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Cairo", "UTC");

describe("days", () => {
  it("are read again as they were written, whatever way", () => {
    fc.assert(fc.property(day, (one) => {
      const [year, month, date] = one.split("-").map(Number) as [number, number, number];
      for (const text of [one, dayText(one), dayText(one).toUpperCase(), `${date}.${month}.${year}`, ` ${date} ${new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(new Date(one))} ${year} `]) {
        expect(readDay(text, TODAY), text).toBe(one);
      }
    }));
  });

  it("are none where they do not exist, or could be two", () => {
    for (const text of ["", "31 Feb 2026", "2026-02-30", "1/10/2026", "10-01-2026", "1 Ma 2026", "32 Oct 2026", "0.1.2026", "1 Oct 26", "tomorrow week", "2026-10-1x", "0026-10-01"]) expect(readDay(text, TODAY), text).toBeNull();
    expect([readDay("today", TODAY), readDay("Yesterday", TODAY), readDay("3 mar", TODAY), readDay("29 Feb", TODAY)]).toEqual([TODAY, "2026-11-19", "2026-03-03", null]);
    expect(isDay("2026-1-01")).toBe(false);
  });

  it("go on by days and months without a gap, and keep to the month's end", () => {
    fc.assert(fc.property(day, fc.integer({ min: -400, max: 400 }), (one, count) => {
      expect(dayAfter(dayAfter(one, count), -count)).toBe(one);
      if (count >= 0) expect(daysWithin(one, dayAfter(one, count))).toBe(count + 1);
      expect(monthAfter(one, 0)).toBe(one);
    }));
    expect([monthAfter("2026-01-31", 1), monthAfter("2024-01-31", 1), monthAfter("2026-03-31", -1), monthAfter("2026-12-15", 1)]).toEqual(["2026-02-28", "2024-02-29", "2026-02-28", "2027-01-15"]);
  });

  it("fill whole weeks from the region's first day, with every day of the month once", () => {
    fc.assert(fc.property(day, fc.constantFrom(0, 1, 6), (one, first) => {
      const weeks = weeksOf(one, first);
      expect(weeks.every((week) => week.length === 7 && new Date(`${week[0]}T00:00:00Z`).getUTCDay() === first)).toBe(true);
      const days = weeks.flat();
      expect(days.every((at, index) => index === 0 || at === dayAfter(days[index - 1]!, 1))).toBe(true);
      expect(days.filter((at) => at.slice(0, 7) === one.slice(0, 7))).toHaveLength(daysWithin(`${one.slice(0, 7)}-01`, dayAfter(monthAfter(`${one.slice(0, 7)}-01`, 1), -1)));
      expect(weeks.every((week) => week.some((at) => at.slice(0, 7) === one.slice(0, 7)))).toBe(true);
    }));
  });
});

describe("periods", () => {
  it("that are offered begin and end with whole days, and the last one joins the present one", () => {
    fc.assert(fc.property(day, (today) => {
      const presets = new Map(periodPresets(today).map((preset) => [preset.name, preset]));
      for (const { name, firstDay, lastDay } of presets.values()) expect(isDay(firstDay) && isDay(lastDay) && firstDay <= lastDay, `${name} on ${today}`).toBe(true);
      for (const span of ["month", "quarter", "year"]) {
        const [last, present] = [presets.get(`Last ${span}`)!, presets.get(`This ${span}`)!];
        expect(dayAfter(last.lastDay, 1)).toBe(present.firstDay);
        expect(present.firstDay <= today && today <= present.lastDay).toBe(true);
      }
    }));
    expect(periodPresets("2026-11-20").find(({ name }) => name === "Last quarter")).toEqual({ name: "Last quarter", firstDay: "2026-07-01", lastDay: "2026-09-30" });
    expect(periodPresets("2027-02-28").find(({ name }) => name === "Last 12 months")).toEqual({ name: "Last 12 months", firstDay: "2026-03-01", lastDay: "2027-02-28" });
  });

  it("hold in their zone every instant of their days and none beside, across every change of clocks", () => {
    fc.assert(fc.property(day, fc.integer({ min: 0, max: 200 }), zone, (firstDay, count, timeZone) => {
      const lastDay = dayAfter(firstDay, count);
      const { from, until } = periodInstants({ firstDay, lastDay, timeZone });
      const at = (instant: number): string => dayOf(new Date(instant), timeZone);
      // A day that a zone left out (Apia, 30 Dec 2011) begins and ends in one instant, which is the next day.
      expect(at(from.getTime()) >= firstDay && at(from.getTime() - 1) < firstDay).toBe(true);
      expect(at(until.getTime()) > lastDay && at(until.getTime() - 1) <= lastDay).toBe(true);
    }), { numRuns: 300, examples: [
      ["2018-11-04", 0, "America/Sao_Paulo"], ["2018-11-03", 1, "America/Sao_Paulo"], ["2026-03-29", 0, "Asia/Beirut"], ["2026-04-24", 0, "Africa/Cairo"], ["2026-10-29", 1, "Africa/Cairo"],
      ["2011-12-29", 0, "Pacific/Apia"], ["2011-12-29", 2, "Pacific/Apia"], ["2011-12-31", 0, "Pacific/Apia"], ["2026-10-25", 0, "Europe/Dublin"], ["2026-04-05", 0, "Australia/Lord_Howe"], ["1994-12-31", 0, "Pacific/Kiritimati"], ["1995-01-01", 1, "Pacific/Kiritimati"],
    ] });
  });
});
