import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { collectJob, collectNow, connect } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { RECONCILIATION_DUE } from "#lib/inventory/index.ts";
import type { Collector, Connector, Row } from "#lib/connector/index.ts";
import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { CELL_STATES, COLUMNS } from "./client.ts";
import { factsAt } from "./facts.ts";
import { approveDefinition, beginMatching, endMatching, importAssetFile, matchPopulationJob, proposeDefinition, readAssets, readReconciliation, readReconciliationHistory, runDueReconciliation, writeMatching } from "./index.ts";
import { DIRECT_BOUNDS } from "./limits.ts";
import { matchFacts, placeOfResource, standsSo, type Matched } from "./match-facts.ts";

/** What the vendor of this test has: machines, and what its tools reach of them. */
const park: { machines: string[]; agents: string[]; scans: string[] } = { machines: [], agents: [], scans: [] };
let world: World;
let connectionId: string;

const machine = (name: string): Row => ({ kind: "resource", externalId: `i-${name}`, scope: null, url: null, type: "aws.ec2.instance", name, account: "1", region: "eu", tags: name.startsWith("b") ? { "aws:autoscaling:groupName": "workers" } : {}, createdAt: null, attributes: {} });
const reached = (via: "agent" | "scanner") => (resource: string): Row => ({ kind: "coverage", externalId: `${via} ${resource}`, scope: null, url: null, via, by: via, resource, state: "covered", status: "online", reason: null, lastSeenAt: world.clock.now().toISOString() });

const collectorOf = (id: string, kinds: Collector["yields"], rows: () => Row[]): Collector => ({
  id, name: id, explains: "For tests.", yields: kinds, everyHours: 1, fullEveryDays: 0,
  async *collect() {
    await Promise.resolve();
    yield { answers: [{ operation: id, parameters: {}, scope: null, body: JSON.parse(JSON.stringify(rows())) as never, items: rows().length }], resume: null };
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: ({ body }) => ({ rows: body as unknown as Row[], unreadable: [] }),
});

const CONNECTOR: Connector = {
  manifest: {
    id: "park", name: "Park", version: "1", vendor: "Nobody", explains: "Machines of a test.", trust: "documented", provenBy: "Nothing.", capabilities: ["collect"],
    strategies: [{ id: "token", name: "Token", explains: "A token.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] }], settings: [], leastPrivilege: { explains: "", text: "none", format: "text" }, cannotSee: ["Anything."],
  },
  collectors: [collectorOf("machines", ["resource"], () => park.machines.map(machine)), collectorOf("agents", ["coverage"], () => park.agents.map(reached("agent"))), collectorOf("scans", ["coverage"], () => park.scans.map(reached("scanner")))],
  identify: () => Promise.resolve({ id: "me", name: "Me", tenant: "park" }),
  probe: () => Promise.resolve([]),
};

beforeAll(async () => {
  overrideConnectors([CONNECTOR]);
  world = await testWorld();
  ({ id: connectionId } = await connect(world.as("admin"), { connector: "park", name: "Park", strategy: "token", settings: [], credential: [{ name: "token", value: "a-secret-token" }] }));
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

async function collect(collector: "machines" | "agents" | "scans"): Promise<void> {
  await collectNow(world.as("admin"), { connectionId, collector });
  await world.runJobs([collectJob]);
}

async function match(): Promise<void> {
  await matchPopulationJob.run(world.asSystem(), {}, () => Promise.resolve());
}

/** What matching says now, of everything at once: the definition that what is kept is held against. */
const matchedAt = (at: Date): Promise<Matched> => {
  const instant = { at, recordedBy: ALL_RECORDED };
  return world.inTenant(async (tx) => matchFacts(await factsAt(tx, world.organizationId, instant, DIRECT_BOUNDS), instant));
};

async function everyPage<Row>(read: (cursor: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(cursor);
    rows.push(...page.rows);
    if (page.nextCursor === null) return rows;
    cursor = page.nextCursor;
  }
}

const shown = (input: Omit<Parameters<typeof readReconciliation>[1], "cursor">) => everyPage((cursor) => readReconciliation(world.as("security_analyst"), { pageSize: 3, ...input, cursor }));

/** Compares all that pages show with what matching says, in every filter. */
async function expectSame(): Promise<void> {
  const view = await readReconciliation(world.as("security_analyst"), {});
  const said = await matchedAt(view.made.at);
  const { assets, size: _size, ...head } = said.head;
  expect(view.made).toMatchObject({ kept: true, behindSince: null, failure: "" });
  expect(view).toMatchObject(head);
  for (const column of [undefined, ...COLUMNS.map(({ id }) => id)]) {
    for (const state of [undefined, ...CELL_STATES]) expect(await shown({ column, state, pageSize: column === undefined ? 3 : 50 })).toEqual(said.resources.filter((row) => standsSo(row, column, state)));
  }
  expect(await everyPage((cursor) => readAssets(world.as("security_analyst"), { cursor, pageSize: 3 }))).toEqual(said.assets);
  expect(await readAssets(world.as("security_analyst"), {})).toMatchObject({ counts: assets.counts, collected: assets.collected, complete: assets.complete });
}

const NAMES = ["a-1", "a-2", "a-3", "b-1", "b-2", "c-1", "Ä-1", "𝒛-1"];
const some = fc.subarray(NAMES);
const step = fc.oneof(
  fc.record({ act: fc.constant("machines" as const), names: some }), fc.record({ act: fc.constant("agents" as const), names: some }), fc.record({ act: fc.constant("scans" as const), names: some }),
  fc.record({ act: fc.constant("list" as const), names: fc.subarray(NAMES, { minLength: 1 }) }), fc.record({ act: fc.constant("wait" as const), hours: fc.constantFrom(1, 5, 30) }),
);

type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;
async function take(one: Step): Promise<void> {
  if (one.act === "wait") return world.clock.advance(one.hours * 3_600_000);
  if (one.act !== "list") {
    park[one.act] = one.names;
    return collect(one.act);
  }
  const stored = await world.runtime.blobs.write(world.organizationId, (async function* () { yield Buffer.from(`Name,Owner\n${one.names.map((name) => `${name},${name === "a-1" ? "Ops" : ""}`).join("\n")}\n`); })(), { maxBytes: 10_000 });
  const { sha256 } = await keepUpload(world.as("admin"), stored);
  await importAssetFile(world.as("compliance_manager"), { kind: "machine", sha256, fileName: "assets.csv" });
}

test("what is kept is what matching says, whatever comes, in each filter and on each page", async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
    for (const one of steps) await take(one);
    world.clock.advance(3_600_001);
    await match();
    await expectSame();
  }), { numRuns: 4 });
}, 120_000);

test("whatever a worker wrote before it was killed, the next attempt ends with what matching says", async () => {
  await fc.assert(fc.asyncProperty(some, some, fc.subarray(["a-1", "a-2", "zz"]), async (machines, before, keys) => {
    park.machines = machines;
    await collect("machines");
    world.clock.advance(3_600_001);
    const begun = await beginMatching(world.asSystem(), {});
    const { resources } = await matchedAt(world.clock.now());
    // Some of what it had to write, of another moment than the next attempt's, and things that are not so at all.
    const half = resources.filter(({ name }) => before.includes(name)).map((row) => ({ ...placeOfResource(row), states: COLUMNS.map(() => "missing"), sha256: "0".repeat(64), row }));
    const stray = keys.map((key) => ({ rank: -500, name: key, key, states: COLUMNS.map(() => "missing"), sha256: "1".repeat(64), row: {} }));
    const ended = resources.filter(({ name }) => !before.includes(name)).map(({ id }) => id);
    const shownBefore = await shown({});
    await writeMatching(world.asSystem(), { number: begun!.number, step: begun!.step, table: "resource", ended, rows: JSON.stringify([...half, ...stray]) });
    expect((await shown({})).map(({ id }) => id)).toEqual(shownBefore.map(({ id }) => id));
    world.clock.advance(1);
    await match();
    await expectSame();
    expect(await reasonOf(endMatching(world.asSystem(), { number: begun!.number, step: begun!.step, head: "{}" }))).toBe("matching_taken_over");
  }), { numRuns: 3 });
}, 120_000);

test("a past day is told as it was matched at its end, though days went by without a worker, and its pages are of one moment", async () => {
  // What lived shortly in the tests before is told no more.
  world.clock.advance(3 * 86_400_000);
  park.machines = ["a-1", "a-2", "c-1"];
  await collect("machines");
  const firstDay = dayOf(world.clock.now(), "Europe/Berlin");
  world.clock.advance(1);
  await match();
  world.clock.advance(4 * 86_400_000);
  park.machines = ["a-1"];
  await collect("machines");
  world.clock.advance(1);
  await match();
  const past = await readReconciliation(world.as("security_analyst"), { asOfDay: firstDay, pageSize: 2 });
  expect([past.made.kept, dayOf(past.made.at, "Europe/Berlin"), past.population]).toEqual([true, firstDay, 3]);
  expect((await shown({ asOfDay: firstDay })).map(({ name }) => name).sort()).toEqual(["a-1", "a-2", "c-1"]);
  const history = await readReconciliationHistory(world.as("security_analyst"), {});
  expect(history.slice(0, 5).map(({ population }) => population)).toEqual([1, 3, 3, 3, 3]);
  // A page that was begun goes on in the reconciliation that it was begun in, though another came.
  park.machines = ["a-1", "a-2", "b-1", "b-2"];
  await collect("machines");
  world.clock.advance(3_600_001);
  await match();
  const began = await readReconciliation(world.as("security_analyst"), { pageSize: 2 });
  park.machines = [];
  await collect("machines");
  world.clock.advance(3_600_001);
  await match();
  expect((await readReconciliation(world.as("security_analyst"), { pageSize: 9, cursor: began.nextCursor ?? undefined })).rows).toHaveLength(2);
});

test("what became another since is told, and what is little is matched anew for the answer", async () => {
  const { id } = await proposeDefinition(world.as("compliance_manager"), { types: ["nothing.*"], rules: [], reason: "None." });
  world.clock.advance(1);
  await match();
  expect((await readReconciliation(world.as("security_analyst"), {})).made).toMatchObject({ kept: true, behindSince: null });
  await approveDefinition(world.as("admin"), { definitionId: id });
  expect((await readReconciliation(world.as("security_analyst"), {})).made).toMatchObject({ kept: false, at: world.clock.now() });
  expect(await world.inTenant((tx) => tx.$queryRaw`SELECT count(*)::int AS rows FROM reconciliation_resource WHERE from_number > until_number`)).toEqual([{ rows: 0 }]);
});

/** Whether the population is due to be looked at by now; says so once, for the next that asks has to be told again. */
async function isDue(): Promise<boolean> {
  const now = world.clock.now();
  const due = await world.runtime.database.$queryRaw<{ kind: string; organization_id: string }[]>`SELECT * FROM directory_lease_due_work(${now}::timestamptz, ${new Date(now.getTime() + 60_000)}::timestamptz, 500)`;
  return due.some((one) => one.kind === RECONCILIATION_DUE && one.organization_id === world.organizationId);
}

test("a run of what lists machines or watches them has it matched by a job, which says when to look again", async () => {
  world.clock.advance(3_600_001);
  await match();
  expect(await isDue()).toBe(false);
  await collect("agents");
  expect(await isDue()).toBe(true);
  world.clock.advance(60_000);
  await runDueReconciliation(world.asSystem());
  await runDueReconciliation(world.asSystem());
  expect(await world.runJobs([matchPopulationJob])).toEqual(["match_population"]);
  await expectSame();
  expect(await isDue()).toBe(false);
  world.clock.advance(3_600_000);
  expect(await isDue()).toBe(true);
});
