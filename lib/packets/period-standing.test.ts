import { describe, expect, it } from "vitest";
import { periodCoverage } from "#lib/evidence/client.ts";
import { periodStanding } from "./period-standing.ts";

const PERIOD = { from: new Date("2026-10-01T00:00:00Z"), to: new Date("2026-10-11T00:00:00Z"), timeZone: "UTC" };
const day = (number: number): Date => new Date(Date.UTC(2026, 9, number));

function laneOf(provenUntil: number | null, asOf: Date) {
  const proven = provenUntil === null ? [] : [{ from: day(1), to: day(provenUntil) }];
  return periodCoverage(PERIOD, [{ key: "r", label: "R", proven, holes: [] }], asOf).lanes[0];
}

const stale = { status: "stale" as const, because: "The newest accepted evidence is older than allowed.", id: "more than is asked for" };
const met = { status: "met" as const, because: "" };

describe("a request over a period that is over", () => {
  it("is met when every day of it was proven, however stale it is now", () => {
    expect(periodStanding(stale, laneOf(11, day(30)), true, "UTC")).toEqual({ status: "met", because: "", gaps: [] });
  });
  it("is partial when some days were, however well it stands now, and says which were not", () => {
    expect(periodStanding(met, laneOf(8, day(30)), true, "UTC")).toEqual({
      status: "partial", because: "3 of 10 days are not proven: no source covers the day.",
      gaps: [{ from: day(8), to: day(11), cause: "never_collected", what: "no source covers the day" }],
    });
  });
  it("is never collected when no day was", () => {
    expect(periodStanding(met, laneOf(null, day(30)), true, "UTC").status).toBe("never_collected");
  });
});

describe("a request over a period that runs", () => {
  it("stands as it stands now, with the gaps so far", () => {
    const standing = periodStanding(stale, laneOf(3, day(5)), false, "UTC");
    expect(standing).toEqual({ status: "stale", because: stale.because, gaps: [{ from: day(3), to: day(5), cause: "never_collected", what: "no source covers the day" }] });
  });
});
