import { expect, test } from "vitest";
import { trailFilter, trailInstants } from "./trail-filter.ts";

test("an address is read leniently: what is empty, doubled or no day counts as not given", () => {
  expect(trailFilter({ kind: " member ", subject: "", actor: ["a", "b"], from: "2026-02-30", to: "2026-02-28" })).toEqual({ kind: "member", to: "2026-02-28" });
});

test("days are the organization's own, first and last included", () => {
  const instants = trailInstants({ from: "2026-03-29", to: "2026-03-29" }, "Europe/Berlin");
  // The day of the change to summer time has 23 hours.
  expect(instants).toEqual({ from: new Date("2026-03-28T23:00:00Z"), until: new Date("2026-03-29T22:00:00Z") });
  expect(trailInstants({}, "UTC")).toEqual({});
});
