import { expect, test } from "vitest";
import { standingWords } from "./standing-words.ts";

const standing = { phase: "running" as const, totalDays: 92, dayNumber: 51, daysToEnd: 41, daysToStart: 0 };

test("a period says where it stands", () => {
  expect(standingWords(standing)).toBe("Day 51 of 92");
  expect(standingWords({ ...standing, phase: "before", dayNumber: 0, daysToStart: 1 })).toBe("Begins in 1 day");
  expect(standingWords({ ...standing, phase: "ended", totalDays: 1 })).toBe("Ended, 1 day");
});
