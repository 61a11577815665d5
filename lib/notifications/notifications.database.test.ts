import { afterAll, beforeAll, expect, test } from "vitest";
import { runDueReminders } from "#lib/reminders/index.ts";
import { addAuditor } from "#lib/engagements/index.ts";
import { assignRequest, reviewEvidence } from "#lib/evidence/index.ts";
import { assignIncident, resolveIncident, setSeverity, warnOfTimeLimit } from "#lib/incidents/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import type { Context } from "#lib/platform/context.ts";
import { countUnread, listNotifications, markAllRead, markNotifications, notify, openNotification } from "./index.ts";

let world: FurnishedWorld;
let other: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
  other = await furnishedWorld();
}, 240_000);
afterAll(async () => {
  await world.close();
  await other.close();
});

const kindsOf = async (context: Context, show: "all" | "unread" = "unread") => (await listNotifications(context, { show, size: 200 })).rows.map(({ kind }) => kind);
const of = async (context: Context, subjectId: string, show: "all" | "unread" = "unread") => (await listNotifications(context, { show, size: 200 })).rows.filter((row) => row.subjectId === subjectId);
const member = (role: "control_owner" | "security_analyst" | "admin") => world.members[role].memberId;

test("who is given a request is told, not who gives it; whoever had it before owes nothing any more", async () => {
  const requestId = world.request("SYS.2.07 monitoring-criteria");
  await assignRequest(world.as("compliance_manager"), { requestId, ownerMemberId: member("control_owner") });
  expect(await of(world.as("control_owner"), requestId)).toMatchObject([{ kind: "evidence_assigned", facts: { code: "SYS.2.07", by: "Cleo Compliance" } }]);
  expect(await of(world.as("compliance_manager"), requestId)).toEqual([]);
  await assignRequest(world.as("compliance_manager"), { requestId, ownerMemberId: member("security_analyst") });
  expect(await of(world.as("control_owner"), requestId)).toEqual([]);
  expect(await of(world.as("control_owner"), requestId, "all")).toMatchObject([{ readAt: null, settledAt: expect.any(Date) as Date }]);
  expect(await of(world.as("security_analyst"), requestId)).toHaveLength(1);
});

test("reviewers are told of what waits until one of them has judged it, and the owner of what comes back", async () => {
  const evidenceId = await world.freshEvidence();
  expect(await of(world.as("compliance_manager"), evidenceId)).toMatchObject([{ kind: "review_waiting" }]);
  expect(await of(world.as("admin"), evidenceId)).toHaveLength(1);
  expect(await of(world.as("control_owner"), evidenceId)).toEqual([]);
  await reviewEvidence(world.as("compliance_manager"), { evidenceId, decision: "rejected", reason: "The version is missing." });
  expect(await of(world.as("admin"), evidenceId)).toEqual([]);
  expect(await of(world.as("control_owner"), evidenceId)).toMatchObject([{ kind: "evidence_returned", facts: { reason: "The version is missing." } }]);
});

test("an incident's person is warned once when a quarter of the time is left, and not after it was resolved", async () => {
  const incidentId = await world.freshIncident();
  const analyst = world.as("security_analyst");
  await setSeverity(analyst, { incidentId, severity: "critical", reason: "More hosts." });
  await assignIncident(world.as("admin"), { incidentId, memberId: member("security_analyst") });
  const kinds = async () => (await of(analyst, incidentId, "all")).map(({ kind }) => kind).sort();
  const { alertedAt } = await world.inTenant((tx) => tx.incident.findUniqueOrThrow({ where: { organizationId_id: { organizationId: world.organizationId, id: incidentId } } }));
  const before = world.clock.now();
  world.clock.set(new Date(alertedAt.getTime() + 17 * 3_600_000));
  await warnOfTimeLimit(world.asSystem(), { incidentId });
  expect(await kinds()).toEqual(["incident_assigned"]);
  world.clock.set(new Date(alertedAt.getTime() + 18 * 3_600_000));
  await Promise.all([warnOfTimeLimit(world.asSystem(), { incidentId }), warnOfTimeLimit(world.asSystem(), { incidentId })]);
  expect(await kinds()).toEqual(["incident_assigned", "incident_time_limit"]);
  world.clock.set(before);
  await resolveIncident(analyst, { incidentId, cause: "A restore by hand.", text: "Account removed." });
  expect(await of(analyst, incidentId)).toEqual([]);
});

test("a day's look tells each owner once of what falls due, in the organization's zone, however often it is repeated", async () => {
  const requestId = world.request("SYS.1.01 logging-policy");
  world.clock.set("2026-10-18T09:00:00Z");
  await assignRequest(world.as("compliance_manager"), { requestId, ownerMemberId: member("control_owner") });
  // 23:30 UTC is the next day in Berlin: thirteen days are left there, fourteen in UTC.
  const freshUntil = new Date("2026-11-03T10:00:00Z");
  await world.inTenant((tx) => tx.evidenceRequest.update({ where: { organizationId_id: { organizationId: world.organizationId, id: requestId } }, data: { freshUntil, lastGoodAt: new Date("2026-08-05T10:00:00Z"), freshnessDays: 90 } }));
  const look = async (at: string) => {
    world.clock.set(at);
    await Promise.all([runDueReminders(world.asSystem()), runDueReminders(world.asSystem())]);
    return (await of(world.as("control_owner"), requestId, "all")).map(({ kind }) => kind);
  };
  expect(await look("2026-10-19T12:00:00Z")).toEqual(["evidence_assigned"]);
  expect(await look("2026-10-19T22:30:00Z")).toEqual(["evidence_due", "evidence_assigned"]);
  expect(await look("2026-10-20T05:00:00Z")).toHaveLength(2);
  expect(await look("2026-10-27T06:00:00Z")).toHaveLength(3);
  expect(await look("2026-11-02T06:00:00Z")).toHaveLength(4);
  expect(await look("2026-11-04T06:00:00Z")).toEqual(["evidence_overdue", "evidence_due", "evidence_due", "evidence_due", "evidence_assigned"]);
});

test("who lacks a second factor hears of the demand, an auditor in their engagement", async () => {
  await changeSetting(world.as("admin"), { name: "second_factor_required_from", value: "2027-01-01" });
  await runDueReminders(world.asSystem());
  expect(await kindsOf(world.as("employee"))).toEqual(["second_factor_due"]);
  expect(await kindsOf(await world.auditor())).toContain("second_factor_due");
  await changeSetting(world.as("admin"), { name: "second_factor_required_from", value: "never" });
});

test("what a person may no longer see is gone from list, count and address", async () => {
  const incidentId = await world.freshIncident();
  await assignIncident(world.as("admin"), { incidentId, memberId: member("security_analyst") });
  const analyst = world.as("security_analyst");
  const [told] = await of(analyst, incidentId);
  const demoted: Context = { ...analyst, actor: { ...(analyst.actor as Extract<Context["actor"], { kind: "member" }>), role: "control_owner" } };
  expect(await of(demoted, incidentId, "all")).toEqual([]);
  expect(await countUnread(demoted, {})).toBeLessThan(await countUnread(analyst, {}));
  await expect(openNotification(demoted, { id: told!.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await openNotification(analyst, { id: told!.id })).toEqual({ place: `incidents/${incidentId}` });
  expect(await of(analyst, incidentId)).toEqual([]);
});

test("an auditor is told within the engagement that they are in, and of no other", async () => {
  const { engagement, members } = world;
  await addAuditor(world.as("compliance_manager"), { engagementId: engagement.outside, memberId: members.auditor.memberId });
  const inside = await listNotifications(await world.auditor(), { show: "all" });
  expect(inside.rows.map(({ subjectId }) => subjectId)).toContain(engagement.inside);
  expect(inside.rows.map(({ subjectId }) => subjectId)).toContain(world.packet.inside);
  expect(inside.rows.map(({ subjectId }) => subjectId)).not.toContain(engagement.outside);
  const outside = await world.enter("auditor", engagement.outside);
  const rows = await listNotifications(outside, { show: "all" });
  expect(rows.rows.map(({ subjectId }) => subjectId)).toEqual([engagement.outside]);
  await expect(openNotification(await world.auditor(), { id: rows.rows[0]!.id })).rejects.toMatchObject({ code: "not_found" });
});

test("one cause is told once, also when two acts tell it at the same time, and to nobody outside", async () => {
  const tell = () => world.inTenant((tx) => notify({ tx, context: world.asSystem(), now: world.clock.now() }, {
    kind: "mentioned", to: [member("admin"), member("admin"), other.members.admin.memberId, "system:rule"], cause: "mentioned:once", subject: { kind: "control", id: "ctl_x" }, facts: { code: "SYS.2.07", title: "x".repeat(1000) },
  }));
  await Promise.all([tell(), tell(), tell()]);
  expect((await of(world.as("admin"), "ctl_x")).map(({ facts }) => facts.title.length)).toEqual([300]);
  expect(await of(other.as("admin"), "ctl_x")).toEqual([]);
});

test("an inbox is read page by page, marked in part and as a whole, and nobody marks another's", async () => {
  const admin = world.as("admin");
  for (let n = 0; n < 5; n += 1) await world.freshEvidence();
  const first = await listNotifications(admin, { size: 3 });
  const second = await listNotifications(admin, { size: 3, cursor: first.nextCursor! });
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(6 - Math.max(0, 3 - second.rows.length));
  const ids = first.rows.map(({ id }) => id);
  await expect(markNotifications(world.as("compliance_manager"), { ids, read: true })).rejects.toMatchObject({ code: "not_found" });
  const before = await countUnread(admin, {});
  await markNotifications(admin, { ids, read: true });
  expect(await countUnread(admin, {})).toBe(before - 3);
  await markNotifications(admin, { ids, read: false });
  expect(await countUnread(admin, {})).toBe(before);
  const [newest] = first.rows;
  world.clock.advance(1000);
  await world.freshEvidence();
  await markAllRead(admin, { newest: newest!.id });
  expect(await countUnread(admin, {})).toBe(1);
  await expect(markAllRead(other.as("admin"), { newest: newest!.id })).rejects.toMatchObject({ code: "not_found" });
});
