import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listChoices } from "#lib/evidence/index.ts";
import { listObjects, readObject } from "#lib/inventory/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { dieAfter } from "#lib/testing/dying-collector.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { openTestTracker, TEST_CONNECTOR, type TestTracker } from "#lib/testing/test-connector.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { claimRun } from "./claim-run.ts";
import { overrideConnectors } from "./connectors.ts";
import { changeSettings, collectJob, collectNow, connect, listConnections, pauseConnection, readCollection, readConnection, readStoredCopy, remakeRows, removeConnection, replaceCredential, resumeConnection, runDueCollection, testConnection } from "./index.ts";

let world: World;
let tracker: TestTracker;
let made = 0;

beforeAll(async () => {
  overrideConnectors([TEST_CONNECTOR]);
  world = await testWorld();
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});
beforeEach(async () => { tracker = await openTestTracker(); });
afterEach(() => tracker.close());

const given = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }));

async function connected(): Promise<string> {
  const { id } = await connect(world.as("admin"), { connector: "test-tracker", name: `Tracker ${++made}`, strategy: "token", settings: given({ url: tracker.url }), credential: given({ token: tracker.token }) });
  return id;
}

/** Has the collector run, and answers how the run ended. */
async function collected(connectionId: string, wish: { since?: string } = {}) {
  const { collectionId } = await collectNow(world.as("admin"), { connectionId, collector: "tickets", ...wish });
  await world.runJobs([collectJob]);
  return readCollection(world.as("admin"), { collectionId });
}

const ofConnection = async (connectionId: string) => (await listObjects(world.as("admin"), { kind: "ticket", connectionId })).rows;

/** What the objects of a connection are, whatever run brought them. */
const contentOf = async (connectionId: string) => (await ofConnection(connectionId)).map(({ externalId, title, state, isOpen, removedAt, version }) => ({ externalId, title, state, isOpen, gone: removedAt !== null, version })).sort((a, b) => a.externalId.localeCompare(b.externalId));

describe("connecting", () => {
  test("asks the vendor who we are and what we may, and never shows the credential again", async () => {
    const connectionId = await connected();
    const view = await readConnection(world.as("compliance_manager"), { connectionId });
    expect(view).toMatchObject({ identity: { id: "auditor" }, permissions: [{ permission: "tickets:read", state: "granted", needed: ["tickets"] }], status: "never_collected" });
    expect(JSON.stringify(view)).not.toContain(tracker.token);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: connectionId } }));
    expect([trail.length, JSON.stringify(trail).includes(tracker.token)]).toEqual([1, false]);
  });

  test("with a credential that is refused saves nothing", async () => {
    const before = (await listConnections(world.as("admin"), {})).length;
    expect(await reasonOf(connect(world.as("admin"), { connector: "test-tracker", name: "Refused", strategy: "token", settings: given({ url: tracker.url }), credential: given({ token: "wrong" }) }))).toBe("connection_refused");
    expect((await listConnections(world.as("admin"), {})).length).toBe(before);
  });

  test("checks the form by its manifest, field by field", async () => {
    await expect(connect(world.as("admin"), { connector: "test-tracker", name: "Bad", strategy: "token", settings: given({ url: "ftp://x", other: "y" }), credential: [] })).rejects.toMatchObject({ problems: [{ path: "settings.other" }, { path: "settings.url" }] });
    await expect(connect(world.as("admin"), { connector: "test-tracker", name: "Bad", strategy: "token", settings: given({ url: tracker.url }), credential: [] })).rejects.toMatchObject({ problems: [{ path: "credential.token" }] });
  });

  test("to an address inside is refused, as it is everywhere", async () => {
    await expect(connect(world.as("admin"), { connector: "test-tracker", name: "Inside", strategy: "token", settings: given({ url: "https://169.254.169.254" }), credential: given({ token: "x" }) })).rejects.toMatchObject({ reason: "connection_refused", message: expect.stringContaining("whatever is opened") as string });
  });
});

describe("a run", () => {
  test("says what it asked, of whom, and that everything came; its stored answers give the same rows again", async () => {
    const connectionId = await connected();
    const run = await collected(connectionId);
    expect(run).toMatchObject({ completeness: "complete", pages: 3, items: 5, rows: 5, requests: 3, retries: 0, statusCounts: { 200: 3 }, announced: { total: 5, exact: true }, identity: { id: "auditor" }, listing: "full", hashHolds: true });
    expect(run.firstPages.map(({ sequence, rows, exchanges }) => [sequence, rows, exchanges.length])).toEqual([[0, 2, 1], [1, 2, 1], [2, 1, 1]]);
    for (const sequence of [0, 1, 2]) expect(await remakeRows(world.as("admin"), { collectionId: run.id, sequence })).toMatchObject({ same: true, sameVersion: true });
    const copy = await readStoredCopy(world.as("admin"), { collectionId: run.id, sequence: 0 });
    expect([copy.text.includes("Ticket 1"), copy.text.includes(tracker.token)]).toEqual([true, false]);
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ status: "pass", word: "Complete" });
    const entry = await world.inTenant((tx) => tx.ledgerPendingEntry.findFirstOrThrow({ where: { subjectId: run.id } }));
    expect(entry.record).toContain(run.sha256 ?? "none");
  });

  test("stands in the trail when it begins and when it ends, with its counts; its pages stand in its record", async () => {
    const connectionId = await connected();
    const run = await collected(connectionId);
    await runDueCollection(world.asSystem(), `${connectionId}/tickets`);
    await world.runJobs([collectJob]);
    const rowsOf = (subjectId: string) => world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId } }));
    const rows = await rowsOf(run.id);
    expect(rows.map(({ action }) => action).sort()).toEqual(["collection.asked_for", "collection.ended"]);
    expect(rows.find(({ action }) => action === "collection.ended")?.changes).toMatchObject({ completeness: "complete", pages: 3, items: 5, rows: 5, sha256: run.sha256 });
    const scheduled = await world.inTenant((tx) => tx.collection.findFirstOrThrow({ where: { connectionId, NOT: { id: run.id } } }));
    expect((await rowsOf(scheduled.id)).map(({ action }) => action).sort()).toEqual(["collection.begun", "collection.ended"]);
  });

  test("whose stored copy is damaged where it lies says so in its place, and what it recorded stays", async () => {
    const run = await collected(await connected());
    const { copySha256 } = run.firstPages[0]!;
    const { mend } = await damageBlob(world, copySha256, "removed");
    expect(await readStoredCopy(world.as("admin"), { collectionId: run.id, sequence: 0 })).toMatchObject({ damage: "missing", text: "", page: { rows: 2, copySha256 } });
    await mend();
    expect(await readStoredCopy(world.as("admin"), { collectionId: run.id, sequence: 0 })).toMatchObject({ damage: null });
  });

  test("that is over refuses every change", async () => {
    const run = await collected(await connected());
    await expect(world.inTenant((tx) => tx.$executeRaw`UPDATE collection SET items = 6 WHERE id = ${run.id}`)).rejects.toThrow(/append-only/);
  });

  test("again changes nothing where nothing changed; what changed gets a version, what is gone a last one", async () => {
    const connectionId = await connected();
    await collected(connectionId);
    const before = await contentOf(connectionId);
    await collected(connectionId);
    expect(await contentOf(connectionId)).toEqual(before);
    tracker.tickets = tracker.tickets.filter(({ id }) => id !== "2").map((ticket) => (ticket.id === "1" ? { ...ticket, status: "done", updated: "2026-09-10T08:00:00Z" } : ticket));
    const run = await collected(connectionId);
    expect([run.completeness, run.removed]).toEqual(["complete", 1]);
    const rows = await ofConnection(connectionId);
    const [first, second] = ["1", "2"].map((id) => rows.find(({ externalId }) => externalId === id));
    expect([first?.version, first?.isOpen, second?.version, second?.removedAt !== null]).toEqual([2, false, 2, true]);
    const { versions } = await readObject(world.as("admin"), { objectId: second?.id ?? "" });
    expect(versions.map(({ version, removed }) => [version, removed])).toEqual([[2, true], [1, false]]);
  });

  test("that is partial calls nothing gone, and says what is missing", async () => {
    const connectionId = await connected();
    await collected(connectionId);
    tracker.tickets.pop();
    tracker.total = 5;
    const run = await collected(connectionId);
    expect(run).toMatchObject({ completeness: "partial", removed: 0, gaps: [{ reason: "count_differs" }] });
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ status: "partial" });
  });

  test.each([[403, "denied", "denied"], [410, "disabled", "disabled"], [503, "failed", "could_not_run"]] as const)("that is answered %i is %s, and nowhere green", async (status, completeness, shown) => {
    const connectionId = await connected();
    tracker.fault = () => ({ status, headers: { "retry-after": "0" } });
    expect((await collected(connectionId)).completeness).toBe(completeness);
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ status: shown });
  });

  test("counts what cannot be read, and keeps it", async () => {
    const connectionId = await connected();
    (tracker.tickets as unknown[])[0] = { id: "1" };
    expect(await collected(connectionId)).toMatchObject({ completeness: "partial", unreadable: 1 });
  });

  test("whose credential is refused stops the connection until another is given", async () => {
    const connectionId = await connected();
    tracker.token = "another-secret-token";
    expect((await collected(connectionId)).completeness).toBe("denied");
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ status: "denied", word: "Needs attention", attention: expect.stringContaining("Make another one") as string });
    const told = () => world.inTenant((tx) => tx.notification.findMany({ where: { subjectId: connectionId }, orderBy: { memberId: "asc" } }));
    expect((await told()).map(({ memberId, kind }) => [memberId, kind])).toEqual([world.members.admin.memberId, world.members.security_analyst.memberId].sort().map((id) => [id, "connection_attention"]));
    expect(await reasonOf(collectNow(world.as("admin"), { connectionId, collector: "tickets" }))).toBe("needs_attention");
    expect(await testConnection(world.as("admin"), { connectionId })).toMatchObject({ failed: expect.stringContaining("refuses") as string });
    await replaceCredential(world.as("admin"), { connectionId, strategy: "token", credential: given({ token: tracker.token }) });
    expect((await collected(connectionId)).completeness).toBe("complete");
  });

  test("by a clock ten minutes off is refused", async () => {
    const connectionId = await connected();
    tracker.date = new Date(world.clock.now().getTime() + 600_000);
    expect(await collected(connectionId)).toMatchObject({ completeness: "failed", failure: { kind: "skewed" } });
  });

  test("since a day is imported, not witnessed, and calls nothing gone", async () => {
    const connectionId = await connected();
    await collected(connectionId);
    tracker.tickets.pop();
    tracker.total = 5;
    expect(await collected(connectionId, { since: "2026-01-01" })).toMatchObject({ reason: "backfill", removed: 0, fromAt: new Date("2026-01-01T00:00:00Z") });
  });

  test("with text that no database holds is kept all the same", async () => {
    const connectionId = await connected();
    tracker.tickets[0] = { ...tracker.tickets[0]!, title: "zero \u0000 and half \ud800" };
    const run = await collected(connectionId);
    expect(run.completeness).toBe("complete");
    expect(await remakeRows(world.as("admin"), { collectionId: run.id, sequence: 0 })).toMatchObject({ same: true });
  });
});

describe("a worker that dies", () => {
  test.each([1, 2, 3])("while it asks for page %i leaves a run that ends with the rows of an undisturbed one", async (page) => {
    const undisturbed = await connected();
    await collected(undisturbed);
    const connectionId = await connected();
    const { collectionId } = await collectNow(world.as("admin"), { connectionId, collector: "tickets" });
    await dieAfter(world.asSystem(), collectionId, page - 1);
    world.clock.advance(61_000);
    await world.runJobs([collectJob]);
    const run = await readCollection(world.as("admin"), { collectionId });
    expect(run).toMatchObject({ completeness: "complete", items: 5, pages: 3, attempts: 2, hashHolds: true });
    expect(await contentOf(connectionId)).toEqual(await contentOf(undisturbed));
  });

  test("keeps the run from everybody else until its lease is over", async () => {
    const connectionId = await connected();
    const { collectionId } = await collectNow(world.as("admin"), { connectionId, collector: "tickets" });
    expect((await claimRun(world.asSystem(), { collectionId, lease: "first-worker" })).kind).toBe("claimed");
    expect((await claimRun(world.asSystem(), { collectionId, lease: "second-worker" })).kind).toBe("busy");
    world.clock.advance(60_001);
    expect((await claimRun(world.asSystem(), { collectionId, lease: "second-worker" })).kind).toBe("claimed");
    world.clock.advance(60_001);
    await world.runJobs([collectJob]);
  });
});

describe("a connection", () => {
  test("that is paused owes nothing until it is resumed, and goes on where it was", async () => {
    const connectionId = await connected();
    await pauseConnection(world.as("admin"), { connectionId });
    await runDueCollection(world.asSystem(), `${connectionId}/tickets`);
    expect(await world.runJobs([collectJob])).toEqual([]);
    await resumeConnection(world.as("admin"), { connectionId });
    await runDueCollection(world.asSystem(), `${connectionId}/tickets`);
    expect(await world.runJobs([collectJob])).toEqual(["collect"]);
  });

  test("of one collector has one run at a time", async () => {
    const connectionId = await connected();
    const runs = await Promise.all([1, 2, 3].map(() => collectNow(world.as("admin"), { connectionId, collector: "tickets" })));
    expect(new Set(runs.map(({ collectionId }) => collectionId)).size).toBe(1);
    await world.runJobs([collectJob]);
  });

  test("that the vendor tells to wait goes on then, as the same run", async () => {
    const connectionId = await connected();
    let once = true;
    tracker.fault = (path) => (path === "/tickets" && tracker.requests.filter((request) => request.startsWith("/tickets?")).length >= 2 && once ? ((once = false), { status: 429, headers: { "retry-after": "7200" } }) : null);
    const waiting = await collected(connectionId);
    expect([waiting.completeness, waiting.waitsUntil !== null, waiting.pages]).toEqual(["running", true, 1]);
    world.clock.advance(7_300_000);
    await runDueCollection(world.asSystem(), `${connectionId}/tickets`);
    await world.runJobs([collectJob]);
    expect(await readCollection(world.as("admin"), { collectionId: waiting.id })).toMatchObject({ completeness: "complete", items: 5, attempts: 2, hashHolds: true });
  });

  test("that is removed loses its credential and keeps what it collected", async () => {
    const connectionId = await connected();
    await collected(connectionId);
    await removeConnection(world.as("admin"), { connectionId });
    expect(await world.inTenant((tx) => tx.connectionSecret.count({ where: { connectionId } }))).toBe(0);
    expect((await ofConnection(connectionId)).length).toBe(5);
    expect(await reasonOf(collectNow(world.as("admin"), { connectionId, collector: "tickets" }))).toBe("connection_removed");
  });

  test("whose settings change says in the trail what they were", async () => {
    const connectionId = await connected();
    await changeSettings(world.as("admin"), { connectionId, name: "Renamed", settings: given({ url: `${tracker.url}/other` }) });
    expect(await readConnection(world.as("admin"), { connectionId })).toMatchObject({ name: "Renamed", settings: { url: `${tracker.url}/other` } });
  });
});

test("a complete run is evidence by its record; a partial one is not accepted", async () => {
  const connectionId = await connected();
  const run = await collected(connectionId);
  const stored = await world.inTenant((tx) => tx.collection.findFirstOrThrow({ where: { id: run.id } }));
  expect(sha256Hex(stored.record ?? "")).toBe(run.sha256);
  const { records } = await listChoices(world.as("compliance_manager"), { kind: "collection", recordId: run.id });
  expect(records.find(({ id }) => id === run.id)).toMatchObject({ sha256: run.sha256, canonical: stored.record, incomplete: null });
  tracker.total = 6;
  const partial = await collected(connectionId);
  const { records: later } = await listChoices(world.as("compliance_manager"), { kind: "collection", recordId: partial.id });
  expect(later.find(({ id }) => id === partial.id)?.incomplete).toContain("partial");
});
