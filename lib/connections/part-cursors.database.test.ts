import { afterAll, beforeAll, expect, test } from "vitest";
import { cursorOfParts, partsKept, sinceOfPart, type Answer, type Collector, type Connector, type Row } from "#lib/connector/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { overrideConnectors } from "./connectors.ts";
import { changeSettings, collectJob, collectNow, connect, readCollection } from "./index.ts";

const NAMES = ["web", "api"];
const denied = new Set<string>();
let asked: [string, boolean][] = [];

const things: Collector = {
  id: "things", name: "Things", explains: "Things of two projects.", yields: ["resource"], everyHours: 1, fullEveryDays: 7,
  async *collect(run) {
    for (const name of NAMES) {
      asked.push([name, sinceOfPart(run, name) !== null]);
      if (denied.has(name)) run.gap({ reason: "denied", operation: "GET /things", scope: name, says: "Not for this key." });
      else yield await Promise.resolve({ answers: [{ operation: "GET /things", parameters: {}, scope: name, body: name, items: 1 }], resume: null });
    }
    return { cursor: cursorOfParts(run, { names: NAMES, kept: partsKept(NAMES, null), visited: new Set(NAMES) }, run.window.until.toISOString()), announced: null, secondRoute: null };
  },
  transform: ({ body, scope }: Answer) => ({ rows: [{ kind: "resource", externalId: String(body), scope, url: null, type: "test.thing", name: String(body), account: null, region: null, tags: {}, createdAt: null, attributes: {} }] satisfies Row[], unreadable: [] }),
};
const connector: Connector = {
  manifest: {
    id: "test-parts", name: "Test parts", version: "1", vendor: "Nobody", explains: "Things of two projects.", trust: "documented", provenBy: "Nothing but tests.", capabilities: ["collect"],
    strategies: [{ id: "open", name: "None", explains: "Anybody may ask.", fields: [] }], settings: [{ name: "label", label: "Label", kind: "text", required: false }], leastPrivilege: { explains: "None.", text: "none", format: "text" }, cannotSee: ["Whatever it does not see."],
  },
  collectors: [things], identify: () => Promise.resolve({ id: "parts", name: "Parts", tenant: "parts" }), probe: () => Promise.resolve([]),
};

let world: World;
beforeAll(async () => {
  overrideConnectors([connector]);
  world = await testWorld();
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

test("a project that is denied for good has the other asked for its changes alone; the run is partial all the same, and other settings begin anew", async () => {
  const { id: connectionId } = await connect(world.as("admin"), { connector: "test-parts", name: "Parts", strategy: "open", settings: [], credential: [] });
  const collected = async () => {
    asked = [];
    const { collectionId } = await collectNow(world.as("admin"), { connectionId, collector: "things" });
    await world.runJobs([collectJob]);
    const { completeness, listing, gaps } = await readCollection(world.as("admin"), { collectionId });
    return { completeness, listing, of: (gaps as unknown as { scope: string }[]).map(({ scope }) => scope), asked };
  };
  denied.add("api");
  expect(await collected()).toEqual({ completeness: "partial", listing: "full", of: ["api"], asked: [["web", false], ["api", false]] });
  expect(await collected()).toEqual({ completeness: "partial", listing: "incremental", of: ["api"], asked: [["web", true], ["api", false]] });
  denied.clear();
  expect(await collected()).toEqual({ completeness: "complete", listing: "incremental", of: [], asked: [["web", true], ["api", false]] });
  expect(await collected()).toEqual({ completeness: "complete", listing: "incremental", of: [], asked: [["web", true], ["api", true]] });
  await changeSettings(world.as("admin"), { connectionId, name: "Parts", settings: [{ name: "label", value: "other" }] });
  expect(await collected()).toMatchObject({ listing: "full", asked: [["web", false], ["api", false]] });
});

test("a run that was asked by settings which were changed meanwhile moves nothing on", async () => {
  const { id: connectionId } = await connect(world.as("admin"), { connector: "test-parts", name: "Changed parts", strategy: "open", settings: [], credential: [] });
  const { collectionId } = await collectNow(world.as("admin"), { connectionId, collector: "things" });
  await changeSettings(world.as("admin"), { connectionId, name: "Changed parts", settings: [{ name: "label", value: "other" }] });
  await world.runJobs([collectJob]);
  expect((await readCollection(world.as("admin"), { collectionId })).completeness).toBe("complete");
  const { collectionId: next } = await collectNow(world.as("admin"), { connectionId, collector: "things" });
  await world.runJobs([collectJob]);
  expect((await readCollection(world.as("admin"), { collectionId: next })).listing).toBe("full");
});
