import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectNow, connect, readCollection, remakeRows } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { testDatabase } from "./database.ts";
import type { CollectionOrders } from "./kill-orders.ts";
import { openTestTracker, TEST_CONNECTOR, type TestTracker } from "./test-connector.ts";
import { testWorld, type World } from "./world.ts";

// Workers are killed (SIGKILL) again and again in the middle of one run of a collection; another takes it up each time.

const TICKETS = 240;
const PAGES = 121;
/** A life ends a moment after so many pages. */
const MOST_PAGES = 9;
const LONGEST_MOMENT_MS = 25;
/** Longer than a run belongs to a worker that gives no sign. */
const LEASE_MS = 61_000;

let world: World;
let tracker: TestTracker;
let forkEnvironment: (orders: Omit<CollectionOrders, "urls">) => NodeJS.ProcessEnv;
beforeAll(async () => {
  overrideConnectors([TEST_CONNECTOR]);
  world = await testWorld();
  world.clock.set(systemClock.now());
  tracker = await openTestTracker(TICKETS);
  const { dataDirectory, ...urls } = await testDatabase();
  forkEnvironment = (orders) => childEnvironment({
    TICKMARK_DATA: dataDirectory, TICKMARK_LOG_LEVEL: "error", TICKMARK_OUTBOUND_ALLOW: new URL(tracker.url).origin, NODE_COMPILE_CACHE: path.join(dataDirectory, "compiled"), COLLECTION_DRIVER: JSON.stringify({ ...orders, urls }),
  });
}, 120_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await tracker.close();
  await world.close();
});

async function begun(name: string): Promise<string> {
  const values = (given: Record<string, string>) => Object.entries(given).map(([field, value]) => ({ name: field, value }));
  const { id: connectionId } = await connect(world.as("admin"), { connector: "test-tracker", name, strategy: "token", settings: values({ url: tracker.url }), credential: values({ token: tracker.token }) });
  return (await collectNow(world.as("admin"), { connectionId, collector: "tickets" })).collectionId;
}

/** Lets a worker live for so many pages and a moment. @returns whether it died before it was done */
async function livesAndDies(collectionId: string, life: number, pages: number): Promise<boolean> {
  const { organizationId, actor, requestId } = world.asSystem("worker");
  const child = fork(new URL("./collection-driver.ts", import.meta.url), { env: forkEnvironment({ system: { organizationId, actor, requestId }, collectionId, aheadMs: life * LEASE_MS }), stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
  let [said, failed] = ["", ""];
  child.stderr?.on("data", (part: Buffer) => (failed += part.toString()));
  const closed = once(child, "close");
  const enough = new Promise<void>((resolve) => child.stdout?.on("data", (part: Buffer) => {
    said += part.toString();
    if (said.split("pages").length > pages) resolve();
  }));
  await Promise.race([enough, closed]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MOMENT_MS));
  child.kill("SIGKILL");
  const [code, signal] = (await closed) as [number | null, string | null];
  expect(signal === "SIGKILL" || code === 0, failed).toBe(true);
  return signal === "SIGKILL";
}

/** Everything that is kept of the tickets of a run, but ids and the times of keeping. */
async function keptOf(collectionId: string) {
  const { connectionId } = await world.inTenant((tx) => tx.collection.findFirstOrThrow({ where: { id: collectionId } }));
  const objects = await world.inTenant((tx) => tx.collectedObject.findMany({ where: { connectionId }, orderBy: { externalId: "asc" } }));
  const versions = await world.inTenant((tx) => tx.collectedObjectVersion.findMany({ where: { objectId: { in: objects.map(({ id }) => id) } }, orderBy: [{ objectId: "asc" }, { version: "asc" }] }));
  return objects.map(({ id, externalId, title, state, contentSha256, removedAt }) => ({ externalId, title, state, contentSha256, removedAt, versions: versions.filter(({ objectId }) => objectId === id).map(({ version, contentSha256: hash, removed }) => ({ version, hash, removed })) }));
}

test("a run whose workers are killed again and again ends with the rows of an undisturbed one, each once, each page once", async () => {
  const undisturbed = await begun("Undisturbed");
  expect(await livesAndDies(undisturbed, 0, Infinity)).toBe(false);
  const disturbed = await begun("Disturbed");
  let kills = 0;
  for (let life = 1; await livesAndDies(disturbed, life, 1 + Math.floor(Math.random() * MOST_PAGES)); life += 1) kills += 1;
  console.log(JSON.stringify({ kills, pages: PAGES }));
  expect(kills).toBeGreaterThan(PAGES / MOST_PAGES / 2);

  const [first, second] = [await readCollection(world.as("admin"), { collectionId: undisturbed }), await readCollection(world.as("admin"), { collectionId: disturbed })];
  for (const run of [first, second]) expect(run).toMatchObject({ completeness: "complete", pages: PAGES, items: TICKETS, rows: TICKETS, removed: 0, hashHolds: true });
  const rows = await keptOf(disturbed);
  expect(rows).toHaveLength(TICKETS);
  expect(rows).toEqual(await keptOf(undisturbed));
  const pages = await world.inTenant((tx) => tx.collectionPage.findMany({ where: { collectionId: disturbed }, orderBy: { sequence: "asc" } }));
  expect(pages.map(({ sequence }) => sequence)).toEqual(Array.from({ length: PAGES }, (_, sequence) => sequence));
  for (const sequence of [0, 60, PAGES - 1]) expect(await remakeRows(world.as("admin"), { collectionId: disturbed, sequence })).toMatchObject({ same: true });
}, 600_000);
