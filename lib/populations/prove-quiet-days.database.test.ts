import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeAlert } from "#lib/alerts/index.ts";
import { readEvidence, listEvidence, readControlCoverage } from "#lib/evidence/index.ts";
import { declareIncident } from "#lib/incidents/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { newId } from "#lib/platform/ids.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { proveQuietDays, runDueQuietDays } from "./index.ts";

// Europe/Berlin: a day begins at 23:00Z in winter, and 25 October 2026 has 25 hours.
let world: World;
let library: AdoptedLibrary;
let ruleVersionId: string;
let numbers = 0;
beforeAll(async () => {
  world = await testWorld();
  library = await adoptedLibrary(world, new Date("2026-09-01T00:00:00Z"));
  world.clock.set("2026-11-20T09:00:00Z");
  ruleVersionId = newId("rul", world.clock.now().getTime());
  await world.inTenant((tx) => tx.ruleVersion.create({
    data: { organizationId: world.organizationId, id: ruleVersionId, ruleKey: "k", sha256: sha256Hex("k"), title: "Rule", severity: "low", text: "title: x", controlCodes: ["SYS.2.07"], tags: [], recordedAt: world.clock.now() },
  }));
});
afterAll(() => world.close());

async function segment(host: string, from: string, until: string, change: { status?: string; notes?: string[] } = {}): Promise<string> {
  const now = world.clock.now();
  const { organizationId } = world;
  const id = newId("seg", now.getTime());
  await world.inTenant(async (tx) => {
    const source = await tx.logSource.upsert({ where: { organizationId_name: { organizationId, name: host } }, create: { organizationId, id: newId("src", now.getTime()), name: host, createdAt: now }, update: {} });
    await tx.logSegment.create({ data: { organizationId, id, sourceId: source.id, fileName: `${host}.log`, sha256: sha256Hex(id), byteLength: 10n, storedEncoding: "identity", referenceTime: now, receivedAt: now, receivedBy: "system:test" } });
    await tx.logSegmentScan.create({
      data: { organizationId, segmentId: id, status: change.status ?? "finished", notes: change.notes ?? [], lines: 10n, parsedLines: 9n, unparsedLines: 1n, firstEventAt: new Date(from), lastEventAt: new Date(until), unparsedSample: [], updatedAt: now },
    });
  });
  return id;
}

async function alert(firstEventAt: string): Promise<string> {
  const now = world.clock.now();
  const id = newId("alr", now.getTime());
  numbers += 1;
  const fact = { severity: "low" as const, acknowledgeBy: now };
  await world.inTenant(async (tx) => {
    await tx.alert.create({ data: { organizationId: world.organizationId, id, number: numbers, origin: "rule", ruleVersionId, segmentId: "seg", dedupeKey: id, title: "Rule", groupKey: "g", entity: "e", firstEventAt: new Date(firstEventAt), raisedAt: now, ...fact } });
    await tx.alertState.create({ data: { organizationId: world.organizationId, alertId: id, status: "open", ...fact, lastEventAt: new Date(firstEventAt), eventCount: 1, lines: [], explanation: {}, updatedAt: now } });
  });
  return id;
}

const prove = (firstDay: string, lastDay = firstDay) => proveQuietDays(world.asSystem(), { firstDay, lastDay });
const titles = async (): Promise<string[]> => (await listEvidence(world.as("compliance_manager"), { sourceKind: "population", reviewState: "accepted", size: 50 })).rows.map((row) => row.title).sort();
async function dayOfRequest(key: string, day: string): Promise<string> {
  const { coverage } = await readControlCoverage(world.as("compliance_manager"), { controlCode: "SYS.2.07", period: { firstDay: day, lastDay: day, timeZone: "Europe/Berlin" } });
  const lane = coverage.lanes.find((one) => one.key === library.requests.get(`SYS.2.07 ${key}`));
  return lane!.cells[0]!.state;
}

describe("days on which nothing happened", () => {
  it("stay unproven when no log was read", async () => {
    expect(await prove("2026-10-20", "2026-10-27")).toEqual({ proven: 0, withdrawn: 0 });
    expect(await dayOfRequest("alerts-judged", "2026-10-22")).toBe("hole");
  });

  it("are proven by counting nothing in segments read completely, once each, in the organization's days", async () => {
    await segment("host-a", "2026-10-20T22:00:01Z", "2026-10-22T10:00:00Z");
    await segment("host-a", "2026-10-22T10:30:00Z", "2026-10-24T21:30:00Z");
    // The 23rd and 24th too, 21 October to 24 October in Berlin; the 25th, of 25 hours, is not over in the file.
    expect(await prove("2026-10-20", "2026-10-25")).toEqual({ proven: 8, withdrawn: 0 });
    expect(await prove("2026-10-20", "2026-10-25")).toEqual({ proven: 0, withdrawn: 0 });
    const found = await titles();
    expect(found).toHaveLength(8);
    expect(found).toContain("No alerts on 2026-10-22, in 2 segments read completely");
    expect(found).toContain("No incidents on 2026-10-21, in 1 segment read completely");
    expect(await dayOfRequest("alerts-judged", "2026-10-22")).toBe("proven");
    expect(await dayOfRequest("incidents-to-closure", "2026-10-22")).toBe("proven");
    expect(await dayOfRequest("alerts-reach-people", "2026-10-22")).toBe("hole");
  });

  it("name the query, the count and every segment with its hash", async () => {
    const { rows } = await listEvidence(world.as("compliance_manager"), { sourceKind: "population", size: 50 });
    const one = rows.find((row) => row.title.startsWith("No alerts on 2026-10-22"))!;
    const page = await readEvidence(world.as("compliance_manager"), { reference: `EV-${one.number}` });
    expect(page.source).toMatchObject({ name: "Population of alerts, 2026-10-22", facts: "No alerts in 2 segments read completely" });
    expect(sha256Hex(page.source!.canonical!)).toBe(page.source!.sha256);
    const record = JSON.parse(page.source!.canonical!) as { count: number; query: string; from: string; until: string; segments: { sha256: string; lines: number }[] };
    expect(record).toMatchObject({ count: 0, control: "SYS.2.07", time_zone: "Europe/Berlin", from: "2026-10-21T22:00:00.000Z", until: "2026-10-22T22:00:00.000Z" });
    expect(record.segments.map((segment) => [segment.sha256.length, segment.lines])).toEqual([[64, 10], [64, 10]]);
    expect(page.reviews[0]).toMatchObject({ decision: "accepted" });
  });

  it("end an hour later when clocks go back, and are not proven before that hour was heard", async () => {
    await segment("host-a", "2026-10-24T22:00:00Z", "2026-10-25T20:00:00Z");
    expect(await prove("2026-10-25")).toMatchObject({ proven: 0 });
    await segment("host-a", "2026-10-25T20:30:00Z", "2026-10-25T22:40:00Z");
    expect(await prove("2026-10-25")).toMatchObject({ proven: 2 });
  });

  it("are not quiet when an alert rose; incidents are counted once every alert has its verdict", async () => {
    await segment("host-a", "2026-10-25T22:50:00Z", "2026-10-27T23:30:00Z");
    const alertId = await alert("2026-10-26T08:00:00Z");
    expect(await prove("2026-10-26")).toMatchObject({ proven: 0 });
    await judgeAlert(world.as("security_analyst"), { alertId, verdict: "expected", reason: "Planned work of the owner." });
    expect(await prove("2026-10-26")).toMatchObject({ proven: 1 });
    expect(await titles()).toContain("No incidents on 2026-10-26, in 1 segment read completely");
  });

  it("are not free of incidents while one is open", async () => {
    const alertId = await alert("2026-10-27T08:00:00Z");
    await declareIncident(world.as("security_analyst"), { alertIds: [alertId], title: "Something", severity: "low", reason: "It has to be looked at." });
    expect(await prove("2026-10-27")).toMatchObject({ proven: 0 });
  });

  it("are taken back when a segment that came later raises an alert", async () => {
    await alert("2026-10-23T08:00:00Z");
    expect(await prove("2026-10-23")).toEqual({ proven: 0, withdrawn: 1 });
    expect((await titles()).filter((title) => title.includes("2026-10-23"))).toEqual(["No incidents on 2026-10-23, in 1 segment read completely"]);
    expect(await prove("2026-10-23")).toEqual({ proven: 0, withdrawn: 0 });
  });

  it("stay unproven when a source was silent, a segment is partly read, or the day is not over", async () => {
    await segment("host-b", "2026-10-27T23:00:01Z", "2026-10-28T22:30:00Z");
    expect(await prove("2026-10-28")).toMatchObject({ proven: 0 });
    await segment("host-a", "2026-10-27T23:40:00Z", "2026-10-29T23:30:00Z");
    await segment("host-b", "2026-10-28T22:40:00Z", "2026-10-29T23:30:00Z", { notes: ["gzip_corrupt"] });
    expect(await prove("2026-10-29")).toMatchObject({ proven: 0 });
    expect(await prove("2026-11-20")).toMatchObject({ proven: 0 });
  });

  it("are looked at when a segment was read, and again every day", async () => {
    await segment("host-a", "2026-10-29T23:35:00Z", "2026-11-12T00:00:00Z");
    const last = await segment("host-b", "2026-10-29T23:35:00Z", "2026-11-12T00:00:00Z");
    await runDueQuietDays(world.asSystem(), last);
    const found = await titles();
    expect(found).toContain("No alerts on 2026-11-05, in 2 segments read completely");
    await runDueQuietDays(world.asSystem(), "daily");
    expect(await titles()).toEqual(found);
  });
});
