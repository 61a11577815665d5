import { expect, test } from "vitest";
import { windowDays, windowName, windowText } from "./window-text.ts";

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

test("a list says the days of a window only where its name does not", () => {
  const text = (frequency: Parameters<typeof windowText>[0]["frequency"], firstDay: string, lastDay: string) => windowText({ frequency, firstDay, lastDay });
  expect(text("monthly", "2026-09-01", "2026-09-30")).toBe("September 2026");
  expect(text("quarterly", "2026-10-01", "2026-12-31")).toBe("Q4 2026");
  expect(text("semiannual", "2026-07-01", "2026-12-31")).toBe("Second half of 2026");
  expect(text("annual", "2026-01-01", "2026-12-31")).toBe("2026");
  expect(text("quarterly", "2026-02-10", "2026-03-31")).toBe("Q1 2026, 10 Feb – 31 Mar 2026");
  expect(text("weekly", "2026-11-16", "2026-11-22")).toBe("16 Nov – 22 Nov 2026");
});
