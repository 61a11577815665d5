import { afterAll, beforeAll, expect, test } from "vitest";
import type { RowOf } from "#lib/connector/index.ts";
import { collectJob, collectNow, connect } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { VENDOR_ALERTS_DUE } from "#lib/inventory/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { openTestWatcher, watchedAlert } from "#lib/testing/test-watcher.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listAlerts, listFirings, readAlert, readFeed, runDueVendorAlerts } from "./index.ts";

let world: World;
const watcher = openTestWatcher();
let made = 0;

beforeAll(async () => {
  overrideConnectors([watcher.connector]);
  world = await testWorld();
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const analyst = () => world.as("security_analyst");
const inMinutes = (count: number): string => new Date(world.clock.now().getTime() + count * MINUTE).toISOString();

async function connected(): Promise<string> {
  const { id } = await connect(world.as("admin"), { connector: "test-watcher", name: `Watcher ${++made}`, strategy: "open", settings: [], credential: [] });
  world.clock.advance(10 * MINUTE);
  return id;
}

async function collected(connectionId: string, ...pages: RowOf<"vendor_alert">[][]): Promise<void> {
  world.clock.advance(MINUTE);
  watcher.pages = pages;
  await collectNow(analyst(), { connectionId, collector: "alerts" });
  await world.runJobs([collectJob]);
}

/** Takes in what is due by now of a connection; whether it was due. */
async function dispatched(connectionId: string): Promise<boolean> {
  const now = world.clock.now();
  const rows = await world.runtime.database.$queryRaw<{ kind: string; subject_id: string; organization_id: string }[]>`SELECT * FROM directory_lease_due_work(${now}::timestamptz, ${now}::timestamptz, 500)`;
  const due = rows.some((row) => row.kind === VENDOR_ALERTS_DUE && row.organization_id === world.organizationId && row.subject_id === connectionId);
  if (due) await runDueVendorAlerts(world.asSystem(VENDOR_ALERTS_DUE), connectionId);
  return due;
}

const queue = async (connection: string) => (await listAlerts(analyst(), { connection, pageSize: 100 })).rows;

test("what is more than may enter within an hour waits, told once; it enters as there is room, the gravest first, and nothing is lost", async () => {
  await changeSetting(world.as("admin"), { name: "vendor_flood_alerts", value: 10 });
  const connectionId = await connected();
  const degrees = ["unknown", "low", "medium", "high", "critical"] as const;
  const flood = degrees.flatMap((degree) => Array.from({ length: 5 }, (_, index) => watchedAlert({ externalId: `${degree} ${index}`, firstSeenAt: inMinutes(-3), severity: { degree, word: degree } })));
  await collected(connectionId, flood);
  expect(await dispatched(connectionId)).toBe(true);
  expect((await queue(connectionId)).map(({ severity }) => severity).sort()).toEqual([...Array<string>(5).fill("critical"), ...Array<string>(5).fill("high")]);
  expect(await readFeed(analyst(), { connectionId })).toMatchObject({ outcomes: { queued: 10 }, waiting: 15, floodingSince: expect.any(Date) as Date });
  const told = () => world.inTenant((tx) => tx.notification.findMany({ where: { subjectId: connectionId, kind: "alerts_waiting" } }));
  const before = (await told()).length;
  expect(before).toBeGreaterThan(0);

  // What is in the queue already is brought up to date while others wait, and nothing is looked at again before there is room.
  await collected(connectionId, [{ ...flood.find(({ externalId }) => externalId === "high 0")!, state: "closed", status: "resolved", closedAt: inMinutes(0) }]);
  await dispatched(connectionId);
  expect((await queue(connectionId)).filter(({ vendorState }) => vendorState === "closed").length).toBe(1);
  world.clock.advance(5 * MINUTE);
  expect(await dispatched(connectionId)).toBe(false);

  const seen: number[] = [];
  for (let hour = 0; hour < 3; hour++) {
    world.clock.advance(HOUR + MINUTE);
    await dispatched(connectionId);
    seen.push((await queue(connectionId)).length);
  }
  expect(seen).toEqual([20, 25, 25]);
  expect(await readFeed(analyst(), { connectionId })).toMatchObject({ outcomes: { queued: 25 }, waiting: 0, floodingSince: null });
  expect((await told()).length).toBe(before);
  const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: connectionId, action: { startsWith: "alerts.intake" } } }));
  expect(trail.map(({ action }) => action).sort()).toEqual(["alerts.intake_bounded", "alerts.intake_caught_up"]);
  await changeSetting(world.as("admin"), { name: "vendor_flood_alerts", value: 500 });
});

test("one firing that two connections tell of is one alert, which names both; another firing of the same thing is another", async () => {
  const [rules, router] = [await connected(), await connected()];
  const one = { firingKey: "labels 1", title: "HostDown on db-1" };
  await collected(rules, [watchedAlert({ ...one, externalId: "a", firstSeenAt: inMinutes(-8), lastSeenAt: inMinutes(0) })]);
  await dispatched(rules);
  // The router was told when it fired, five minutes after its condition held; by another key it is something else.
  await collected(router, [watchedAlert({ ...one, externalId: "b", firstSeenAt: inMinutes(-3), lastSeenAt: inMinutes(0) }), watchedAlert({ externalId: "c", firstSeenAt: inMinutes(-3), firingKey: "labels 2" })]);
  await dispatched(router);
  const [alert] = await queue(rules);
  const { vendor } = await readAlert(analyst(), { alertId: alert!.id });
  expect(vendor?.witnesses).toMatchObject([{ connectionId: router, externalId: "b", state: "open" }]);
  expect([(await queue(router)).length, (await readFeed(analyst(), { connectionId: router })).outcomes]).toMatchObject([1, { queued: 1, told_already: 1 }]);
  expect(await listFirings(analyst(), { objectId: vendor!.witnesses[0]!.objectId })).toMatchObject([{ outcome: "told_already", alert: { id: alert!.id } }]);

  world.clock.advance(HOUR);
  await collected(router, [watchedAlert({ ...one, externalId: "d", firstSeenAt: inMinutes(-1), lastSeenAt: inMinutes(0) })]);
  await dispatched(router);
  expect((await queue(router)).length).toBe(2);
});

test("of two connections that tell of one firing at the same time one raises the alert", async () => {
  const both = [await connected(), await connected()];
  for (const connectionId of both) await collected(connectionId, [watchedAlert({ externalId: "x", firingKey: "labels 9", firstSeenAt: inMinutes(-2), lastSeenAt: inMinutes(0) })]);
  await Promise.all(both.map((connectionId) => runDueVendorAlerts(world.asSystem(), connectionId)));
  const queues = await Promise.all(both.map(queue));
  expect(queues.flat().length).toBe(1);
});
