import { expect, it } from "vitest";
import { endOfWeek, groupWork } from "./work-groups.ts";

const ZONE = "Europe/Berlin";

it("a week ends on Sunday's midnight of the organization's zone", () => {
  expect(endOfWeek(new Date("2026-11-18T12:00:00Z"), ZONE).toISOString()).toBe("2026-11-22T23:00:00.000Z");
  expect(endOfWeek(new Date("2026-11-22T22:30:00Z"), ZONE).toISOString(), "Sunday, shortly before").toBe("2026-11-22T23:00:00.000Z");
  expect(endOfWeek(new Date("2026-11-22T23:30:00Z"), ZONE).toISOString(), "Monday there").toBe("2026-11-29T23:00:00.000Z");
});

it("tasks stand by when they are due, what is late first, and empty groups are left out", () => {
  const item = (dueAt: string | null) => ({ dueAt: dueAt === null ? null : new Date(dueAt) });
  const groups = groupWork([item("2026-11-01T00:00:00Z"), item(null), item("2026-11-22T23:00:00Z"), item("2026-11-23T00:00:00Z")], new Date("2026-11-18T12:00:00Z"), ZONE);
  expect(groups.map((one) => [one.name, one.items.length])).toEqual([["late", 1], ["undated", 1], ["week", 1], ["later", 1]]);
  expect(groupWork([], new Date("2026-11-18T12:00:00Z"), ZONE)).toEqual([]);
});
