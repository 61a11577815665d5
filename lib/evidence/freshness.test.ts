import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isProven } from "./control-status.ts";
import { freshUntil, goodAt, requestStatus, type GapCause, type RequestFacts } from "./freshness.ts";

const DAY = 86_400_000;
const at = (text: string): Date => new Date(text);
const nothing: RequestFacts = { lastGoodAt: null, freshUntil: null, gaps: [], awaitingReview: 0 };
const good = (lastGoodAt: Date, days: number): RequestFacts => ({ ...nothing, lastGoodAt, freshUntil: freshUntil(lastGoodAt, days) });

const instants = fc.integer({ min: 0, max: 4_000 * 24 }).map((hours) => new Date(Date.UTC(2020, 0, 1) + hours * 3_600_000));
const gaps = fc.array(
  fc.record({
    cause: fc.constantFrom<GapCause>("fail", "rejected", "could_not_run", "denied", "disabled", "partial"),
    since: instants, what: fc.constant("something"), evidenceId: fc.option(fc.constant("evi_1"), { nil: null }),
  }),
  { maxLength: 3 },
);
const facts: fc.Arbitrary<RequestFacts> = fc
  .record({ last: fc.option(instants, { nil: null }), days: fc.integer({ min: 1, max: 3_660 }), gaps, awaitingReview: fc.integer({ min: 0, max: 3 }) })
  .map((one) => ({ lastGoodAt: one.last, freshUntil: one.last === null ? null : freshUntil(one.last, one.days), gaps: one.gaps, awaitingReview: one.awaitingReview }));

// From good to bad: what is not proven is not proven, whichever word says why.
const rank = (status: string): number => (status === "met" ? 0 : status === "due_soon" ? 1 : 2);

describe("status of an evidence request", () => {
  it("is never proven without accepted evidence that is fresh at that instant", () => {
    fc.assert(fc.property(facts, fc.integer({ min: 1, max: 90 }), instants, (one, dueSoonDays, now) => {
      const { status } = requestStatus(one, dueSoonDays, now);
      if (isProven(status)) expect(one.freshUntil !== null && now < one.freshUntil).toBe(true);
      if (one.lastGoodAt === null) expect(isProven(status)).toBe(false);
      if (one.gaps.some((gap) => gap.evidenceId === null)) expect(isProven(status)).toBe(false);
    }), { numRuns: 500 });
  });

  it("only gets worse while nothing happens", () => {
    fc.assert(fc.property(facts, fc.integer({ min: 1, max: 90 }), instants, fc.integer({ min: 0, max: 5_000 * DAY }), (one, dueSoonDays, now, later) => {
      const before = requestStatus(one, dueSoonDays, now).status;
      const after = requestStatus(one, dueSoonDays, new Date(now.getTime() + later)).status;
      expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
    }), { numRuns: 500 });
  });

  it("says never collected of nothing, and needs review of an answer that nobody judged", () => {
    expect(requestStatus(nothing, 7, at("2026-11-20T00:00:00Z")).status).toBe("never_collected");
    expect(requestStatus({ ...nothing, awaitingReview: 2 }, 7, at("2026-11-20T00:00:00Z"))).toMatchObject({ status: "needs_review", because: "2 answers await review." });
  });

  it("is stale from the very instant at which freshness ends", () => {
    const one = good(at("2026-11-01T00:00:00Z"), 10);
    expect(requestStatus(one, 2, at("2026-11-10T23:59:59.999Z")).status).toBe("due_soon");
    expect(requestStatus(one, 2, at("2026-11-11T00:00:00.000Z")).status).toBe("stale");
  });

  it("warns as long before as the setting says, but at most a quarter of the freshness period", () => {
    const daily = good(at("2026-11-20T00:00:00Z"), 1);
    expect(requestStatus(daily, 7, at("2026-11-20T17:59:00Z")).status).toBe("met");
    expect(requestStatus(daily, 7, at("2026-11-20T18:00:00Z"))).toMatchObject({ status: "due_soon", dueAt: at("2026-11-21T00:00:00Z") });
    const yearly = good(at("2026-01-01T00:00:00Z"), 365);
    expect(requestStatus(yearly, 7, at("2026-12-24T23:00:00Z")).status).toBe("met");
    expect(requestStatus(yearly, 7, at("2026-12-25T00:00:00Z")).status).toBe("due_soon");
  });

  it("lets a rejected answer weigh only once nothing fresh proves the request", () => {
    const gap = { cause: "rejected" as const, since: at("2026-11-05T00:00:00Z"), what: "EV-7 was rejected", evidenceId: "evi_7" };
    const one = { ...good(at("2026-11-01T00:00:00Z"), 10), gaps: [gap] };
    expect(requestStatus(one, 2, at("2026-11-06T00:00:00Z")).status).toBe("met");
    expect(requestStatus(one, 2, at("2026-11-12T00:00:00Z"))).toMatchObject({ status: "rejected", because: "EV-7 was rejected." });
  });

  it("lets evidence speak for no time after it was collected", () => {
    expect(goodAt({ collectedAt: at("2026-11-20T10:00:00Z"), effectiveUntil: at("2027-01-01T00:00:00Z") })).toEqual(at("2026-11-20T10:00:00Z"));
    expect(goodAt({ collectedAt: at("2026-11-20T10:00:00Z"), effectiveUntil: at("2026-11-02T00:00:00Z") })).toEqual(at("2026-11-02T00:00:00Z"));
  });
});
