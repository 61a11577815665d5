import { describe, expect, test } from "vitest";
import { stepBefore, stepsBack } from "./clock-steps.ts";

const at = (time: string): Date => new Date(`2026-09-14T${time}Z`);
const entries = (first: number, ...times: string[]) => times.map((time, place) => ({ index: first + place, recordedAt: at(time) }));

describe("recorded times in the order of places", () => {
  test("go back where the clock was set back, and forward again from there", () => {
    expect(stepsBack(at("12:00:00"), entries(7, "12:00:05", "09:00:00", "09:30:00", "08:00:00", "13:00:00"))).toEqual({
      steps: [{ index: 8, before: at("12:00:05"), after: at("09:00:00") }, { index: 10, before: at("09:30:00"), after: at("08:00:00") }],
      latest: at("13:00:00"),
    });
  });

  test("may differ by a minute: transactions side by side, and machines whose clocks are not quite the same", () => {
    expect(stepsBack(at("12:00:00"), entries(0, "11:59:00", "12:00:30", "11:59:45"))).toEqual({ steps: [], latest: at("12:00:30") });
    expect(stepsBack(at("12:00:00"), entries(0, "11:58:59")).steps).toHaveLength(1);
  });

  test("of nothing are none", () => {
    expect(stepsBack(null, [])).toEqual({ steps: [], latest: null });
    expect(stepsBack(at("12:00:00"), [])).toEqual({ steps: [], latest: at("12:00:00") });
    expect(stepsBack(null, entries(0, "09:00:00"))).toEqual({ steps: [], latest: at("09:00:00") });
  });
});

describe("an entry's time", () => {
  const step = { index: 8, before: at("12:00:00"), after: at("09:00:00") };
  const told = (index: number | null, time: string) => stepBefore([step], { index, recordedAt: at(time) });

  test("was passed already when its place comes after the step and its time before what was recorded", () => {
    expect(told(8, "09:00:00")).toBe(step);
    expect(told(40, "11:59:59")).toBe(step);
    expect(told(null, "10:00:00")).toBe(step);
  });

  test("follows from its place before the step, after the time was caught up, and before both", () => {
    expect(told(7, "10:00:00")).toBeNull();
    expect(told(41, "12:00:00")).toBeNull();
    expect(told(9, "08:00:00")).toBeNull();
    expect(stepBefore([], { index: 9, recordedAt: at("10:00:00") })).toBeNull();
  });
});
