import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readMyWork } from "#lib/my-work/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { runDueReminders } from "#lib/reminders/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { performOccurrence, reviewOccurrence } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const at = (day: string): Date => new Date(`${day}T10:00:00Z`);
const owner = () => world.as("control_owner");
const newsOf = async (as = owner(), show: "all" | "unread" = "unread") =>
  (await listNotifications(as, { show, size: 200 })).rows.filter((row) => row.kind.startsWith("occurrence")).map((row) => `${row.kind} ${row.facts.code ?? ""} ${row.facts.day ?? ""}`).sort();

async function owned(code: string, frequency: "quarterly" | "weekly" | "daily"): Promise<string> {
  world.clock.set(at("2026-01-01"));
  const { controlId } = await periodicControl(world, { code, frequency, effectiveFrom: at("2026-01-01") });
  await assignOwner(world.as("admin"), { controlIds: [controlId], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  return controlId;
}

test("the owner is told ahead and afterwards, each once, and owes nothing once it is performed; reviewers hear of it until one has judged", async () => {
  const controlId = await owned("REM.1", "quarterly");
  for (const day of ["2026-03-01", "2026-03-17", "2026-03-24", "2026-03-24", "2026-03-30"]) {
    world.clock.set(at(day));
    await runDueReminders(world.asSystem());
  }
  expect(await newsOf(), "14, 7 and 1 days ahead").toEqual(Array(3).fill("occurrence_due REM.1 2026-03-31"));
  for (const day of ["2026-04-02", "2026-04-20"]) {
    world.clock.set(at(day));
    await runDueReminders(world.asSystem());
  }
  expect((await newsOf()).filter((one) => one.startsWith("occurrence_overdue"))).toEqual(["occurrence_overdue REM.1 2026-03-31"]);
  const { id } = await performOccurrence(owner(), { controlId, window: "2026-01-01", performedOn: "2026-04-20", summary: "Done at last.", exceptions: null });
  expect(await newsOf(), "nothing is owed").toEqual([]);
  expect(await newsOf(world.as("compliance_manager"))).toEqual(["occurrence_waiting REM.1 2026-03-31"]);
  expect((await readMyWork(world.as("compliance_manager"), {})).performed).toMatchObject({ total: 1, items: [{ code: "REM.1", windowFirstDay: "2026-01-01" }] });
  await reviewOccurrence(world.as("admin"), { performanceId: id, decision: "returned", reason: "Which systems?" });
  expect(await newsOf(world.as("compliance_manager"))).toEqual([]);
  expect(await newsOf()).toEqual(["occurrence_returned REM.1 2026-03-31"]);
  await performOccurrence(owner(), { controlId, window: "2026-01-01", performedOn: "2026-04-20", summary: "All of them.", exceptions: null });
  expect(await newsOf()).toEqual([]);
});

test("what is due every few days is not announced two weeks ahead, and a daily control not at all", async () => {
  await owned("REM.2", "weekly");
  await owned("REM.3", "daily");
  world.clock.set(at("2026-06-14"));
  await runDueReminders(world.asSystem());
  const due = (await newsOf()).filter((one) => /occurrence_due REM.[23]/.test(one));
  expect(due, "Sunday is the week's last day").toEqual(["occurrence_due REM.2 2026-06-14"]);
});

test("My work lists the window that ends soon and the one before it, by their last days, and nobody else's", async () => {
  await owned("REM.4", "quarterly");
  const tasksOn = async (day: string, as = owner()) => {
    world.clock.set(at(day));
    return (await readMyWork(as, {})).tasks.filter((task) => task.code === "REM.4" && task.kind === "occurrence").map(({ kind, placeId, status }) => [kind, placeId, status]);
  };
  expect(await tasksOn("2026-02-01"), "there is time").toEqual([]);
  expect(await tasksOn("2026-03-28")).toEqual([["occurrence", "2026-01-01", "due_soon"]]);
  expect(await tasksOn("2026-04-10")).toEqual([["occurrence", "2026-01-01", "stale"]]);
  expect(await tasksOn("2026-06-28")).toEqual([["occurrence", "2026-01-01", "fail"], ["occurrence", "2026-04-01", "due_soon"]]);
  expect(await tasksOn("2026-06-28", world.as("admin"))).toEqual([]);
});
