import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAlerts } from "#lib/alerts/index.ts";
import { listControls, readControl } from "#lib/controls/index.ts";
import { listEvidence, readControlCoverage, readEvidence, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { commentIncident, listIncidents, readIncident } from "#lib/incidents/index.ts";
import { listPackets, listSchedules, readPacket, recordDownload, requestPacket, sendPacket } from "#lib/packets/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { asAuditor, runPacketJobs, SHARED_REMARK, tellPacketStory, type PacketStory } from "#lib/testing/packet-story.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { addAuditor, createEngagement, listEngagements, noteVisit, readAuditorHome, readEngagement, removeAuditor, VISIT_MS } from "./index.ts";

let world: World;
let other: World;
let story: PacketStory;
let auditor: Context;
const manager = () => world.as("compliance_manager");

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  story = await tellPacketStory(world);
  auditor = await asAuditor(world, story);
}, 120_000);
afterAll(async () => {
  await world.close();
  await other.close();
});

async function packet(days: { firstDay: string; lastDay: string } & ({ engagementId: string } | { timeZone: string })): Promise<string> {
  const { id } = await requestPacket(manager(), { controlId: story.controlId, ...days });
  await runPacketJobs(world);
  return id;
}

describe("an auditor", () => {
  it("sees the controls of the engagement, and no other", async () => {
    expect((await listControls(auditor, {})).rows.map((row) => row.code)).toEqual(["SYS.2.07"]);
    expect((await readControl(auditor, { code: "SYS.2.07" })).code).toBe("SYS.2.07");
    await expect(readControl(auditor, { code: "SYS.1.01" })).rejects.toMatchObject({ code: "not_found" });
    await expect(readControlCoverage(auditor, { controlCode: "SYS.1.01" })).rejects.toMatchObject({ code: "not_found" });
    expect((await readEngagement(auditor, { engagementId: story.engagementId })).controls.map((one) => one.code)).toEqual(["SYS.2.07"]);
  });

  it("sees accepted evidence of its controls and period, and no other", async () => {
    const shown = (await listEvidence(auditor, {})).rows.map((row) => row.id);
    expect(shown).toContain(story.inside.id);
    for (const hidden of [story.before, story.ofOtherControl]) {
      expect(shown).not.toContain(hidden.id);
      await expect(readEvidence(auditor, { reference: `EV-${hidden.number}` })).rejects.toMatchObject({ code: "not_found" });
    }
    const awaiting = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "Not judged yet", note: "x", requestIds: [story.library.requests.get("SYS.2.07 monitoring-description")!] });
    await expect(readEvidence(auditor, { reference: `EV-${awaiting.number}` })).rejects.toMatchObject({ code: "not_found" });
  });

  it("reads what is shared of an incident, never an internal remark", async () => {
    expect((await listIncidents(auditor, {})).rows.map((row) => row.id)).toEqual([story.incidentId]);
    const incident = await readIncident(auditor, { incidentId: story.incidentId });
    const words = JSON.stringify(incident);
    expect(words).toContain(SHARED_REMARK);
    expect(words).not.toContain("INTERNAL");
    expect(incident.entries.every((entry) => entry.visibility === "shared_with_auditor")).toBe(true);
  });

  it("may not list alerts, send, schedule, ask for packets or manage engagements", async () => {
    const { engagementId, controlId } = story;
    const refused = [
      listAlerts(auditor, {}), listSchedules(auditor, {}), requestPacket(auditor, { controlId, engagementId }),
      sendPacket(auditor, { packetId: "pkt_x", recipients: [{ name: "R", email: "r@example.com" }] }), addAuditor(auditor, { engagementId, memberId: world.members.auditor.memberId }),
    ];
    for (const attempt of await Promise.allSettled(refused)) expect(attempt).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  });

  it("sees the sealed packets of the engagement, and no other; each download is known", async () => {
    const mine = await packet({ engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-19" });
    const internal = await packet({ timeZone: "Europe/Berlin", firstDay: "2026-10-01", lastDay: "2026-10-19" });
    const { id: unsealed } = await requestPacket(manager(), { controlId: story.controlId, engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-18" });
    expect((await listPackets(auditor, {})).rows.map((row) => row.id)).toEqual([mine]);
    const view = await readPacket(auditor, { packetId: mine });
    expect(view).toMatchObject({ deliveries: null, accesses: null, control: { code: "SYS.2.07" } });
    for (const packetId of [internal, unsealed]) {
      await expect(readPacket(auditor, { packetId })).rejects.toMatchObject({ code: "not_found" });
      await expect(recordDownload(auditor, { packetId, part: "zip" })).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await recordDownload(auditor, { packetId: mine, part: "zip" })).sha256).toBe(view.sealed!.zipSha256);
    expect((await readPacket(manager(), { packetId: mine })).accesses).toMatchObject([{ who: "Aldo Auditor", part: "zip", byLink: false }]);
    await runPacketJobs(world);
  }, 60_000);

  it("enters no engagement of which they are not, and none whose access has ended", async () => {
    const { id } = await createEngagement(manager(), {
      name: "ISO 2026", type: "certification", frameworkKey: "soc2-tsc-2017", firstDay: "2026-01-01", lastDay: "2026-12-31", timeZone: "UTC",
      auditFirm: "Other LLP", controlIds: [story.otherControlId], accessUntil: "2026-12-31",
    });
    const outside = await world.enter("auditor", id);
    await expect(listEvidence(outside, {})).rejects.toMatchObject({ code: "forbidden", reason: "no_engagement" });
    await expect(readEngagement(auditor, { engagementId: id })).rejects.toMatchObject({ code: "not_found" });
    expect((await listEngagements(auditor, {})).map((row) => row.id)).toEqual([story.engagementId]);
    const before = world.clock.now();
    world.clock.set("2027-04-01T00:00:00Z");
    const late = await asAuditor(world, story);
    await expect(listEvidence(late, {})).rejects.toMatchObject({ code: "forbidden" });
    world.clock.set(before);
  });
});

describe("a visit", () => {
  it("of the first time finds everything new; the next finds what came since", async () => {
    world.clock.advance(VISIT_MS);
    const { lastVisitAt } = await noteVisit(auditor, { viewed: "home" });
    expect(lastVisitAt).toBeNull();
    const first = await readAuditorHome(auditor, {});
    expect(first).toMatchObject({ since: null, incidents: { rows: [{ id: story.incidentId }], more: false } });
    expect(first.evidence.rows.map((row) => row.id)).toContain(story.inside.id);
    expect(first.evidence.rows.map((row) => row.id)).not.toContain(story.ofOtherControl.id);
    const firstVisit = world.clock.now();
    world.clock.advance(60_000);
    // Still the same visit.
    expect((await noteVisit(auditor, { viewed: "evidence_list" })).lastVisitAt).toBeNull();
    world.clock.advance(VISIT_MS);
    expect((await noteVisit(auditor, { viewed: "home" })).lastVisitAt).toEqual(firstVisit);
    expect(await readAuditorHome(auditor, {})).toMatchObject({ since: firstVisit, evidence: { rows: [] }, incidents: { rows: [] } });
  });

  it("finds what was accepted and shared since, and no internal remark", async () => {
    const analyst = world.as("security_analyst");
    world.clock.advance(60_000);
    await commentIncident(analyst, { incidentId: story.incidentId, text: "Only for us.", visibility: "internal" });
    expect((await readAuditorHome(auditor, {})).incidents.rows).toEqual([]);
    await commentIncident(analyst, { incidentId: story.incidentId, text: "For the auditor.", visibility: "shared_with_auditor" });
    const sent = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "New description", note: "New.", requestIds: [story.library.requests.get("SYS.2.07 monitoring-description")!] });
    expect((await readAuditorHome(auditor, {})).evidence.rows).toEqual([]);
    await reviewEvidence(manager(), { evidenceId: sent.id, decision: "accepted" });
    const home = await readAuditorHome(auditor, {});
    expect(home.evidence.rows).toMatchObject([{ number: sent.number, controlCodes: ["SYS.2.07"] }]);
    expect(home.incidents.rows).toMatchObject([{ id: story.incidentId, entries: 1 }]);
  });

  it("is logged, view by view", async () => {
    await noteVisit(auditor, { viewed: "evidence", subjectId: story.inside.id });
    const rows = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { actorId: world.members.auditor.memberId, subjectId: story.inside.id } }));
    expect(rows).toMatchObject([{ action: "engagement.viewed", subjectKind: "evidence", changes: { viewed: "evidence" } }]);
  });

  it("is the auditor's alone", async () => {
    await expect(noteVisit(manager(), { viewed: "home" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(readAuditorHome(world.asSystem(), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an engagement", () => {
  const facts = () => ({
    name: "SOC 2 next", type: "type_2" as const, frameworkKey: "soc2-tsc-2017", firstDay: "2027-01-01", lastDay: "2027-12-31", timeZone: "America/New_York",
    auditFirm: "Calder", controlIds: [story.controlId, story.controlId], accessUntil: "2028-03-31",
  });

  it("keeps its days in its own zone and access to the end of its last day", async () => {
    const { id } = await createEngagement(manager(), facts());
    const view = await readEngagement(manager(), { engagementId: id });
    expect(view).toMatchObject({ controls: [{ code: "SYS.2.07" }], standing: { phase: "before", totalDays: 365 }, accessOpen: true });
    expect(view.accessUntil.toISOString()).toBe("2028-04-01T04:00:00.000Z");
    await expect(createEngagement(manager(), facts())).rejects.toMatchObject({ code: "conflict", reason: "engagement_exists" });
  });

  it.each([
    ["days turned around", { lastDay: "2026-12-31" }, "engagement_days"],
    ["more than three years", { lastDay: "2031-12-31" }, "engagement_days"],
    ["access that ends before it begins", { accessUntil: "2026-12-31" }, "engagement_days"],
    ["a day that does not exist", { firstDay: "2027-02-30" }, "input_invalid"],
    ["no control", { controlIds: [] }, "input_invalid"],
  ])("with %s is refused", async (_name, change, reason) => {
    await expect(createEngagement(manager(), { ...facts(), ...change })).rejects.toMatchObject({ code: "validation", reason });
  });

  it("takes only what is the organization's own", async () => {
    await expect(createEngagement(other.as("admin"), facts())).rejects.toMatchObject({ code: "not_found" });
    await expect(createEngagement(manager(), { ...facts(), frameworkKey: "nist-nothing" })).rejects.toMatchObject({ code: "not_found" });
    await expect(readEngagement(other.as("admin"), { engagementId: story.engagementId })).rejects.toMatchObject({ code: "not_found" });
    await expect(addAuditor(manager(), { engagementId: story.engagementId, memberId: other.members.auditor.memberId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("takes auditors only, each once", async () => {
    const { engagementId } = story;
    await expect(addAuditor(manager(), { engagementId, memberId: world.members.employee.memberId })).rejects.toMatchObject({ reason: "member_is_no_auditor" });
    await addAuditor(manager(), { engagementId, memberId: world.members.auditor.memberId });
    expect((await readEngagement(manager(), { engagementId })).auditors).toHaveLength(1);
  });
});

describe("an auditor who is taken off the engagement", () => {
  it("is refused with the next request, and let in again when added again", async () => {
    const { memberId } = world.members.auditor;
    const engagementId = story.engagementId;
    await removeAuditor(manager(), { engagementId, memberId });
    await expect(listControls(await asAuditor(world, story), {})).rejects.toMatchObject({ code: "forbidden", reason: "no_engagement" });
    expect((await readEngagement(manager(), { engagementId })).auditors.map((one) => one.id)).not.toContain(memberId);
    await removeAuditor(manager(), { engagementId, memberId });
    expect(await world.inTenant((tx) => tx.auditTrailEntry.count({ where: { subjectId: engagementId, action: "engagement.auditor_removed" } }))).toBe(1);
    await addAuditor(manager(), { engagementId, memberId });
    expect((await listControls(await asAuditor(world, story), {})).rows.map((row) => row.code)).toEqual(["SYS.2.07"]);
  });
});
