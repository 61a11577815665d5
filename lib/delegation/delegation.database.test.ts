import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listEntries } from "#lib/audit-trail/index.ts";
import { assignRequest, readEvidence, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { performOccurrence, readOccurrence, reviewOccurrence } from "#lib/occurrences/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { removeMember } from "#lib/people/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runDueReminders } from "#lib/reminders/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { declareAbsence, delegateWork, endDelegation, listDelegations } from "./index.ts";

vi.setConfig({ testTimeout: 60_000 });

const CODE = "ABS.1";
let world: World;
let control: { controlId: string; requestId: string };
beforeAll(async () => {
  world = await testWorld();
  world.clock.set("2026-10-01T08:00:00Z");
  control = await periodicControl(world, { code: CODE, frequency: "quarterly", effectiveFrom: new Date("2026-10-01T00:00:00Z") });
  await assignOwner(world.as("admin"), { controlIds: [control.controlId], owner: { kind: "member", memberId: id("control_owner") } });
});
afterAll(() => world.close());

type Name = "admin" | "compliance_manager" | "security_analyst" | "control_owner";
const id = (role: Name): string => world.members[role].memberId;
const owner = (): Context => world.as("control_owner");
const stand = (): Context => world.as("compliance_manager");
const tasks = async (as: Context) => (await readMyWork(as, {})).tasks.filter((one) => one.code === CODE).map(({ kind, insteadOf }) => [kind, insteadOf]).sort();
const told = async (as: Context, kind: string) => (await listNotifications(as, { show: "unread", size: 200 })).rows.filter((row) => row.kind === kind);
const away = (days: { firstDay: string; lastDay: string }, standInId = id("compliance_manager"), as = owner()) => declareAbsence(as, { ...days, standInId });

/** Nobody is away and nothing is given. */
beforeEach(async () => {
  world.clock.set("2026-11-20T09:00:00Z");
  for (const role of ["control_owner", "compliance_manager", "admin"] as const) {
    const { given } = await listDelegations(world.as(role), {});
    if (given.length > 0) await endDelegation(world.as(role), { ids: given.map((one) => one.id) });
  }
});

test("while somebody is away their work, reminders and notifications go to the stand-in, and come back by themselves", async () => {
  world.clock.set("2026-12-25T09:00:00Z");
  expect(await tasks(owner())).toEqual([["evidence_request", null], ["occurrence", null]]);
  await away({ firstDay: "2026-12-26", lastDay: "2026-12-29" });
  expect(await tasks(owner()), "until the first day it is theirs").toHaveLength(2);
  world.clock.set("2026-12-26T09:00:00Z");
  expect(await tasks(owner())).toEqual([]);
  expect((await readMyWork(owner(), {})).given.map((one) => one.standIn?.id)).toEqual([id("compliance_manager"), id("compliance_manager")]);
  expect(await tasks(stand())).toEqual([["evidence_request", "Olga Owner"], ["occurrence", "Olga Owner"]]);
  world.clock.set("2026-12-29T09:00:00Z");
  await runDueReminders(world.asSystem());
  expect((await told(stand(), "occurrence_due")).map((row) => row.facts.for)).toEqual(["Olga Owner"]);
  expect(await told(owner(), "occurrence_due")).toEqual([]);
  await assignRequest(world.as("admin"), { requestId: control.requestId, ownerMemberId: null });
  await assignRequest(world.as("admin"), { requestId: control.requestId, ownerMemberId: id("control_owner") });
  expect((await told(stand(), "evidence_assigned")).map((row) => row.facts.for)).toEqual(["Olga Owner"]);
  world.clock.set("2026-12-30T09:00:00Z");
  expect(await tasks(owner()), "the day after the last").toHaveLength(2);
  expect(await tasks(stand())).toEqual([]);
  await runDueReminders(world.asSystem());
  expect(await told(stand(), "occurrence_due"), "what was told in their stead is owed no more").toEqual([]);
  expect(await told(stand(), "evidence_assigned")).toEqual([]);
  expect(await told(owner(), "occurrence_due"), "and the owner is told").toHaveLength(1);
});

test("what a stand-in hands in says in whose stead, and neither of the two reviews it", async () => {
  await away({ firstDay: "2026-11-20", lastDay: "2026-11-30" });
  const { id: evidence } = await submitEvidence(stand(), { source: { kind: "note" }, title: "Review of access", note: "Gone through.", requestIds: [control.requestId] });
  expect(await readEvidence(world.as("admin"), { reference: evidence })).toMatchObject({ insteadOf: ["Olga Owner"], submitter: world.members.compliance_manager.name });
  expect(await reasonOf(reviewEvidence(stand(), { evidenceId: evidence, decision: "accepted" }))).toBe("own_evidence");
  expect((await readEvidence(owner(), { reference: evidence })).ownWork, "it is theirs").toBe(true);
  await reviewEvidence(world.as("admin"), { evidenceId: evidence, decision: "accepted" });
  const { id: performance } = await performOccurrence(stand(), { controlId: control.controlId, window: "2026-10-01", performedOn: "2026-11-20", summary: "Done.", exceptions: null });
  expect((await readOccurrence(world.as("admin"), { controlCode: CODE, window: "2026-10-01" })).performances[0]).toMatchObject({ by: world.members.compliance_manager.name, insteadOf: ["Olga Owner"] });
  expect(await reasonOf(reviewOccurrence(stand(), { performanceId: performance, decision: "accepted" }))).toBe("own_performance");
  await reviewOccurrence(world.as("admin"), { performanceId: performance, decision: "returned", reason: "Which systems?" });
  const trail = await listEntries(world.as("admin"), { subjectId: evidence });
  expect(trail.rows.find((row) => row.action === "evidence.submitted")?.changes).toMatchObject({ in_stead_of: [id("control_owner")] });
});

test("single tasks are given in one act and taken back, or handed back, one by one", async () => {
  world.clock.set("2026-12-28T09:00:00Z");
  const work = [{ kind: "evidence_request" as const, id: control.requestId }, { kind: "occurrence" as const, id: `${control.controlId}:2026-10-01` }];
  const { ids, standInName } = await delegateWork(owner(), { work, standInId: id("admin"), firstDay: "2026-12-28", lastDay: "2026-12-30" });
  expect(standInName).toBe(world.members.admin.name);
  expect((await tasks(world.as("admin"))).map(([, whose]) => whose)).toEqual(expect.arrayContaining(["Olga Owner"]));
  expect((await told(world.as("admin"), "work_delegated")).map((row) => row.facts.count)).toEqual([2]);
  expect((await tasks(owner())).filter(([kind]) => kind === "occurrence")).toEqual([]);
  expect((await listDelegations(owner(), {})).given.map((one) => one.subjectName)).toEqual([`${CODE} Access is reviewed, from 2026-10-01`, `${CODE} Record of the review`]);
  await endDelegation(owner(), { ids: [ids[1]!] });
  expect((await tasks(owner())).filter(([kind]) => kind === "occurrence")).toHaveLength(1);
  await endDelegation(world.as("admin"), { ids: [ids[0]!] });
  expect((await told(owner(), "delegation_ended"))[0]?.facts.by).toBe(world.members.admin.name);
  expect(await reasonOf(endDelegation(owner(), { ids }))).toBe("delegation_not_found");
});

test("a whole control is given with all that falls due of it", async () => {
  world.clock.set("2026-12-28T09:00:00Z");
  await delegateWork(owner(), { work: [{ kind: "control", id: control.controlId }], standInId: id("admin"), firstDay: "2026-12-28", lastDay: "2026-12-30" });
  expect(await tasks(owner())).toEqual([]);
  await delegateWork(owner(), { work: [{ kind: "control", id: control.controlId }], standInId: id("compliance_manager"), firstDay: "2026-12-28", lastDay: "2026-12-30" });
  expect((await listDelegations(owner(), {})).given.map((one) => one.standInId), "it went over").toEqual([id("compliance_manager")]);
});

test("what cannot be is refused with the reason, and nothing is passed on a second time", async () => {
  const days = { firstDay: "2026-11-23", lastDay: "2026-11-25" };
  const messageOf = async (act: Promise<unknown>) => act.then(() => "done", (error: { details?: { message: string }[]; problems?: { message: string }[]; message: string }) => JSON.stringify(error));
  await away(days);
  expect(await messageOf(away({ firstDay: "2026-11-25", lastDay: "2026-11-28" }, id("admin"))), "overlap").toContain("There is an absence from 2026-11-23 until 2026-11-25 already");
  await away({ firstDay: "2026-11-26", lastDay: "2026-11-27" }, id("admin"));
  expect(await messageOf(away(days, id("control_owner"), stand())), "the stand-in is away").toContain("is away from 2026-11-23 until 2026-11-25");
  expect(await messageOf(away(days, id("control_owner"), owner()))).toContain("There is an absence");
  expect(await messageOf(away({ firstDay: "2026-11-01", lastDay: "2026-11-19" }, id("admin"), stand())), "over").toContain("This day is over");
  expect(await messageOf(away(days, world.members.employee.memberId, world.as("admin"))), "who owns nothing").toContain("not_found");
  expect(await reasonOf(declareAbsence(owner(), { memberId: id("admin"), ...days, standInId: id("compliance_manager") }))).toBe("not_yours");
  expect(await reasonOf(delegateWork(stand(), { work: [{ kind: "evidence_request", id: control.requestId }], standInId: id("admin"), ...days })), "another's task, in whose stead or not").toBe("task_not_found");
});

test("a stand-in who goes away, or leaves, is missed: the owner has the work and hears of it", async () => {
  world.clock.set("2026-12-27T09:00:00Z");
  const days = { firstDay: "2026-12-27", lastDay: "2026-12-31" };
  await away(days);
  expect(await tasks(owner())).toEqual([]);
  const absence = await away({ firstDay: "2026-12-27", lastDay: "2026-12-28" }, id("admin"), stand());
  expect(absence.left).toEqual(["Olga Owner"]);
  expect((await told(owner(), "stand_in_missing")).map((row) => row.facts.title)).toEqual([world.members.compliance_manager.name]);
  expect((await tasks(owner())).length, "nobody passes on what was given").toBeGreaterThan(0);
  expect((await listDelegations(owner(), {})).given[0]).toMatchObject({ standInAway: true, holds: true });
  await endDelegation(stand(), { ids: [absence.id] });
  expect(await tasks(owner())).toEqual([]);
  const second = await declareAbsence(world.as("admin"), { memberId: id("admin"), firstDay: "2026-12-29", lastDay: "2026-12-30", standInId: id("security_analyst") });
  world.clock.set("2026-12-29T09:00:00Z");
  await removeMember(world.as("admin"), { memberId: id("security_analyst") });
  await runDueReminders(world.asSystem());
  expect((await told(world.as("admin"), "stand_in_missing")).map((row) => row.facts.title)).toContain(world.members.security_analyst.name);
  expect((await listDelegations(world.as("admin"), {})).given.find((one) => one.id === second.id)).toMatchObject({ standInLeft: true });
});

test("an administrator says it for somebody who fell ill, and that person hears of it", async () => {
  await declareAbsence(world.as("admin"), { memberId: id("control_owner"), firstDay: "2026-11-20", lastDay: "2026-11-22", standInId: id("compliance_manager"), note: "Ill." });
  expect((await told(owner(), "standing_in")).at(0)?.facts).toMatchObject({ reason: "away" });
  const { received } = await listDelegations(stand(), {});
  expect(received).toMatchObject([{ memberName: "Olga Owner", note: "Ill.", lastDay: "2026-11-22", holds: true }]);
});
