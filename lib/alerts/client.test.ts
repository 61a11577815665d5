import { expect, test } from "vitest";
import { alertName, alertNumber, timeLeft } from "./client.ts";

test("an alert's name and number lead to each other, and what is no name leads nowhere", () => {
  expect(alertNumber(alertName(4134))).toBe(4134);
  expect(["alr-7", "7", "ALR-0", "ALR-", "ALR-1.5", "INC-7", "99999999999"].map(alertNumber)).toEqual([7, 7, null, null, null, null, null]);
});

test("time left is never rounded up, and time past says late", () => {
  const now = new Date("2026-11-20T09:00:00Z");
  const after = (minutes: number): string => timeLeft(new Date(now.getTime() + minutes * 60_000), now);
  expect([after(8.9), after(60), after(152), after(1440), after(4560), after(-12)]).toEqual(["8 min", "1 h", "2 h 32 min", "1 d", "3 d 4 h", "12 min late"]);
});
