import { expect, it } from "vitest";
import { incidentChain, NEXT_STATUS } from "./chain.ts";
import { serviceLevels } from "./service-levels.ts";

const at = (minutes: number): Date => new Date(Date.UTC(2026, 9, 29, 21, minutes));
const facts = { firstEventAt: at(0), alertedAt: at(1), acknowledgedAt: at(4), declaredAt: at(9), containedAt: at(40), resolvedAt: null, closedAt: null };

it("the chain tells the time on each link and leaves open what has not happened", () => {
  const chain = incidentChain(facts);
  expect(chain.map((link) => link.elapsedMs)).toEqual([null, 60_000, 180_000, 300_000, 1_860_000, null, null]);
  expect(chain.every((link) => link.weakness === null)).toBe(true);
});

it("a link that was skipped or lies before its predecessor is named, not smoothed over", () => {
  const skipped = incidentChain({ ...facts, containedAt: null, resolvedAt: at(60) });
  expect(skipped.find((link) => link.name === "contained")?.weakness).toBe("skipped");
  expect(skipped.find((link) => link.name === "resolved")?.elapsedMs).toBe(51 * 60_000);
  const earlier = incidentChain({ ...facts, alertedAt: new Date(at(0).getTime() - 1) });
  expect(earlier.find((link) => link.name === "alert")?.weakness).toBe("out_of_order");
});

it("nothing leads from an unfinished incident to closed but a resolution", () => {
  expect(Object.entries(NEXT_STATUS).filter(([, next]) => next.includes("closed")).map(([status]) => status)).toEqual(["resolved"]);
});

it("a service level is overdue the moment its limit has passed, and late once done after it", () => {
  const limits = { acknowledgeMinutes: { critical: 30, high: 60, medium: 480, low: 2880 }, resolveHours: { critical: 1, high: 1, medium: 1, low: 1 } };
  const base = { severity: "critical" as const, alertedAt: at(0), acknowledgedAt: at(31), resolvedAt: null, ...limits };
  expect(serviceLevels({ ...base, now: at(60) }).map((level) => level.state)).toEqual(["late", "running"]);
  expect(serviceLevels({ ...base, now: new Date(at(60).getTime() + 1) }).map((level) => level.state)).toEqual(["late", "overdue"]);
  expect(serviceLevels({ ...base, acknowledgedAt: at(30), resolvedAt: at(59), now: at(90) }).map((level) => level.state)).toEqual(["in_time", "in_time"]);
});
