import { afterAll, beforeAll, expect, test } from "vitest";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listOccurrences, performOccurrence, readOccurrence, readPopulation, reviewOccurrence } from "./index.ts";

const START = "2026-11-20T12:00:00.000Z";
const BACK = "2026-10-14T09:00:00.000Z";
const WINDOW = "2026-10-01";
const CODE = "CLK.1";

let world: World;
let controlId: string;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  world.clock.set("2026-10-01T08:00:00.000Z");
  ({ controlId } = await periodicControl(world, { code: CODE, frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z") }));
});
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const perform = (performedOn: string, summary: string) => performOccurrence(world.as("control_owner"), { controlId, window: WINDOW, performedOn, summary, exceptions: null });
const read = (more: object = {}) => readOccurrence(manager(), { controlCode: CODE, window: WINDOW, ...more });

test("a performance that was recorded before the clock was set back is read, reviewed and performed again in the order of recording, and no earlier time proves it", async () => {
  world.clock.set(START);
  const first = await perform("2026-11-19", "Every account of the quarter.");
  world.clock.set(BACK);
  expect(await read()).toMatchObject({ standingId: first.id, occurrence: { state: "performed" }, performances: [{ id: first.id, recordedAt: new Date(START), isAhead: true }] });
  expect((await readPopulation(manager(), { controlCode: CODE, period: { firstDay: "2026-10-01", lastDay: "2026-12-31" } })).strip.map((one) => one.state)).toEqual(["performed"]);
  expect((await listOccurrences(manager(), {})).rows.map((row) => row.state)).toEqual(["performed"]);
  await expect(perform("2026-10-14", "Once more.")).rejects.toMatchObject({ reason: "already_performed" });

  await reviewOccurrence(manager(), { performanceId: first.id, decision: "returned", reason: "Two systems are missing." });
  world.clock.set("2026-10-14T09:10:00.000Z");
  const second = await perform("2026-10-14", "With both systems.");
  const page = await read();
  expect(page.performances.map(({ id, attempt, isAhead }) => ({ id, attempt, isAhead }))).toEqual([{ id: second.id, attempt: 2, isAhead: false }, { id: first.id, attempt: 1, isAhead: true }]);
  expect([page.standingId, page.occurrence.state]).toEqual([second.id, "performed"]);
  await reviewOccurrence(manager(), { performanceId: second.id, decision: "accepted" });
  expect((await read()).occurrence.state).toBe("on_time");

  // Looked at as of an instant, each counts from the time that it bears, neither earlier.
  expect(await read({ asOf: new Date("2026-10-14T09:05:00Z") })).toMatchObject({ occurrence: { state: "due" }, standingId: null, performances: [] });
  world.clock.set("2026-11-21T09:00:00.000Z");
  expect((await read({ asOf: new Date("2026-11-01T00:00:00Z") })).performances.map((one) => one.id)).toEqual([second.id]);
  expect((await read()).performances.map((one) => one.isAhead)).toEqual([false, false]);
});
