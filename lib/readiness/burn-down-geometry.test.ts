import { expect, test } from "vitest";
import { burnColumns } from "./burn-down.geometry.ts";

const day = (when: "past" | "today" | "ahead", proven: number, lapsed: number, unknown: number) => ({ day: "2026-11-01", when, proven, lapsed, unknown, total: proven + lapsed + unknown });

test("what is proven stands at the bottom, what lapsed and what is unknown above it, and together they are all that was asked then", () => {
  const { columns, todayX } = burnColumns([day("past", 1, 1, 2), day("today", 6, 1, 1), day("ahead", 0, 7, 1)]);
  expect(columns.map((one) => [one.provenHeight, one.lapsedHeight, one.unknownHeight])).toEqual([[0.125, 0.125, 0.25], [0.75, 0.125, 0.125], [0, 0.875, 0.125]]);
  expect(columns.every((one) => Math.abs(one.lapsedTop + one.lapsedHeight + one.provenHeight - 1) < 1e-9)).toBe(true);
  expect([todayX, columns[2]?.ahead]).toEqual([2 / 3, true]);
});

test("no day, and a framework that asks nothing, draw no height", () => {
  expect(burnColumns([])).toEqual({ columns: [], todayX: null });
  expect(burnColumns([day("past", 0, 0, 0)]).columns[0]).toMatchObject({ provenHeight: 0, lapsedHeight: 0, unknownHeight: 0 });
});
