import fc from "fast-check";
import { expect, test } from "vitest";
import { holds, isWide, ON_EVERYTHING, type HeldItem, type HoldScope } from "./hold-scope.ts";

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));
const item = (over: Partial<HeldItem> = {}): HeldItem => ({ id: "evi_1", effectiveFrom: day(5), effectiveUntil: day(8), controlIds: ["ctl_1"], ...over });
const scope = (over: Partial<HoldScope>): HoldScope => ({ ...ON_EVERYTHING, ...over });

test("a hold on everything holds everything, one on items holds these alone", () => {
  expect(holds(ON_EVERYTHING, item())).toBe(true);
  expect([holds(scope({ evidenceIds: ["evi_1"] }), item()), holds(scope({ evidenceIds: ["evi_2"] }), item())]).toEqual([true, false]);
});

test("a hold on a control holds what answers it, also among others, and in a period only what touches it", () => {
  const controls = scope({ controlIds: ["ctl_1"] });
  expect([holds(controls, item({ controlIds: ["ctl_0", "ctl_1"] })), holds(controls, item({ controlIds: ["ctl_0"] })), holds(controls, item({ controlIds: [] }))]).toEqual([true, false, false]);
  const inPeriod = (from: number, until: number) => holds(scope({ controlIds: ["ctl_1"], coversFrom: day(from), coversUntil: day(until) }), item());
  // Half-open: what ends when the period begins, or begins when it ends, is outside.
  expect([inPeriod(8, 9), inPeriod(7, 9), inPeriod(1, 5), inPeriod(1, 6)]).toEqual([false, true, false, true]);
});

test("what a wide hold on a period reaches, the same hold on the item's control reaches too", () => {
  fc.assert(fc.property(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20), (a, b, c, d) => {
    const speaks = item({ effectiveFrom: day(Math.min(a, b)), effectiveUntil: day(Math.max(a, b) + 1) });
    const period = scope({ coversFrom: day(Math.min(c, d)), coversUntil: day(Math.max(c, d) + 1) });
    expect(isWide(period)).toBe(true);
    expect(holds({ ...period, controlIds: ["ctl_1"] }, speaks)).toBe(holds(period, speaks));
  }));
});
