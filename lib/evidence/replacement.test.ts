import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { goodAt } from "./freshness.ts";
import { mergeIntervals, type Interval } from "./period-coverage.ts";
import { claimsSameTime, replacedFrom, replacementFault } from "./replacement.ts";

const day = (count: number): Date => new Date(Date.UTC(2026, 0, 1) + count * 86_400_000);
const of = (id: string, from: number, until: number, collected: number, requestIds: string[], reviewState: "awaiting" | "accepted" | "rejected" = "accepted") =>
  ({ id, number: 7, effectiveFrom: day(from), effectiveUntil: day(until), collectedAt: day(collected), requestIds, reviewState });
const asked = new Set(["a", "b"]);

describe("an evidence that takes the place of an older one", () => {
  test("answers all that it answered and is still asked, speaks for as late, and is not rejected", () => {
    const older = of("1", 0, 365, 0, ["a", "b"]);
    expect(replacementFault(older, of("2", 30, 395, 30, ["a", "b", "c"], "awaiting"), asked)).toBeNull();
    expect(replacementFault(older, of("2", 30, 395, 30, ["a"]), asked)?.reason).toBe("answers_less");
    expect(replacementFault(older, of("2", 30, 395, 30, ["a"]), new Set(["a"]))).toBeNull();
    expect(replacementFault(older, of("2", 30, 395, 30, ["c"]), asked)?.reason).toBe("other_request");
    expect(replacementFault(of("1", 0, 365, 40, ["a"]), of("2", 30, 395, 30, ["a"]), asked)?.reason).toBe("speaks_later");
    expect(replacementFault(of("1", 0, 365, 0, ["a"], "awaiting"), of("2", 30, 395, 30, ["a"]), asked)?.reason).toBe("not_accepted");
    expect(replacementFault(older, of("2", 30, 395, 30, ["a", "b"], "rejected"), asked)?.reason).toBe("rejected");
    expect(replacementFault(older, older, asked)?.reason).toBe("same_evidence");
  });

  test("leaves every day proven that was: the older one up to where it begins, itself from there", () => {
    const number = fc.integer({ min: 0, max: 400 });
    const evidence = fc.tuple(number, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 400 })).map(([from, length, wait]) => of("x", from, from + length, from + wait, ["a"]));
    fc.assert(fc.property(evidence, evidence, fc.integer({ min: 1, max: 400 }), (one, other, freshness) => {
      const [older, newer] = [{ ...one, id: "1" }, { ...other, id: "2" }];
      if (replacementFault(older, newer, asked) !== null) return;
      const provenBy = (evidenceOf: typeof older): Interval => ({ from: evidenceOf.effectiveFrom, to: new Date(goodAt(evidenceOf).getTime() + freshness * 86_400_000) });
      const [before, after] = [provenBy(older), provenBy(newer)];
      const cut = replacedFrom(older, newer);
      const shortened = { from: before.from, to: before.to < cut ? before.to : cut };
      expect(mergeIntervals([shortened, after])).toEqual(mergeIntervals([before, after]));
    }));
  });

  test("is offered where the older one still claims the time in which it begins: versions of a document, not logs of two days", () => {
    expect(claimsSameTime(of("1", 0, 365, 0, ["a"]), of("2", 30, 395, 30, ["a"]))).toBe(true);
    expect(claimsSameTime(of("1", 0, 1, 1, ["a"]), of("2", 1, 2, 2, ["a"]))).toBe(false);
  });
});
