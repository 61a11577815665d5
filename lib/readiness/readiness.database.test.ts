import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { adoptFramework } from "#lib/frameworks/index.ts";
import { loadTestFrameworks } from "#lib/testing/adopted-library.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readReadinessOf, type BurnDay } from "./index.ts";

const KEY = "soc2-tsc-2017";
const QUARTER = { firstDay: "2026-10-01", lastDay: "2026-12-31" };
let world: World;
let requestId: string;
beforeAll(async () => {
  world = await testWorld();
  await loadTestFrameworks();
  world.clock.set("2026-10-03T08:00:00Z");
  requestId = (await periodicControl(world, {
    code: "RDY.1", frequency: "quarterly", effectiveFrom: new Date("2026-10-03T00:00:00Z"),
    mappings: [{ framework: KEY, requirement: "CC6.3", relation: "satisfies", origin: "ours", rationale: "The review." }],
  })).requestId;
  await adoptFramework(world.as("compliance_manager"), { key: KEY });
});
afterAll(() => world.close());

const read = (period: { firstDay: string; lastDay: string } = QUARTER) => readReadinessOf(world.as("control_owner"), { key: KEY, period });
const dayOf = (days: readonly BurnDay[], day: string) => days.find((one) => one.day === day);

async function proven(day: string, handedIn: string, accepted: string): Promise<string> {
  world.clock.set(`${handedIn}T08:00:00Z`);
  const { id } = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "The list", note: `Gone through on ${day}.`, collectedAt: day, requestIds: [requestId], period: { firstDay: day, lastDay: day } });
  world.clock.set(`${accepted}T08:00:00Z`);
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted" });
  return id;
}

test("nothing that was never collected counts as good, and what was not asked yet is not counted", async () => {
  world.clock.set("2026-10-10T12:00:00Z");
  const page = await read();
  expect(page.requests).toEqual({ total: 1, proven: 0, unknown: 1 });
  expect(dayOf(page.burnDown, "2026-10-01")).toMatchObject({ total: 0, when: "past" });
  expect(dayOf(page.burnDown, "2026-10-05")).toMatchObject({ total: 1, proven: 0, unknown: 1, lapsed: 0 });
  expect(dayOf(page.burnDown, "2026-12-31")).toMatchObject({ total: 1, unknown: 1, when: "ahead" });
  const row = page.rows.find((one) => one.code === "CC6.3")!;
  expect(row).toMatchObject({ controls: ["RDY.1"], requests: 1, proven: 0, provenDays: 0, provenBy: [], notKnown: { count: 1, named: ["RDY.1 Record of the review"] } });
  expect(page.rows.find((one) => one.gap === "unmapped")).toMatchObject({ requests: 0, controls: [] });
});

test("a past day stays as it was known at its end, though evidence of it came in later; the shares take it up", async () => {
  await proven("2026-10-12", "2026-10-20", "2026-10-22");
  world.clock.set("2026-10-25T12:00:00Z");
  const page = await read();
  expect(["2026-10-15", "2026-10-21", "2026-10-22", "2026-10-24"].map((day) => dayOf(page.burnDown, day)?.proven)).toEqual([0, 0, 1, 1]);
  expect(dayOf(page.burnDown, "2026-10-25")).toMatchObject({ when: "today", proven: 1, unknown: 0 });
  expect(page.rows.find((one) => one.code === "CC6.3")).toMatchObject({ proven: 1, provenBy: [1], provenDays: 13, endedDays: 24 });
  expect(page.together).toMatchObject({ provenDays: 13, endedDays: 24 });
});

test("what is proven today lapses ahead when nothing more comes, and a proof taken back stays in the days on which it stood", async () => {
  const id = await proven("2026-10-26", "2026-10-26", "2026-10-26");
  world.clock.set("2026-10-28T12:00:00Z");
  const before = await read({ firstDay: "2026-10-01", lastDay: "2027-06-30" });
  expect(before.burnDown.at(-1)).toMatchObject({ when: "ahead", proven: 0, lapsed: 1, unknown: 0 });
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "rejected", reason: "It names the wrong team.", seen: "accepted" });
  world.clock.set("2026-10-29T12:00:00Z");
  const after = await read();
  expect(dayOf(after.burnDown, "2026-10-27")).toMatchObject({ proven: 1 });
  expect(after.rows.find((one) => one.code === "CC6.3")?.provenBy).toEqual([1]);
});

test("a framework that is not there, an empty period, and people without the permission are refused", async () => {
  expect(await reasonOf(readReadinessOf(world.as("control_owner"), { key: "none" }))).toBe("framework_not_found");
  expect(await reasonOf(read({ firstDay: "2026-12-31", lastDay: "2026-10-01" }))).toBe("period");
  expect(await reasonOf(readReadinessOf(world.as("employee"), { key: KEY }))).toBe("role_lacks_permission");
});
