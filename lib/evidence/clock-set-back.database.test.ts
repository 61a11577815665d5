import { afterAll, beforeAll, expect, test } from "vitest";
import { readControl } from "#lib/controls/index.ts";
import { examineLedger, runDueLedger, signWaiting } from "#lib/ledger/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { COMMITTED_EVIDENCE, listEvidence, listInbox, readControlCoverage, readEvidence, restoreEvidence, reviewEvidence, submitEvidence, supersedeEvidence } from "./index.ts";

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

test("evidence that was accepted before the clock was set back is read, proves its request and is taken back in the order of recording; as of an earlier time it proves nothing", async () => {
  const CODE = "CLK.2";
  world.clock.set("2026-10-14T07:00:00.000Z");
  const control = await periodicControl(world, { code: CODE, frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z") });
  const answer = (title: string, day: string) => submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title, note: "Gone through.", collectedAt: day, requestIds: [control.requestId], period: { firstDay: day, lastDay: day } });
  world.clock.set(START);
  const one = await answer("One", "2026-10-13");
  const other = await answer("Other", "2026-10-12");
  await reviewEvidence(manager(), { evidenceId: one.id, decision: "accepted" });
  await reviewEvidence(manager(), { evidenceId: other.id, decision: "accepted" });
  await supersedeEvidence(manager(), { evidenceId: other.id, successorId: one.id });

  world.clock.set(BACK);
  const control2 = async (more: object = {}) => { const page = await readControl(manager(), { code: CODE, ...more }); return [page.requests[0]?.newest?.number ?? null, page.history.some((entry) => entry.kind === "review")]; };
  const coverage = async (more: object = {}) => (await readControlCoverage(manager(), { controlCode: CODE, period: { firstDay: "2026-10-12", lastDay: "2026-10-14" }, ...more })).coverage.summary.provenDays;
  expect(await readEvidence(manager(), { reference: one.id })).toMatchObject({ recordedAt: new Date(START), isAhead: true, reviewState: "accepted", reviews: [{ at: new Date(START), isAhead: true }] });
  expect([await control2(), await coverage()]).toEqual([[one.number, true], 2]);
  expect([await control2({ asOf: new Date(BACK) }), await coverage({ asOf: new Date(BACK) })]).toEqual([[null, false], 0]);

  world.clock.set("2026-10-14T09:10:00.000Z");
  await restoreEvidence(manager(), { evidenceId: other.id, successorId: one.id, reason: "Both stand." });
  expect((await readEvidence(manager(), { reference: other.id })).successors).toEqual([]);
  await reviewEvidence(manager(), { evidenceId: one.id, decision: "rejected", reason: "Of another system.", seen: "accepted" });
  expect((await readEvidence(manager(), { reference: one.id })).reviews.map((review) => review.decision)).toEqual(["rejected", "accepted"]);
  expect((await control2())[0]).toBe(other.number);
  const { rows, upToNumber } = await listInbox(manager(), {});
  expect([rows.length, upToNumber]).toEqual([0, other.number]);
});
