import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { performOccurrence } from "#lib/occurrences/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { runDueReminders } from "#lib/reminders/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { acceptRisk, listFindings, raiseFinding, readFinding, remediateFinding, runDueFindings, verifyRemediation, withdrawFinding, type FindingSource } from "./index.ts";
import { raiseDueFindings, readDueFindings } from "./raise-due-findings.ts";

vi.setConfig({ testTimeout: 60_000 });

const DAY = 86_400_000;
let world: World;
let counter = 0;
beforeAll(async () => {
  world = await testWorld({ timeZone: "Europe/Berlin" });
});
beforeEach(() => world.clock.set("2026-01-01T10:00:00Z"));
afterAll(() => world.close());

const at = (day: string): void => world.clock.set(`${day}T10:00:00Z`);
const look = () => runDueFindings(world.asSystem("findings"));
const owner = () => world.as("control_owner");
const manager = () => world.as("compliance_manager");
const found = async (source: FindingSource, name: string) => (await listFindings(manager(), { source, size: 200 })).rows.filter((row) => row.title.includes(name));
const read = (findingId: string) => readFinding(manager(), { findingId });

async function owned(frequency: "quarterly" | "weekly" | null): Promise<{ code: string; controlId: string; requestId: string }> {
  const code = `DUE.${(counter += 1)}`;
  const made = await periodicControl(world, { code, frequency, effectiveFrom: new Date("2026-01-01T00:00:00Z") });
  await assignOwner(world.as("admin"), { controlIds: [made.controlId], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  return { code, ...made };
}

describe("a control that nobody performed", () => {
  test("is a finding the day after its grace, once, however often Tickmark looks", async () => {
    const { code, controlId } = await owned("quarterly");
    at("2026-04-10");
    await look();
    expect(await found("missed_occurrence", code), "the days of grace run").toEqual([]);
    at("2026-06-01");
    await Promise.all([look(), look()]);
    await look();
    const rows = await found("missed_occurrence", code);
    expect(rows).toMatchObject([{ title: `${code} was not performed in time`, severity: "medium", status: "open", owner: "Olga Owner", controls: [code] }]);
    const view = await read(rows[0]!.id);
    expect(view).toMatchObject({ raisedBy: "Tickmark", visibility: "internal", source: { kind: "missed_occurrence", id: controlId }, due: { days: 90 } });
    expect(view.causes.map((one) => one.text)).toEqual([`${code}, quarterly: nobody performed it for 2026-01-01 to 2026-03-31 before the days of grace were over.`]);
    expect(view.events.map((event) => event.kind)).toEqual(["raised"]);
  });

  test("adds the next one to the same finding, and opens it again when it was closed; an accepted risk stays accepted", async () => {
    const { code } = await owned("weekly");
    at("2026-01-13");
    await look();
    const [row] = await found("missed_occurrence", code);
    const before = (await read(row!.id)).causes.length;
    at("2026-01-20");
    await look();
    const again = await read(row!.id);
    expect(again.causes.length).toBeGreaterThan(before);
    expect(again.events.at(-1)).toMatchObject({ kind: "seen_again" });
    await remediateFinding(owner(), { findingId: row!.id, text: "It stands in the calendar." });
    world.clock.advance(60_000);
    await verifyRemediation(manager(), { findingId: row!.id, decision: "closed" });
    at("2026-01-27");
    await look();
    expect(await read(row!.id)).toMatchObject({ status: "open", due: { on: "2026-04-27" } });
    expect((await read(row!.id)).events.at(-1)).toMatchObject({ kind: "reopened", by: "Tickmark" });
    await acceptRisk(manager(), { findingId: row!.id, until: "2026-12-31", reason: "The control ends this year." });
    at("2026-02-03");
    await look();
    expect(await read(row!.id)).toMatchObject({ status: "risk_accepted" });
    expect(await found("missed_occurrence", code)).toHaveLength(1);
  });

  test("stays missed for a finding that was withdrawn: the same window opens it no more", async () => {
    const { code, controlId } = await owned("quarterly");
    at("2026-06-01");
    await look();
    const [row] = await found("missed_occurrence", code);
    await withdrawFinding(manager(), { findingId: row!.id, reason: "The systems did not exist yet." });
    await performOccurrence(owner(), { controlId, window: "2026-01-01", performedOn: "2026-06-01", summary: "Done now.", exceptions: null });
    await look();
    expect((await read(row!.id)).status).toBe("withdrawn");
  });
});

describe("evidence", () => {
  test("that went out of date is a finding after the days of the policy, and again when it happens anew", async () => {
    const { code, requestId } = await owned(null);
    const prove = async (): Promise<void> => {
      const { id } = await submitEvidence(owner(), { source: { kind: "note" }, title: `List ${(counter += 1)}`, note: `Looked through ${counter}.`, requestIds: [requestId] });
      await reviewEvidence(manager(), { evidenceId: id, decision: "accepted" });
    };
    await prove();
    const freshUntil = await world.inTenant(async (tx) => (await tx.evidenceRequest.findFirstOrThrow({ where: { id: requestId } })).freshUntil!);
    world.clock.set(new Date(freshUntil.getTime() + 13 * DAY));
    await look();
    expect(await found("evidence_request", code)).toEqual([]);
    world.clock.advance(2 * DAY);
    await look();
    const [row] = await found("evidence_request", code);
    expect(row).toMatchObject({ status: "open", controls: [code] });
    await prove();
    await remediateFinding(owner(), { findingId: row!.id, text: "A new list." });
    world.clock.advance(60_000);
    await verifyRemediation(manager(), { findingId: row!.id, decision: "closed" });
    await look();
    expect((await read(row!.id)).status).toBe("closed");
    world.clock.set(new Date(freshUntil.getTime() + 400 * DAY));
    await look();
    expect((await read(row!.id)).status).toBe("open");
  });

  test("that was refused is a finding while nothing else proves the request, and what nobody collected yet is work", async () => {
    const { code, requestId } = await owned(null);
    world.clock.advance(60 * DAY);
    await look();
    expect(await found("evidence_request", code)).toEqual([]);
    const { id } = await submitEvidence(owner(), { source: { kind: "note" }, title: "Half a list", note: "To be continued.", requestIds: [requestId] });
    await reviewEvidence(manager(), { evidenceId: id, decision: "rejected", reason: "Half of it is missing." });
    world.clock.advance(15 * DAY);
    await look();
    const [row] = await found("evidence_request", code);
    expect((await read(row!.id)).causes[0]!.text).toContain("rejected");
  });
});

describe("logs", () => {
  async function source(name: string, receivedAt: Date, failure: { error: string } | null = null): Promise<void> {
    const { organizationId } = world;
    const sourceId = newId("src", receivedAt.getTime());
    const id = newId("seg", receivedAt.getTime());
    await world.inTenant(async (tx) => {
      await tx.logSource.create({ data: { organizationId, id: sourceId, name, createdAt: receivedAt } });
      await tx.logSegment.create({ data: { organizationId, id, sourceId, fileName: "auth.log", sha256: sha256Hex(id), byteLength: 10n, storedEncoding: "identity", referenceTime: receivedAt, receivedAt, receivedBy: "system:test" } });
      await tx.logSegmentScan.create({ data: { organizationId, segmentId: id, status: failure === null ? "finished" : "failed", ...failure, notes: [], unparsedSample: [], updatedAt: receivedAt } });
    });
  }

  test("that stopped coming are a finding of high severity after the days of the policy", async () => {
    await changeSetting(world.as("admin"), { name: "silent_source_days", value: 3 });
    await source("gateway-7", world.clock.now());
    world.clock.advance(3 * DAY);
    await look();
    expect(await found("log_source", "gateway-7")).toEqual([]);
    world.clock.advance(DAY);
    await look();
    await look();
    expect(await found("log_source", "gateway-7")).toMatchObject([{ severity: "high", owner: null }]);
  });

  test("that could not be read are a finding at once", async () => {
    await source("gateway-8", world.clock.now(), { error: "The blob is gone." });
    await look();
    const [row] = await found("log_reading", "gateway-8");
    expect((await read(row!.id)).description).toBe("auth.log of gateway-8 could not be read to its end, so no rule has judged what stands there. The blob is gone.");
  });
});

test("a ledger that disagrees with its records is one critical finding while audits find it, and is opened again when they find something anew", async () => {
  const audited = (fault: string | null, faultIndex: bigint | null) => world.inTenant((tx) => {
    world.clock.advance(DAY);
    const now = world.clock.now();
    return tx.ledgerAudit.create({ data: { organizationId: world.organizationId, id: newId("lau", now.getTime()), size: 9n, checkpoints: 1, fault, faultIndex, startedAt: now, finishedAt: now } });
  });
  await audited(null, null);
  await look();
  expect(await found("ledger", "ledger")).toEqual([]);
  await audited("The record of this entry was changed.", 4n);
  await look();
  await audited("The record of this entry was changed.", 4n);
  await look();
  const [row] = await found("ledger", "ledger");
  expect(row).toMatchObject({ severity: "critical", status: "open", visibility: "internal" });
  expect((await read(row!.id)).causes.map((one) => one.text)).toEqual([expect.stringContaining("At entry 4. The record of this entry was changed.")]);
  await withdrawFinding(manager(), { findingId: row!.id, reason: "A test of the alarm." });
  await audited(null, null);
  await audited("A tile is missing.", null);
  await look();
  expect(await read(row!.id)).toMatchObject({ status: "open", causes: [{}, { text: expect.stringContaining("A tile is missing.") }] });
});

test("a look that was cut off goes on where it stopped, and two of them raise nothing twice", async () => {
  for (let index = 0; index < 4; index += 1) await owned("quarterly");
  at("2026-06-01");
  const { causes } = await readDueFindings(world.asSystem(), {});
  expect(causes.length).toBeGreaterThan(3);
  await raiseDueFindings(world.asSystem(), { causes: causes.slice(0, 2) });
  const outcomes = await Promise.all([raiseDueFindings(world.asSystem(), { causes }), raiseDueFindings(world.asSystem(), { causes })]);
  expect(outcomes.reduce((sum, one) => sum + one.raised + one.seenAgain, 0)).toBe(causes.length - 2);
  expect((await readDueFindings(world.asSystem(), {})).causes).toEqual([]);
  const due = await world.inTenant((tx) => tx.findingCause.count({ where: { cause: { in: causes.map((one) => one.cause) } } }));
  expect(due).toBe(causes.length);
});

test("owners are reminded 14, 7 and 1 days ahead and once it is late; of an accepted risk they and its approver hear 14, 3 and 0 days ahead", async () => {
  const member = { kind: "member" as const, memberId: world.members.control_owner.memberId };
  const base = { description: "Two.", source: { kind: "by_hand" as const }, owner: member };
  const late = await raiseFinding(world.as("admin"), { ...base, title: "Reminded of", severity: "high" });
  const risk = await raiseFinding(world.as("admin"), { ...base, title: "Accepted for now", severity: "high" });
  await acceptRisk(manager(), { findingId: risk.id, until: "2026-02-20", reason: "For now." });
  const heard = async (as: typeof owner, id: string) => (await listNotifications(as(), { show: "all", size: 200 })).rows.filter((row) => row.subjectId === id && /due|overdue|ending/.test(row.kind)).map((row) => row.kind).sort();
  for (let day = 0; day < 60; day += 1) {
    await runDueReminders(world.asSystem("reminders"));
    world.clock.advance(DAY);
  }
  expect(await heard(owner, late.id)).toEqual(["finding_due", "finding_due", "finding_due", "finding_overdue"]);
  expect(await heard(owner, risk.id)).toEqual(["acceptance_ending", "acceptance_ending", "acceptance_ending"]);
  expect(await heard(manager, risk.id)).toEqual(["acceptance_ending", "acceptance_ending", "acceptance_ending"]);
});
