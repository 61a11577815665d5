import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { controlCoverage, subtract, type EvidenceSpan } from "./control-coverage.ts";
import { mergeIntervals } from "./period-coverage.ts";

const at = (text: string): Date => new Date(text);
const PERIOD = { from: at("2026-10-01T00:00:00Z"), to: at("2026-11-01T00:00:00Z"), timeZone: "UTC" };
const AFTER = at("2026-11-20T00:00:00Z");
const request = { id: "r1", title: "Hosts" };
const span = (standing: EvidenceSpan["standing"], from: string, to: string, reference = ""): EvidenceSpan =>
  ({ requestId: "r1", standing, from: at(`${from}T00:00:00Z`), to: at(`${to}T00:00:00Z`), reference });

describe("coverage of a control", () => {
  it("names what was never collected apart from what went stale", () => {
    const { coverage } = controlCoverage(PERIOD, [request], [span("accepted", "2026-10-05", "2026-10-10")], AFTER);
    expect(coverage.holes.map((hole) => [hole.firstDay, hole.lastDay, hole.cause, hole.whats])).toEqual([
      ["2026-10-01", "2026-10-04", "never_collected", ["no source covers the day"]],
      ["2026-10-10", "2026-10-31", "stale", ["accepted evidence ends 9 Oct"]],
    ]);
    expect([coverage.summary.provenDays, coverage.summary.endedDays]).toEqual([5, 31]);
  });

  it("calls the first days stale when proof from before the period ended", () => {
    const { coverage } = controlCoverage(PERIOD, [request], [span("accepted", "2026-09-10", "2026-09-15")], AFTER);
    expect(coverage.holes).toMatchObject([{ firstDay: "2026-10-01", lastDay: "2026-10-31", cause: "stale", whats: ["accepted evidence ends 14 Sep"] }]);
  });

  it("never lets rejected or unjudged evidence prove a day, and names it", () => {
    const spans = [span("rejected", "2026-10-01", "2026-10-11", "EV-3"), span("awaiting", "2026-10-11", "2026-10-21", "EV-4")];
    const { coverage, bar } = controlCoverage(PERIOD, [request], spans, AFTER);
    expect(coverage.summary.provenDays).toBe(0);
    expect(coverage.holes.map((hole) => [hole.firstDay, hole.cause, ...hole.whats])).toEqual([
      ["2026-10-01", "fail", "EV-3 was rejected"], ["2026-10-11", "not_yet_known", "EV-4 awaits review"], ["2026-10-21", "never_collected", "no source covers the day"]]);
    expect(bar.alternative).toContain("0 of 31 days");
  });

  it("does not hold a rejection against days that other evidence proves", () => {
    const spans = [span("rejected", "2026-10-01", "2026-11-01", "EV-3"), span("accepted", "2026-10-01", "2026-11-01")];
    expect(controlCoverage(PERIOD, [request], spans, AFTER).coverage.holes).toEqual([]);
  });

  it("proves no more days when accepted evidence is taken away", () => {
    const hours = fc.tuple(fc.integer({ min: -100, max: 800 }), fc.integer({ min: 1, max: 300 }));
    const spans = fc.array(hours.map(([from, length]): EvidenceSpan => ({
      requestId: "r1", standing: "accepted", reference: "", from: new Date(PERIOD.from.getTime() + from * 3_600_000), to: new Date(PERIOD.from.getTime() + (from + length) * 3_600_000),
    })), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(spans, (all) => {
      const days = (some: EvidenceSpan[]): number => controlCoverage(PERIOD, [request], some, AFTER).coverage.summary.provenDays;
      expect(days(all.slice(1))).toBeLessThanOrEqual(days(all));
    }), { numRuns: 100 });
  });

  it("subtracts without loss: what is left and what was taken tile the whole", () => {
    const intervals = fc.array(fc.tuple(fc.integer({ min: -10, max: 60 }), fc.integer({ min: 1, max: 20 })), { maxLength: 6 });
    const day = (n: number): Date => new Date(PERIOD.from.getTime() + n * 43_200_000);
    fc.assert(fc.property(intervals, (pairs) => {
      const merged = mergeIntervals(pairs.map(([from, length]) => ({ from: day(from), to: day(from + length) })));
      const left = subtract(PERIOD, merged);
      const all = mergeIntervals([...left, ...merged]);
      expect(all.some((one) => one.from <= PERIOD.from && one.to >= PERIOD.to)).toBe(true);
      for (const one of left) expect(merged.every((taken) => taken.to <= one.from || taken.from >= one.to)).toBe(true);
    }), { numRuns: 200 });
  });
});
