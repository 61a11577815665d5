import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readControlCoverage, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { readOverview } from "#lib/overview/index.ts";
import { adoptFramework } from "#lib/frameworks/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { loadTestFrameworks } from "#lib/testing/adopted-library.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { readFrameworkFreshness } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const KEY = "soc2-tsc-2017";
let world: World;
beforeAll(async () => {
  world = await testWorld();
  await loadTestFrameworks();
  world.clock.set("2026-10-01T08:00:00Z");
  const { requestId } = await periodicControl(world, {
    code: "FRE.1", frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z"),
    mappings: [{ framework: KEY, requirement: "CC6.3", relation: "satisfies", origin: "ours", rationale: "The review." }],
  });
  await adoptFramework(world.as("compliance_manager"), { key: KEY });
  world.clock.set("2026-10-05T08:00:00Z");
  const { id } = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "The list", note: "Gone through.", requestIds: [requestId], period: { firstDay: "2026-10-05", lastDay: "2026-10-05" } });
  world.clock.set("2026-10-07T08:00:00Z");
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted" });
  world.clock.set("2026-10-20T08:00:00Z");
});
afterAll(() => world.close());

const read = (asOf?: string) => readFrameworkFreshness(world.as("control_owner"), { key: KEY, ...(asOf === undefined ? {} : { asOf: new Date(asOf) }) });

test("a framework says on how many of the period's days evidence was fresh, which it was not, and what the objective allows", async () => {
  const page = await read();
  expect(page).toMatchObject({ engagement: null, objectivePercent: 100, period: { firstDay: "2026-10-01", lastDay: "2026-12-31" } });
  expect(page.together).toMatchObject({ requests: 1, provenDays: 15, endedDays: 19, standing: { status: "partial", share: 78.9, allowedDays: 0, burnedDays: 4 } });
  expect(page.controls).toMatchObject([{ code: "FRE.1", longest: [{ firstDay: "2026-10-01", lastDay: "2026-10-04", days: 4, request: "Record of the review" }], more: 0 }]);
});

test("the same counts stand on the control's page and the overview: one reading, not two", async () => {
  const { coverage } = await readControlCoverage(world.as("control_owner"), { controlCode: "FRE.1" });
  expect([coverage.summary.provenDays, coverage.summary.endedDays]).toEqual([15, 19]);
  const { freshness } = await readOverview(world.as("compliance_manager"), {});
  expect(freshness.all).toMatchObject({ provenDays: 15, endedDays: 19 });
  expect(freshness.frameworks.get(KEY)).toMatchObject({ provenDays: 15, endedDays: 19 });
});

test("as of a past day it is what was known then: before the review nothing was proven", async () => {
  expect((await read("2026-10-06T22:00:00Z")).together).toMatchObject({ provenDays: 0, endedDays: 6, standing: { status: "never_collected", share: 0 } });
  expect((await read("2026-10-01T08:00:00Z")).together.standing, "no day was over").toMatchObject({ status: "not_yet_known", share: null });
});

test("the objective is the organization's, and counts from when it was changed", async () => {
  await changeSetting(world.as("admin"), { name: "freshness_objective_percent", value: 95 });
  expect((await read()).together.standing, "4 of the 92 days of the quarter").toMatchObject({ status: "met", allowedDays: 4, burnedDays: 4, objectivePercent: 95 });
  expect((await read("2026-10-19T08:00:00Z")).objectivePercent).toBe(100);
});
