import { afterAll, beforeAll, expect, test } from "vitest";
import { examineLedger, runDueLedger, signWaiting } from "#lib/ledger/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { COMMITTED_EVIDENCE, listEvidence, readEvidence, reviewEvidence, submitEvidence } from "./index.ts";

const START = "2026-10-14T12:00:00.000Z";
const BACK = "2026-10-14T09:00:00.000Z";

let world: World;
let requestId: string;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  world.clock.set("2026-10-01T08:00:00.000Z");
  ({ requestId } = await periodicControl(world, { code: "CLK.1", frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z") }));
});
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const note = (title: string, day: string) => submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title, note: "Gone through.", collectedAt: day, requestIds: [requestId], period: { firstDay: day, lastDay: day } });

test("what is handed in after the clock was set back keeps its number, its days and its place; its time is told not to count, and nothing is proven for a day to come", async () => {
  world.clock.set(START);
  const before = await note("Before", "2026-10-13");
  await runDueLedger(world.asSystem());
  world.clock.set(BACK);
  const after = await note("After", "2026-10-12");
  await reviewEvidence(manager(), { evidenceId: after.id, decision: "accepted" });
  await reviewEvidence(manager(), { evidenceId: before.id, decision: "accepted" });
  expect(after.number).toBe(before.number + 1);
  expect((await listEvidence(manager(), { requestId })).rows.map((row) => row.title)).toEqual(["Before", "After"]);
  expect(await signWaiting(world.asSystem(), { by: world.clock.now(), aside: "none" })).toBe(true);
  const [first, second] = [await readEvidence(manager(), { reference: before.id }), await readEvidence(manager(), { reference: after.id })];
  expect(second.commitment!.index!).toBeGreaterThan(first.commitment!.index!);
  expect([first.commitment?.clockStep, second.commitment?.clockStep?.before]).toEqual([null, new Date(START)]);
  expect([first.reviewState, second.reviewState, second.effectiveUntil]).toEqual(["accepted", "accepted", new Date("2026-10-13T00:00:00Z")]);
  expect((await examineLedger(world.asSystem(), () => Promise.resolve(), COMMITTED_EVIDENCE)).fault).toBeNull();
  await expect(note("Ahead", "2026-10-15")).rejects.toMatchObject({ reason: expect.stringMatching(/future/) as string });
});
