import { expect, test } from "vitest";
import { windowDays, windowName } from "./window-text.ts";

test("a window is called what people call it, by the calendar's period that it lies in", () => {
  const named = (frequency: Parameters<typeof windowName>[0]["frequency"], firstDay: string, lastDay: string) => windowName({ frequency, firstDay, lastDay });
  expect(named("quarterly", "2026-02-10", "2026-03-31")).toBe("Q1 2026");
  expect(named("monthly", "2026-03-01", "2026-03-31")).toBe("March 2026");
  expect(named("weekly", "2025-12-29", "2026-01-04")).toBe("29 Dec 2025 – 4 Jan 2026");
  expect(named("daily", "2026-09-14", "2026-09-14")).toBe("14 Sep 2026");
  expect(named("semiannual", "2026-07-01", "2026-12-31")).toBe("Second half of 2026");
  expect(named("annual", "2026-05-05", "2026-12-31")).toBe("2026");
  expect(windowDays({ firstDay: "2026-09-14", lastDay: "2026-09-14" })).toBe("14 Sep 2026");
});
