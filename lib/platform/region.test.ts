import { expect, test } from "vitest";
import { REGION_CODES, regionExample, regionOf, writeClock, writeDay, writeNumber } from "./region.ts";

test("a day, a time and a number are written as the region writes them, in English words", () => {
  expect(["GB", "US", "DE", "FR", "CH", "IN", "SE"].map((code) => regionExample(regionOf(code)).replaceAll(/[\u00A0\u202F]/g, " "))).toEqual([
    "21 Nov 2026, 14:05 · 1,234,567.5",
    "Nov 21, 2026, 2:05 PM · 1,234,567.5",
    "21 Nov 2026, 14:05 · 1.234.567,5",
    "21 Nov 2026, 14:05 · 1 234 567,5",
    "21 Nov 2026, 14:05 · 1’234’567.5",
    "21 Nov 2026, 2:05 PM · 12,34,567.5",
    "2026-11-21, 14:05 · 1 234 567,5",
  ]);
});

test("noon and midnight are told apart on a clock of twelve hours", () => {
  expect(["00:00:00", "00:59:09", "12:00:00", "13:07:00", "23:59:59"].map((time) => writeClock(time, "US", { seconds: true }).replace("\u00A0", " "))).toEqual(["12:00:00 AM", "12:59:09 AM", "12:00:00 PM", "1:07:00 PM", "11:59:59 PM"]);
});

test("no region writes a day that another reads as a different one, and none brings words or foreign digits", () => {
  for (const code of REGION_CODES) {
    expect(writeDay("2026-03-04", code, { year: true }), code).toMatch(/^(4 Mar 2026|Mar 4, 2026|2026-03-04)$/);
    expect(writeNumber(1_234_567, code), code).toMatch(/^[\d.,’\u202F]+$/);
  }
});

test("digits are grouped to the thousand, with a sign and few decimals", () => {
  expect([0, 7, 999, 1_000, 12_345, 100_000, 10_000_000, -1_234.5678].map((value) => writeNumber(value, "IN"))).toEqual(["0", "7", "999", "1,000", "12,345", "1,00,000", "1,00,00,000", "−1,234.568"]);
  expect(writeNumber(1_234_567_890, "DE")).toBe("1.234.567.890");
});

test("a code that this edition does not know is shown in the neutral way", () => {
  expect(["US", "001", "XX", "constructor", ""].map(regionOf)).toEqual(["US", "001", "GB", "GB", "GB"]);
});
