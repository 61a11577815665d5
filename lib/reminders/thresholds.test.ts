import fc from "fast-check";
import { expect, test } from "vitest";
import { dueReminder } from "./thresholds.ts";

test("a quarterly proof is reminded of 14, 7 and 1 days before, and a missed reminder gives way to the next", () => {
  expect([15, 14, 13, 8, 7, 3, 2, 1, 0].map((days) => dueReminder(days, 90))).toEqual([null, 14, 14, 14, 7, 7, 7, 1, 1]);
});

test("a proof that is renewed often is not reminded of all the time", () => {
  expect([7, 6, 1].map((days) => dueReminder(days, 7))).toEqual([null, null, 1]);
  expect([1, 0].map((days) => dueReminder(days, 1))).toEqual([null, null]);
});

test("as days pass a reminder never gives way to an earlier one", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 400 }), (left, freshness) => {
    const now = dueReminder(left, freshness);
    const later = dueReminder(Math.max(0, left - 1), freshness);
    return now === null || later === null || later <= now;
  }));
});
