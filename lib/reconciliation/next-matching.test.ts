import { expect, test } from "vitest";
import { behindOf, nextMatching } from "./next-matching.ts";

const at = (text: string): Date => new Date(`2026-09-${text}Z`);
const kept = (text: string, tookSeconds = 0) => ({ at: at(text), begunAt: at(text), finishedAt: new Date(at(text).getTime() + tookSeconds * 1000) });
const ZONE = "Europe/Berlin";

test("nothing is matched before anything is known, and the present as soon as something is", () => {
  expect(nextMatching(null, null, ZONE, at("14T09:00"))).toEqual({ wait: at("14T10:00") });
  expect(nextMatching(null, at("14T08:00"), ZONE, at("14T09:00"))).toEqual({ make: { at: at("14T09:00"), present: true } });
});

test("it is matched again when something came, and after an hour in any case, for what is silent by then", () => {
  expect(nextMatching(kept("14T09:00"), at("14T08:00"), ZONE, at("14T09:30"))).toEqual({ wait: at("14T10:00") });
  expect(nextMatching(kept("14T09:00"), at("14T09:10"), ZONE, at("14T09:30"))).toEqual({ make: { at: at("14T09:30"), present: true } });
  expect(nextMatching(kept("14T09:00"), at("14T08:00"), ZONE, at("14T10:00"))).toEqual({ make: { at: at("14T10:00"), present: true } });
  expect([behindOf(kept("14T09:00"), at("14T09:00"), at("14T09:30")), behindOf(kept("14T09:00"), null, at("14T10:00")), behindOf(kept("14T09:00"), null, at("14T09:59"))]).toEqual([{ since: at("14T09:00") }, { since: null }, null]);
});

test("a matching that took long rests before the next, though something came, but no longer than an hour", () => {
  expect(nextMatching(kept("14T09:00", 60), at("14T09:05"), ZONE, at("14T09:06"))).toEqual({ wait: at("14T09:20") });
  expect(nextMatching(kept("14T09:00", 1_000), at("14T09:05"), ZONE, at("14T09:50"))).toEqual({ wait: at("14T10:00") });
});

test("the ends of days that are over come first, one by one, by the organization's own midnight", () => {
  const now = at("16T12:00");
  expect(nextMatching(kept("14T09:00"), at("16T11:00"), ZONE, now)).toEqual({ make: { at: at("14T21:59:59.999"), present: false } });
  expect(nextMatching(kept("14T21:59:59.999"), at("16T11:00"), ZONE, now)).toEqual({ make: { at: at("15T21:59:59.999"), present: false } });
  expect(nextMatching(kept("15T21:59:59.999"), at("16T11:00"), ZONE, now)).toEqual({ make: { at: now, present: true } });
  expect(nextMatching(kept("14T21:40"), null, ZONE, at("14T21:50"))).toEqual({ wait: at("14T22:00") });
});
