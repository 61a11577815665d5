import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RowOf } from "#lib/connector/index.ts";
import { collectJob, collectNow, connect } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { declareIncident } from "#lib/incidents/index.ts";
import { VENDOR_ALERTS_DUE } from "#lib/inventory/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { openTestWatcher, watchedAlert } from "#lib/testing/test-watcher.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { acknowledgeAlert, alertsOfPeriod, changeFeed, countAlertsOfPeriod, endVendorIntake, judgeAlert, listAlerts, listFeeding, readAlert, readAlertLines, readFeed, runDueVendorAlerts, takeInVendorAlerts } from "./index.ts";

let world: World;
const watcher = openTestWatcher();
let connectionId = "";
let made = 0;

beforeAll(async () => {
  overrideConnectors([watcher.connector]);
  world = await testWorld();
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});
beforeEach(async () => { connectionId = await connected(); });

const analyst = () => world.as("security_analyst");
const MINUTE = 60_000;
/** An instant so many minutes from now, by the world's clock. */
const inMinutes = (count: number): string => new Date(world.clock.now().getTime() + count * MINUTE).toISOString();

async function connected(): Promise<string> {
  const { id } = await connect(world.as("admin"), { connector: "test-watcher", name: `Watcher ${++made}`, strategy: "open", settings: [], credential: [] });
  world.clock.advance(10 * MINUTE);
  return id;
}

/** Has the vendor tell of alerts, collects them, and takes in what became due of it, as the dispatcher has it done. */
async function told(...pages: RowOf<"vendor_alert">[][]): Promise<void> {
  world.clock.advance(MINUTE);
  watcher.pages = pages;
  await collectNow(analyst(), { connectionId, collector: "alerts" });
  await world.runJobs([collectJob]);
  await dispatched();
}

async function dispatched(): Promise<number> {
  const due = await dueNow();
  for (const subject of due) await runDueVendorAlerts(world.asSystem(VENDOR_ALERTS_DUE), subject);
  return due.length;
}

async function dueNow(): Promise<string[]> {
  const now = world.clock.now();
  const rows = await world.runtime.database.$queryRaw<{ kind: string; subject_id: string; organization_id: string }[]>`SELECT * FROM directory_lease_due_work(${now}::timestamptz, ${now}::timestamptz, 500)`;
  return rows.filter((row) => row.kind === VENDOR_ALERTS_DUE && row.organization_id === world.organizationId && row.subject_id === connectionId).map((row) => row.subject_id);
}

const queue = async () => (await listAlerts(analyst(), { connection: connectionId })).rows;
const outcomes = async () => (await readFeed(analyst(), { connectionId })).outcomes;
const NONE = { queued: 0, told_already: 0, below_severity: 0, muted: 0, posture: 0, imported: 0 };
/** The alert that is alone in the queue. */
async function only() {
  const rows = await queue();
  expect(rows.length).toBe(1);
  return readAlert(analyst(), { alertId: rows[0]!.id });
}

describe("what a vendor tells of", () => {
  test("is in the queue with its connection, id, link, both severities, times and the versions that it rests on", async () => {
    const fired = inMinutes(-2);
    await told([watchedAlert({ externalId: "sig-1", firstSeenAt: fired, lastSeenAt: inMinutes(0) })]);
    const alert = await only();
    expect(alert).toMatchObject({ origin: "vendor", title: "Guessed names", entity: "bastion-01", severity: "high", status: "open", verdict: null, rule: null, segment: null, controlCodes: ["SYS.2.07"], firstEventAt: new Date(fired) });
    expect(alert.vendor).toMatchObject({ connection: { id: connectionId, name: `Watcher ${made}` }, externalId: "sig-1", rule: "guessed-names", url: "https://watcher.example/sig-1", versions: 1, firing: { number: 1, state: "open", word: "firing", severityWord: "P2", endedAt: null }, run: { completeness: "complete" }, others: [], missing: null });
    expect(await queue()).toMatchObject([{ connection: `Watcher ${made}`, vendorState: "open" }]);
    expect(await readAlertLines(analyst(), alert)).toEqual({ lines: [], missing: [], more: false });
    const { record } = await world.inTenant((tx) => tx.ledgerPendingEntry.findFirstOrThrow({ where: { subjectId: alert.id } }));
    expect(record).toContain(`"external_id":"sig-1","firing":1`);
  });

  test("is one alert however often it is told and read, and in however many pages", async () => {
    const alerts = Array.from({ length: 7 }, (_, index) => watchedAlert({ externalId: `sig-${index}`, firstSeenAt: inMinutes(-3) }));
    await told(alerts.slice(0, 3), alerts.slice(2, 5), alerts.slice(4));
    const before = (await queue()).map(({ id }) => id).sort();
    expect(before.length).toBe(7);
    await told(alerts);
    for (const _ of [1, 2]) await runDueVendorAlerts(world.asSystem(), connectionId);
    // Two workers at once.
    await Promise.all([runDueVendorAlerts(world.asSystem(), connectionId), runDueVendorAlerts(world.asSystem(), connectionId)]);
    expect((await queue()).map(({ id }) => id).sort()).toEqual(before);
    expect(await dueNow()).toEqual([]);
  });

  test("fires again when it was over and is open again: another alert, though the first was judged, that names it", async () => {
    const first = watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3), lastSeenAt: inMinutes(0) });
    await told([first]);
    const before = await only();
    await judgeAlert(analyst(), { alertId: before.id, verdict: "expected", reason: "A planned test of the alarm." });
    await told([{ ...first, lastSeenAt: inMinutes(0) }]);
    expect(await queue()).toEqual([]);
    await told([{ ...first, state: "closed", status: "resolved", closedAt: inMinutes(0) }]);
    await told([{ ...first, lastSeenAt: inMinutes(5) }]);
    const again = await only();
    expect(again.id).not.toBe(before.id);
    expect(again.vendor).toMatchObject({ firing: { number: 2, state: "open" }, firings: 2, others: [{ number: 1, state: "closed", alert: { id: before.id } }] });
    expect((await readAlert(analyst(), { alertId: before.id })).vendor).toMatchObject({ firing: { number: 1, state: "closed", word: "resolved" } });
  });

  test("below the least severity of its connection is counted and not queued, until it is graver or less is enough", async () => {
    await changeFeed(analyst(), { connectionId, enabled: true, leastSeverity: "high" });
    const low = watchedAlert({ externalId: "low", firstSeenAt: inMinutes(-3), severity: { degree: "low", word: "P4" } });
    const medium = watchedAlert({ externalId: "medium", firstSeenAt: inMinutes(-3), severity: { degree: "medium", word: "P3" } });
    const unknown = watchedAlert({ externalId: "unknown", firstSeenAt: inMinutes(-3), severity: { degree: "unknown", word: "odd" } });
    await told([low, medium, unknown]);
    expect([(await only()).vendor?.externalId, await outcomes()]).toEqual(["unknown", { ...NONE, queued: 1, below_severity: 2 }]);
    await told([{ ...low, severity: { degree: "critical", word: "P1" } }, medium, unknown]);
    expect((await queue()).map(({ severity }) => severity).sort()).toEqual(["critical", "medium"]);
    await changeFeed(analyst(), { connectionId, enabled: true, leastSeverity: "medium" });
    expect([await dispatched(), (await queue()).length, await outcomes()]).toEqual([1, 3, { ...NONE, queued: 3 }]);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: connectionId, action: "connection.alert_feed_changed" }, orderBy: { id: "asc" } }));
    expect(trail.map(({ changes }) => changes)).toEqual([{ before: { feeds: true, least_severity: "low" }, after: { feeds: true, least_severity: "high" } }, { before: { feeds: true, least_severity: "high" }, after: { feeds: true, least_severity: "medium" } }]);
  });

  test("grows graver while nobody has judged it: its severity and deadline follow, and it is told", async () => {
    const alert = watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3), severity: { degree: "low", word: "P4" } });
    await told([alert]);
    const before = await only();
    await told([{ ...alert, severity: { degree: "critical", word: "P1" } }]);
    const after = await only();
    expect([before.severity, after.severity, after.vendor?.firing.severityWord]).toEqual(["low", "critical", "P1"]);
    expect(after.acknowledgeBy.getTime()).toBeLessThan(before.acknowledgeBy.getTime());
    expect(await world.inTenant((tx) => tx.notification.count({ where: { subjectId: after.id, kind: "alert_raised" } }))).toBeGreaterThan(0);
    const [entry, ...others] = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: after.id, action: "alert.severity_raised" } }));
    expect([others.length, entry?.changes]).toMatchObject([0, { severity: { before: "low", after: "critical" }, acknowledge_by: { after: after.acknowledgeBy.toISOString() } }]);
    expect(await world.inTenant((tx) => tx.alertAction.count({ where: { alertId: after.id, text: { contains: "The vendor calls it “P1” by now" } } }))).toBe(1);
  });

  test("muted at the vendor, or a judgement of a configuration, is not queued; once it is muted no more it is", async () => {
    const muted = watchedAlert({ externalId: "muted", firstSeenAt: inMinutes(-3), state: "suppressed", status: "suppressed" });
    await told([muted, watchedAlert({ externalId: "posture", firstSeenAt: inMinutes(-3), nature: "posture" })]);
    expect([await queue(), await outcomes()]).toEqual([[], { ...NONE, muted: 1, posture: 1 }]);
    await told([{ ...muted, state: "open", status: "firing" }]);
    expect((await only()).vendor?.externalId).toBe("muted");
  });

  test("and was over before it was connected is history, imported and not witnessed; what went on is queued", async () => {
    await told([
      watchedAlert({ externalId: "old", firstSeenAt: "2026-01-01T00:00:00Z", state: "closed", closedAt: "2026-01-02T00:00:00Z" }),
      watchedAlert({ externalId: "old, without an end", firstSeenAt: "2026-01-01T00:00:00Z", state: "closed" }),
      watchedAlert({ externalId: "old, and goes on", firstSeenAt: "2026-01-01T00:00:00Z" }),
      watchedAlert({ externalId: "fired and ended since", firstSeenAt: inMinutes(-5), state: "closed", closedAt: inMinutes(-4) }),
    ]);
    expect([(await queue()).length, await outcomes()]).toEqual([2, { ...NONE, queued: 2, imported: 2 }]);
  });

  test("through a connection that feeds nothing stays in the inventory; what ended meanwhile is then not witnessed", async () => {
    await changeFeed(analyst(), { connectionId, enabled: false, leastSeverity: "low" });
    const over = watchedAlert({ externalId: "over", firstSeenAt: inMinutes(-3), state: "closed", closedAt: inMinutes(-1) });
    const open = watchedAlert({ externalId: "open", firstSeenAt: inMinutes(-3) });
    await told([over, open]);
    expect([await queue(), await outcomes()]).toEqual([[], NONE]);
    world.clock.advance(MINUTE);
    await changeFeed(analyst(), { connectionId, enabled: true, leastSeverity: "low" });
    await dispatched();
    expect([(await only()).vendor?.externalId, await outcomes()]).toEqual(["open", { ...NONE, queued: 1, imported: 1 }]);
  });
});

describe("what a vendor calls over", () => {
  const alert = () => watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3) });
  const over = (): Partial<RowOf<"vendor_alert">> => ({ state: "closed", status: "resolved", closedAt: inMinutes(0) });

  test("is shown, and closes nothing by itself", async () => {
    const one = alert();
    await told([one]);
    await told([{ ...one, ...over() }]);
    expect(await only()).toMatchObject({ status: "open", verdict: null, vendor: { firing: { state: "closed", word: "resolved" } } });
    expect(await queue()).toMatchObject([{ vendorState: "closed" }]);
  });

  test("is closed where the organization lets that be and nobody took it; what somebody took waits for them", async () => {
    await changeSetting(world.as("admin"), { name: "vendor_alert_resolution", value: "close_untaken" });
    try {
      const [one, two] = [alert(), { ...alert(), externalId: "taken" }];
      await told([one, two]);
      const taken = (await queue()).find(({ entity }) => entity === "bastion-01")!;
      await acknowledgeAlert(analyst(), { alertId: taken.id });
      await told([{ ...one, ...over() }, { ...two, ...over() }]);
      expect((await only()).id).toBe(taken.id);
      const [closed] = (await listAlerts(analyst(), { view: "judged", connection: connectionId })).rows;
      expect(closed).toMatchObject({ verdict: "ended_at_vendor", acknowledgedAt: null, assignee: null });
      const view = await readAlert(analyst(), { alertId: closed!.id });
      expect(view.actions).toMatchObject([{ kind: "judged", by: "Tickmark", verdict: "ended_at_vendor", text: expect.stringContaining("Nobody has judged it.") as string }]);
      // Nobody has judged it: somebody still may, once.
      await judgeAlert(analyst(), { alertId: closed!.id, verdict: "expected", reason: "It was a planned test." });
      expect(await readAlert(analyst(), { alertId: closed!.id })).toMatchObject({ status: "judged", verdict: "expected" });
      expect(await reasonOf(judgeAlert(analyst(), { alertId: closed!.id, verdict: "false_positive", reason: "It was none, after all." }))).toBe("alert_changed");
    } finally {
      await changeSetting(world.as("admin"), { name: "vendor_alert_resolution", value: "people_judge" });
    }
  });
});

describe("a vendor's alert", () => {
  test("is found by source, connection, number and the beginning of its title", async () => {
    await told([watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3), title: `Beacon ${made}` })]);
    const { id, number } = await only();
    const ids = async (filter: object) => (await listAlerts(analyst(), filter)).rows.map((row) => row.id);
    expect(await ids({ source: "vendor" })).toContain(id);
    expect(await ids({ source: "rule" })).not.toContain(id);
    for (const text of [`ALR-${number}`, `Beacon ${made}`]) expect(await ids({ text })).toEqual([id]);
    expect(await listFeeding(analyst(), {})).toContainEqual({ id: connectionId, name: `Watcher ${made}` });
  });

  test("becomes an incident like any other, and belongs to the population of the control that it serves", async () => {
    await told([watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3) })]);
    const { id } = await only();
    await declareIncident(analyst(), { alertIds: [id], title: "Guessed names on the bastion", severity: "high", reason: "Many names in a minute." });
    expect(await readAlert(analyst(), { alertId: id })).toMatchObject({ verdict: "incident" });
    const period = { from: new Date("2026-01-01T00:00:00Z"), until: new Date("2027-01-01T00:00:00Z"), asOf: world.clock.now() };
    const served = (controlCode: string) => world.inTenant(async (tx) => [await alertsOfPeriod(tx, world.organizationId, { ...period, controlCode }, null, 100), await countAlertsOfPeriod(tx, world.organizationId, { ...period, controlCode })] as const);
    const [rows, counts] = await served("SYS.2.07");
    expect(rows.find((row) => row.id === id)).toMatchObject({ origin: "vendor", segmentId: null, rule: `Watcher ${made}: guessed-names: sig`, verdict: "incident" });
    expect(counts).toEqual({ facts: rows.length, states: rows.length });
    expect(await served("SYS.1.01")).toEqual([[], { facts: 0, states: 0 }]);
  });

  test("comes from exactly one kind of source: the database refuses anything else", async () => {
    await told([watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3) })]);
    const { id } = await only();
    const another = (change: object) => world.inTenant(async (tx) => {
      const { organizationId: _organizationId, ...row } = await tx.alert.findFirstOrThrow({ where: { id } });
      await tx.alert.create({ data: { ...row, organizationId: world.organizationId, id: `alr_${++made}`, number: 90_000 + made, dedupeKey: String(made), ...change } });
    });
    for (const change of [{ ruleVersionId: "rul_x", segmentId: "seg_x" }, { objectId: null }, { connectionId: null, objectId: null }, { origin: "rule" as const }]) await expect(another(change)).rejects.toThrow(/alert_(source|origin)/);
  });
});

test("taking in is cut off anywhere and goes on behind what was read; what comes in meanwhile is due again", async () => {
  const alerts = Array.from({ length: 230 }, (_, index) => watchedAlert({ externalId: `sig-${index}`, firstSeenAt: inMinutes(-3), severity: { degree: "low", word: "P4" } }));
  watcher.pages = [alerts];
  await collectNow(analyst(), { connectionId, collector: "alerts" });
  await world.runJobs([collectJob]);
  const first = await takeInVendorAlerts(world.asSystem(), { connectionId, degree: "low", after: null });
  expect(first).toMatchObject({ read: 200, raised: 200 });
  // The worker is gone: the connection is still due, and the next one begins at the beginning.
  expect(await dueNow()).toEqual([connectionId]);
  await endVendorIntake(world.asSystem(), { connectionId });
  expect(await dueNow()).toEqual([connectionId]);
  await dispatched();
  const numbers = await world.inTenant((tx) => tx.alert.findMany({ where: { connectionId }, select: { number: true, objectId: true } }));
  expect([numbers.length, new Set(numbers.map(({ objectId }) => objectId)).size, await dueNow()]).toEqual([230, 230, []]);
}, 60_000);

test("another organization neither sees a connection's feed nor takes in its alerts", async () => {
  await told([watchedAlert({ externalId: "sig", firstSeenAt: inMinutes(-3) })]);
  const { id } = await only();
  const other = await testWorld();
  try {
    const acts = [
      () => readFeed(other.as("admin"), { connectionId }), () => changeFeed(other.as("admin"), { connectionId, enabled: false, leastSeverity: "low" as const }),
      () => takeInVendorAlerts(other.asSystem(), { connectionId, degree: "high", after: null }), () => endVendorIntake(other.asSystem(), { connectionId }), () => readAlert(other.as("admin"), { alertId: id }),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "not_found" });
    expect(await other.inTenant((tx) => Promise.all([tx.alert.count(), tx.vendorFiring.count(), tx.alertFeed.count()]))).toEqual([0, 0, 0]);
    expect((await listAlerts(other.as("admin"), { connection: connectionId })).rows).toEqual([]);
  } finally {
    await other.close();
  }
});
