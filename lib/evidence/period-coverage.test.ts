import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverageBar, shortDayRange } from "./coverage-bar.geometry.ts";
import { localDays, startOfLocalDate } from "./local-days.ts";
import { mergeIntervals, periodCoverage, type CoverageRequest } from "./period-coverage.ts";

const at = (text: string): Date => new Date(text);
const DUBLIN = { from: at("2026-09-30T23:00:00Z"), to: at("2026-11-16T00:00:00Z"), timeZone: "Europe/Dublin" };
const whole: CoverageRequest = { key: "1", label: "Hosts", proven: [{ from: DUBLIN.from, to: DUBLIN.to }], holes: [] };
const AFTER = at("2026-11-20T08:30:00Z");

describe("days of a time zone", () => {
  it("counts 46 days across the end of summer time, one of 25 hours", () => {
    const days = localDays(DUBLIN.from, DUBLIN.to, DUBLIN.timeZone);
    expect([days.length, days[0]?.date, days.at(-1)?.date]).toEqual([46, "2026-10-01", "2026-11-15"]);
    expect(days.filter((day) => day.to.getTime() - day.from.getTime() === 25 * 3_600_000).map((day) => day.date)).toEqual(["2026-10-25"]);
  });
  it("starts a day at 01:00 where clocks jump at midnight", () => {
    expect(startOfLocalDate("2018-11-04", "America/Sao_Paulo").toISOString()).toBe("2018-11-04T03:00:00.000Z");
  });
  it("takes the earlier midnight where clocks fall back to it", () => {
    expect(startOfLocalDate("2026-11-01", "America/Havana").toISOString()).toBe("2026-11-01T04:00:00.000Z");
  });
  it("leaves out a date that the zone skipped", () => {
    const days = localDays(at("2011-12-29T10:00:00Z"), at("2012-01-01T10:00:00Z"), "Pacific/Apia").map((day) => day.date);
    expect(days).toEqual(["2011-12-29", "2011-12-31", "2012-01-01"]);
  });
  it("refuses an empty period and an unknown zone", () => {
    expect(() => localDays(DUBLIN.from, DUBLIN.from, "UTC")).toThrow(RangeError);
    expect(() => localDays(DUBLIN.from, DUBLIN.to, "Nowhere/Land")).toThrow(RangeError);
  });
  it("tiles any range without gap or overlap in any zone", () => {
    const zones = fc.constantFrom("UTC", "Europe/Dublin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe");
    fc.assert(fc.property(zones, fc.integer({ min: 0, max: 18_000 }), fc.integer({ min: 1, max: 90 * 1440 }), (zone, day, minutes) => {
      const from = new Date(day * 86_400_000 + 12_345_000);
      const to = new Date(from.getTime() + minutes * 60_000);
      const days = localDays(from, to, zone);
      expect(days[0]?.from).toEqual(from);
      expect(days.at(-1)?.to).toEqual(to);
      days.slice(1).forEach((one, index) => expect(one.from).toEqual(days[index]?.to));
      expect(new Set(days.map((one) => one.date)).size).toBe(days.length);
    }), { numRuns: 150 });
  });
});

describe("period coverage", () => {
  it("says 43 of 46 days when a canary failed one day and a host was silent for two", () => {
    const canary = { ...whole, key: "2", label: "Canary", holes: [{ from: at("2026-10-09T10:00:00Z"), to: at("2026-10-09T10:05:00Z"), cause: "fail" as const, what: "canary not received (finding 212)" }] };
    const hosts = { ...whole, key: "3", holes: [{ from: at("2026-11-14T03:00:00Z"), to: at("2026-11-16T00:00:00Z"), cause: "stale" as const, what: "batch-worker-07 silent (finding 231)" }] };
    const coverage = periodCoverage(DUBLIN, [whole, canary, hosts], AFTER);
    expect([coverage.summary.provenDays, coverage.summary.endedDays]).toEqual([43, 46]);
    expect(coverage.lanes.map((lane) => lane.provenDays)).toEqual([46, 45, 44]);
    expect(coverage.holes.map((hole) => [hole.label, hole.firstDay, hole.lastDay, hole.days, hole.cause])).toEqual([
      ["Canary", "2026-10-09", "2026-10-09", 1, "fail"], ["Hosts", "2026-11-14", "2026-11-15", 2, "stale"]]);
    expect(coverage.summary.spans.map((span) => span.days)).toEqual([8, 1, 35, 2]);
  });
  it("leaves the future blank and judges the running day only when it ends", () => {
    const coverage = periodCoverage(DUBLIN, [whole], at("2026-10-05T12:00:00Z"));
    expect(coverage.summary.cells.slice(0, 6).map((cell) => cell.state)).toEqual(["proven", "proven", "proven", "proven", "running", "future"]);
    expect([coverage.summary.provenDays, coverage.summary.endedDays]).toEqual([4, 4]);
    expect(coverage.holes).toEqual([]);
    expect(coverageBar(coverage).nowX).toBeCloseTo(4 / 46);
  });
  it("claims nothing before the period has begun", () => {
    const coverage = periodCoverage(DUBLIN, [whole], at("2026-01-01T00:00:00Z"));
    expect(coverageBar(coverage).summary.rects).toEqual([]);
    expect(coverage.summary.provenDays).toBe(0);
  });
  it("proves no day when no evidence request is defined", () => {
    const coverage = periodCoverage(DUBLIN, [], AFTER);
    expect(coverage.summary.provenDays).toBe(0);
    expect(coverage.summary.cells.every((cell) => cell.state === "hole" && cell.cause === "not_yet_known")).toBe(true);
    expect(coverageBar(coverage).alternative).toContain("no day is proven");
  });
  it("calls a day without a source never collected and a half-covered one partial", () => {
    const half = { ...whole, proven: [{ from: DUBLIN.from, to: at("2026-10-03T11:00:00Z") }] };
    const cells = periodCoverage(DUBLIN, [half], AFTER).summary.cells;
    expect(cells[2]).toMatchObject({ state: "hole", cause: "partial" });
    expect(cells[3]).toMatchObject({ state: "hole", cause: "never_collected" });
  });
  it("never counts more proven days when a hole is added", () => {
    const span = fc.record({ start: fc.integer({ min: -50, max: 1200 }), hours: fc.integer({ min: 0, max: 200 }) })
      .map(({ start, hours }) => ({ from: new Date(DUBLIN.from.getTime() + start * 3_600_000), to: new Date(DUBLIN.from.getTime() + (start + hours) * 3_600_000) }));
    fc.assert(fc.property(fc.array(span, { maxLength: 6 }), fc.array(span, { maxLength: 4 }), span, (proven, holes, extra) => {
      const named = (one: { from: Date; to: Date }) => ({ ...one, cause: "stale" as const, what: "silent" });
      const before = periodCoverage(DUBLIN, [{ ...whole, proven, holes: holes.map(named) }], AFTER);
      const after = periodCoverage(DUBLIN, [{ ...whole, proven, holes: [...holes, extra].map(named) }], AFTER);
      expect(after.summary.provenDays).toBeLessThanOrEqual(before.summary.provenDays);
      expect(before.summary.provenDays + before.holes.reduce((sum, hole) => sum + hole.days, 0)).toBe(46);
      expect(before.summary.spans.reduce((sum, one) => sum + one.days, 0)).toBe(46);
    }), { numRuns: 100 });
  });
  it("joins touching intervals and drops empty ones", () => {
    const day = (n: number): Date => new Date(n * 1000);
    expect(mergeIntervals([{ from: day(5), to: day(9) }, { from: day(1), to: day(5) }, { from: day(3), to: day(3) }])).toEqual([{ from: day(1), to: day(9) }]);
  });
});

describe("coverage bar", () => {
  it("fills the bar exactly once the period is over", () => {
    const bar = coverageBar(periodCoverage(DUBLIN, [whole, { ...whole, key: "2", proven: [] }], AFTER));
    expect(bar.summary.rects.reduce((sum, rect) => sum + rect.width, 0)).toBeCloseTo(1);
    expect(bar.nowX).toBeNull();
    expect(bar.summary.count).toBe("0 of 46 days");
  });
  it("keeps tick labels apart and inside", () => {
    const bar = coverageBar(periodCoverage(DUBLIN, [whole], AFTER));
    expect(bar.ticks.map((tick) => [tick.label, tick.anchor])).toEqual([["1 Oct", "start"], ["1 Nov", "middle"], ["15 Nov", "end"]]);
    const year = coverageBar(periodCoverage({ from: at("2026-01-01"), to: at("2027-01-01"), timeZone: "UTC" }, [whole], AFTER));
    year.ticks.slice(1).forEach((tick, index) => expect(tick.x - (year.ticks[index]?.x ?? 0)).toBeGreaterThanOrEqual(0.1));
  });
  it("writes ranges of days shortly", () => {
    expect([shortDayRange("2026-10-09", "2026-10-09"), shortDayRange("2026-11-01", "2026-11-15"), shortDayRange("2026-10-01", "2026-11-15")])
      .toEqual(["9 Oct", "1 – 15 Nov", "1 Oct – 15 Nov"]);
  });
});
