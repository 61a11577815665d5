import { describe, expect, it } from "vitest";
import { recordPeriod, statedPeriod } from "./effective-period.ts";

const at = (text: string): Date => new Date(text);
const frame = { collectedAt: at("2026-11-20T09:00:00Z"), timeZone: "Europe/Dublin" };
const segment = { from: at("2026-11-01T00:00:07Z"), until: at("2026-11-15T23:59:51.001Z") };

describe("the time that evidence speaks for", () => {
  it("takes days in the organization's time zone, both included", () => {
    expect(statedPeriod({ firstDay: "2026-10-01", lastDay: "2026-10-31" }, frame, 365)).toEqual({ from: at("2026-09-30T23:00:00Z"), until: at("2026-11-01T00:00:00Z") });
  });

  it("lets a document without an end hold as long as the longest freshness it answers, and no longer", () => {
    expect(statedPeriod({ firstDay: "2026-11-20" }, frame, 10).until).toEqual(at("2026-11-30T09:00:00Z"));
    expect(statedPeriod(undefined, frame, 10)).toEqual({ from: frame.collectedAt, until: at("2026-11-30T09:00:00Z") });
  });

  it("refuses a period that begins after collection or ends before it begins", () => {
    expect(() => statedPeriod({ firstDay: "2026-11-21" }, frame, 10)).toThrow(expect.objectContaining({ code: "validation" }));
    expect(() => statedPeriod({ firstDay: "2026-11-20", lastDay: "2026-11-19" }, frame, 10)).toThrow(expect.objectContaining({ code: "validation" }));
  });

  it("gives a record its own time, and lets a person widen it to whole days only", () => {
    expect(recordPeriod(segment, undefined, frame)).toEqual({ ...segment, own: true });
    expect(recordPeriod(segment, { firstDay: "2026-11-01", lastDay: "2026-11-15" }, frame)).toEqual({ from: at("2026-11-01T00:00:00Z"), until: at("2026-11-16T00:00:00Z"), own: false });
    expect(() => recordPeriod(segment, { firstDay: "2026-10-31", lastDay: "2026-11-15" }, frame)).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ path: "period.firstDay" })] }));
    expect(() => recordPeriod(segment, { firstDay: "2026-11-01", lastDay: "2026-11-16" }, frame)).toThrow(expect.objectContaining({ reason: "effective_period" }));
  });

  it("never lets a record that goes on speak for a time after collection", () => {
    expect(recordPeriod({ from: segment.from, until: null }, undefined, frame).until).toEqual(frame.collectedAt);
    expect(recordPeriod({ from: segment.from, until: null }, { firstDay: "2026-11-01", lastDay: "2026-11-20" }, frame).until).toEqual(frame.collectedAt);
  });
});
