import { expect, it } from "vitest";
import { proofChart } from "./proof-chart.geometry.ts";

const days = ["2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04"].map((day, index) => ({ day, proven: index }));

it("a bar's height is the share of all requests, and no day ahead looks like a day without proof", () => {
  const { bars, todayX } = proofChart(days, 4, "2026-10-02");
  expect(bars.map((bar) => bar.provenHeight)).toEqual([0, 0.25, 0.5, 0.75]);
  expect(bars.map((bar) => bar.future)).toEqual([false, false, true, true]);
  expect(todayX).toBe(0.5);
});

it("without requests or outside the period nothing is drawn as proven", () => {
  expect(proofChart(days, 0, "2026-12-01")).toMatchObject({ todayX: null, bars: days.map(() => ({ provenHeight: 0 })) });
});
