import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#lib/platform/zoned-time.ts";
import { dueDate, dueDateUnder } from "./due-date.ts";

const POLICY = { critical: 7, high: 30, medium: 90, low: 180 };
const severity = fc.constantFrom("critical", "high", "medium", "low");

test("a finding is due by the days of its severity, counted from the day on which it was raised", () => {
  expect(dueDate("high", POLICY, "2026-10-02")).toEqual({ dueOn: "2026-11-01", dueDays: 30, dueFrom: "2026-10-02" });
});

test("who learns late that it is worse gets the days of the worse severity from then on", () => {
  expect(dueDateUnder("critical", dueDate("medium", POLICY, "2026-10-01"), POLICY, "2026-11-20")).toEqual({ dueOn: "2026-11-27", dueDays: 7, dueFrom: "2026-11-20" });
});

test("judging it less bad counts from the day on which it was raised, not from today", () => {
  expect(dueDateUnder("medium", dueDate("critical", POLICY, "2026-10-01"), POLICY, "2026-11-20")).toEqual({ dueOn: "2026-12-30", dueDays: 90, dueFrom: "2026-10-01" });
});

test("a worse severity never buys time, and back again never more than the first judgement gave", () => {
  fc.assert(fc.property(severity, severity, fc.integer({ min: 0, max: 400 }), (first, second, passed) => {
    const today = addDays("2026-01-01", passed);
    const before = dueDate(first, POLICY, "2026-01-01");
    const after = dueDateUnder(second, before, POLICY, today);
    if (POLICY[second] <= POLICY[first]) expect(after.dueOn <= before.dueOn).toBe(true);
    else expect(after).toEqual(dueDate(second, POLICY, "2026-01-01"));
  }));
});
