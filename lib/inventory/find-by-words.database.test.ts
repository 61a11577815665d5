import { afterAll, beforeAll, expect, test } from "vitest";
import type { Row } from "#lib/connector/index.ts";
import { insertCollection } from "#lib/connections/collection.repository.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { connect } from "#lib/connections/index.ts";
import { openTestWatcher, watchedAlert } from "#lib/testing/test-watcher.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listObjects, readPopulation } from "./index.ts";
import { keepRows, removeUnseen } from "./object.repository.ts";

let world: World;
let connectionId = "";
let pages = 0;

beforeAll(async () => {
  overrideConnectors([openTestWatcher().connector]);
  world = await testWorld();
  ({ id: connectionId } = await connect(world.as("admin"), { connector: "test-watcher", name: "Watcher", strategy: "open", settings: [], credential: [] }));
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

async function keep(rows: readonly Row[]): Promise<void> {
  const collectionId = `col_${++pages}`;
  await world.inTenant(async (tx) => {
    await insertCollection(tx, world.organizationId, {
      id: collectionId, number: 1000 + pages, connectionId, connectionName: "Watcher", connector: "test-watcher", connectorVersion: "1", collector: "alerts", title: "Watcher", settings: {}, identity: null, credentialFingerprint: "",
      reason: "manual", listing: "full", cursor: null, fromAt: null, untilAt: world.clock.now(), requestedBy: "system", startedAt: world.clock.now(),
    });
    await keepRows(tx, world.organizationId, { connectionId, collector: "alerts", collectionId, pageSequence: 0, rows }, world.clock.now());
  });
}

const alert = (externalId: string, more: Partial<Parameters<typeof watchedAlert>[0]> = {}): Row => watchedAlert({ externalId, firstSeenAt: world.clock.now().toISOString(), ...more });
const found = async (text: string, more: object = {}) => (await listObjects(world.as("security_analyst"), { kind: "vendor_alert", text, ...more })).rows.map(({ externalId }) => externalId);

test("collected things are found by the beginnings of their words, whatever the case and the accents, and by all of them", async () => {
  await keep([alert("a-1", { title: "Ångström disk is full", resource: "db-01.example", rule: "DiskFull" }), alert("a-2", { title: "Disk is slow", resource: "web-07.example", rule: "DiskSlow" })]);
  expect([await found("angstr"), await found("DISK slow"), await found("web-07"), await found("07 disk"), (await found("disk")).sort(), await found("slow full"), await found("-- &!")]).toEqual([["a-1"], ["a-2"], ["a-2"], ["a-2"], ["a-1", "a-2"], [], []]);
  expect((await readPopulation(world.as("security_analyst"), { kind: "vendor_alert", text: "disk" })).count).toBe(2);
});

test("what changed is found by how it is now, under the filters of its list; another kind and what is gone stay apart", async () => {
  await keep([alert("b-1", { title: "Before" })]);
  await keep([alert("b-1", { title: "Afterwards", state: "closed", closedAt: world.clock.now().toISOString(), severity: { degree: "low", word: "P4" } })]);
  expect([await found("before"), await found("afterwards"), await found("afterwards", { open: true }), await found("afterwards", { open: false, severity: "low", connectionId }), await found("afterwards", { severity: "high" })]).toEqual([[], ["b-1"], [], ["b-1"], []]);
  expect((await listObjects(world.as("security_analyst"), { kind: "ticket", text: "afterwards" })).rows).toEqual([]);
  await keep([alert("c-1", { title: "Goes away" })]);
  await world.inTenant((tx) => removeUnseen(tx, world.organizationId, { connectionId, collector: "alerts", collectionId: `col_${pages - 1}`, kinds: ["vendor_alert"] }, world.clock.now()));
  expect([await found("goes away", { open: true }), await found("goes away", { open: false })]).toEqual([[], ["c-1"]]);
});

test("pages of what was found follow each other without gap or repetition", async () => {
  await keep(Array.from({ length: 25 }, (_, index) => alert(`d-${index}`, { title: "Paged thing", firstSeenAt: new Date(world.clock.now().getTime() - (index % 5) * 1000).toISOString() })));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listObjects(world.as("security_analyst"), { kind: "vendor_alert", text: "paged", pageSize: 10, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows.map(({ externalId }) => externalId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect([seen.length, new Set(seen).size]).toEqual([25, 25]);
});

test("another organization's words find nothing here", async () => {
  const other = await testWorld();
  try {
    expect((await listObjects(other.as("security_analyst"), { kind: "vendor_alert", text: "disk" })).rows).toEqual([]);
    expect((await readPopulation(other.as("security_analyst"), { kind: "vendor_alert", text: "disk" })).count).toBe(0);
  } finally {
    await other.close();
  }
});
