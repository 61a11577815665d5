import { afterAll, beforeAll, expect, test } from "vitest";
import { collectJob, collectNow, connect } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import type { Collector, Connector, Gap, Row } from "#lib/connector/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { answerSystems } from "#lib/systems/index.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { approveDefinition, declineDefinition, importAssetFile, proposeDefinition, readAsset, readAssets, readDefinition, readReconciliation } from "./index.ts";

/** What the vendor of this test has: machines, and what its agent reaches of them. */
const park: { machines: string[]; others: Row[]; covered: [string, string | null][]; gap: Gap | null } = { machines: ["web-1", "web-2", "db-1"], others: [], covered: [], gap: null };

const machine = (name: string): Row => ({
  kind: "resource", externalId: `arn:aws:ec2:eu-west-1:1:instance/${name}`, scope: null, url: null, type: "aws.ec2.instance", name, account: "1", region: "eu-west-1", tags: name.startsWith("db") ? { env: "dev" } : name.startsWith("brief") ? { "aws:autoscaling:groupName": "workers" } : {}, createdAt: null, attributes: { privateDnsName: `${name}.internal` },
});
const coverage = ([resource, seenAt]: [string, string | null]): Row => ({ kind: "coverage", externalId: `agent ${resource}`, scope: null, url: null, via: "agent", by: "agent", resource, state: "covered", status: "online", reason: null, lastSeenAt: seenAt });

const collectorOf = (id: string, kinds: Collector["yields"], rows: () => Row[]): Collector => ({
  id, name: id, explains: "For tests.", yields: kinds, everyHours: 1, fullEveryDays: 0,
  async *collect({ gap }) {
    if (park.gap !== null) gap(park.gap);
    yield { answers: [{ operation: id, parameters: {}, scope: null, body: JSON.parse(JSON.stringify(rows())) as Row[] as never, items: rows().length }], resume: null };
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: ({ body }) => ({ rows: body as unknown as Row[], unreadable: [] }),
});

const CONNECTOR: Connector = {
  manifest: {
    id: "park", name: "Park", version: "1", vendor: "Nobody", explains: "Machines of a test.", trust: "documented", provenBy: "Nothing.", capabilities: ["collect"],
    strategies: [{ id: "token", name: "Token", explains: "A token.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] }], settings: [], leastPrivilege: { explains: "", text: "none", format: "text" }, cannotSee: ["Anything."],
  },
  collectors: [collectorOf("machines", ["resource"], () => [...park.machines.map(machine), ...park.others]), collectorOf("agents", ["coverage"], () => park.covered.map(coverage))],
  identify: () => Promise.resolve({ id: "me", name: "Me", tenant: "park" }),
  probe: () => Promise.resolve([]),
};

let world: World;
let connectionId: string;
beforeAll(async () => {
  overrideConnectors([CONNECTOR]);
  world = await testWorld();
  ({ id: connectionId } = await connect(world.as("admin"), { connector: "park", name: "Park", strategy: "token", settings: [], credential: [{ name: "token", value: "a-secret-token" }] }));
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

async function collect(...collectors: string[]): Promise<void> {
  for (const collector of collectors) {
    await collectNow(world.as("admin"), { connectionId, collector });
    await world.runJobs([collectJob]);
  }
}

const ago = (hours: number): string => new Date(world.clock.now().getTime() - hours * 3_600_000).toISOString();
const agents = async (input: { asOfDay?: string } = {}) => {
  const view = await readReconciliation(world.as("security_analyst"), input);
  return { ...view, agents: Object.fromEntries(view.rows.map(({ name, cells }) => [name, cells["agent"]?.state])) };
};

test("machines are held against what reaches them; nothing is covered or missing before anybody could say", async () => {
  await collect("machines");
  expect((await agents()).agents).toEqual({ "web-1": "unknown", "web-2": "unknown", "db-1": "unknown" });
  park.covered = [["web-1.internal", ago(1)], ["web-2", ago(40)], ["ghost", ago(2)]];
  await collect("agents");
  const view = await agents();
  expect([view.agents, view.counts["agent"], view.strangers.shown.map(({ resource }) => resource)]).toEqual([{ "web-1": "covered", "web-2": "silent", "db-1": "missing" }, { covered: 1, silent: 1, missing: 1, unknown: 0 }, ["ghost"]]);
  expect(view.rows.map(({ name }) => name)).toEqual(["db-1", "web-2", "web-1"]);
  expect(view.sources).toMatchObject([{ column: "agent", name: "Park", completeness: "complete" }]);
});

test("what a run that was not complete does not say is unknown, never missing", async () => {
  park.gap = { reason: "denied", operation: "agents", scope: "eu-west-2", says: "The role may not read it." };
  await collect("agents");
  park.gap = null;
  expect((await agents()).agents).toMatchObject({ "web-1": "covered", "db-1": "unknown" });
});

test("a past day is told by what had been recorded by its end", async () => {
  const day = dayOf(world.clock.now(), "UTC");
  world.clock.advance(2 * 86_400_000);
  park.machines = ["web-1", "new-1"];
  park.covered = [["web-1", ago(1)], ["new-1", ago(1)]];
  await collect("machines", "agents");
  expect((await agents()).agents).toEqual({ "web-1": "covered", "new-1": "covered" });
  expect(Object.keys((await agents({ asOfDay: day })).agents).sort()).toEqual(["db-1", "web-1", "web-2"]);
});

test("the population is defined by one person and approved by another; each day keeps the one that held", async () => {
  const [ines, mara] = [world.as("compliance_manager"), world.as("admin")];
  const day = dayOf(world.clock.now(), "UTC");
  world.clock.advance(86_400_000);
  const wish = { types: ["aws.ec2.*"], rules: [{ when: [{ field: "name" as const, is: ["new-*"] }], scope: "out" as const, because: "Not ours." }], reason: "The new ones are a vendor's." };
  const { id, inForce } = await proposeDefinition(ines, wish);
  expect([inForce, await reasonOf(approveDefinition(ines, { definitionId: id })), await reasonOf(proposeDefinition(mara, wish))]).toEqual([false, "own_definition", "definition_open"]);
  expect(Object.keys((await agents()).agents)).toContain("new-1");
  await approveDefinition(mara, { definitionId: id });
  const now = await agents();
  expect([Object.keys(now.agents), now.outOfScope, now.definition?.version]).toEqual([["web-1"], 1, 1]);
  expect(Object.keys((await agents({ asOfDay: day })).agents)).toContain("new-1");
  expect(await reasonOf(declineDefinition(mara, { definitionId: id, reason: "Too late." }))).toBe("definition_decided");
  expect((await readDefinition(ines, {})).inForce).toMatchObject({ version: 1, proposedByName: expect.any(String) as string, decision: { decision: "approved", alone: false } });
});

test("its database refuses an approval of one's own", async () => {
  const { id } = await proposeDefinition(world.as("compliance_manager"), { types: ["*"], rules: [], reason: "All of it." });
  const forged = world.inTenant((tx) => tx.$executeRaw`INSERT INTO population_definition_decision (organization_id, definition_id, decision, alone, reason, decided_by, decided_at) SELECT organization_id, id, 'approved', false, '', proposed_by, proposed_at FROM population_definition WHERE id = ${id}`);
  await expect(forged).rejects.toThrow(/approved by another person/);
});

async function sent(text: string): Promise<string> {
  const stored = await world.runtime.blobs.write(world.organizationId, (async function* () { yield Buffer.from(text); })(), { maxBytes: 10_000 });
  return (await keepUpload(world.as("admin"), stored)).sha256;
}

test("the company's own list is kept in versions with its file, and held against what was collected", async () => {
  // By the population of version 1, what begins with new- is out of scope.
  park.machines = ["web-1", "app-5", "new-1"];
  await collect("machines");
  const before = await readAssets(world.as("security_analyst"), {});
  expect([before.list, before.rows, (await readReconciliation(world.as("security_analyst"), {})).counts["list"]]).toMatchObject([null, [], { covered: 0, missing: 0, unknown: 2 }]);
  const sha256 = await sent("Name,Instance ID,Environment\nFirst web server,web-1,prod\nPrinter,prn-7,\n,,prod\nA vendor's,new-1,\n");
  const choice = { kind: "machine" as const, sha256, fileName: "assets.csv" };
  expect(await importAssetFile(world.as("compliance_manager"), choice)).toEqual({ version: 1, isNew: true, rows: 3 });
  expect(await importAssetFile(world.as("compliance_manager"), choice)).toEqual({ version: 1, isNew: false, rows: 3 });
  const view = await readAssets(world.as("security_analyst"), {});
  expect(view.list).toMatchObject({ version: 1, sha256, rows: 3, headers: { name: "Name", identifier: "Instance ID", environment: "Environment" }, leftOut: [{ row: 4 }] });
  expect([view.complete, view.rows.map(({ name, state }) => [name, state])]).toEqual([true, [["Printer", "only_listed"], ["app-5", "only_collected"], ["A vendor's", "out_of_scope"], ["First web server", "both"]]]);
  const matrix = await readReconciliation(world.as("security_analyst"), {});
  expect([matrix.counts["list"], matrix.strangers.shown.filter(({ column }) => column === "list").map(({ resource }) => resource)]).toEqual([{ covered: 1, silent: 0, missing: 1, unknown: 0 }, ["Printer"]]);
  expect(await reasonOf(importAssetFile(world.as("security_analyst"), choice))).toBe("role_lacks_permission");
  await expect(world.inTenant((tx) => tx.$executeRaw`UPDATE asset_list_row SET name = 'x'`)).rejects.toThrow(/permission denied/);
});

test("a past day is held against the list of that day", async () => {
  const day = dayOf(world.clock.now(), "UTC");
  world.clock.advance(2 * 86_400_000);
  await importAssetFile(world.as("compliance_manager"), { kind: "machine", sha256: await sent("Name,Owner\nweb-1,Ops\napp-5,Ops\n"), fileName: "assets.csv" });
  expect((await readAssets(world.as("security_analyst"), {})).counts).toMatchObject({ both: 2, only_listed: 0, only_collected: 0 });
  expect((await readAssets(world.as("security_analyst"), { asOfDay: day })).counts).toMatchObject({ both: 1, only_listed: 1, only_collected: 1 });
});

test("machines that lived less than a day are told by their scaling group on the day on which they went, and on no other", async () => {
  const yesterday = dayOf(world.clock.now(), "UTC");
  world.clock.advance(2 * 86_400_000);
  park.machines = ["web-1", "app-5", "brief-1", "brief-2"];
  park.covered = [["web-1", ago(1)], ["brief-1", ago(1)]];
  await collect("machines", "agents");
  expect(Object.keys((await agents()).agents).sort()).toEqual(["app-5", "brief-1", "brief-2", "web-1"]);
  world.clock.advance(3 * 3_600_000);
  park.machines = ["web-1", "app-5"];
  park.covered = [["web-1", ago(1)]];
  await collect("machines", "agents");
  const view = await agents();
  expect([view.population, view.brief, view.counts["agent"]]).toEqual([4, 2, { covered: 2, silent: 0, missing: 2, unknown: 0 }]);
  expect(view.rows.find(({ name }) => name === "scaling group workers")).toMatchObject({ members: 2, type: "aws.ec2.instance", cells: { agent: { state: "missing", covered: 1 }, scanner: { state: "unknown", covered: 0 } } });
  const day = dayOf(world.clock.now(), "UTC");
  world.clock.advance(2 * 86_400_000);
  await collect("machines", "agents");
  expect([(await agents()).brief, (await agents({ asOfDay: yesterday })).brief, (await agents({ asOfDay: day })).brief]).toEqual([0, 0, 2]);
});

test("endpoints, domains and third-party systems are lists of their own, in versions of their own, and none of them is ever called complete", async () => {
  const [ines, jonas] = [world.as("compliance_manager"), world.as("security_analyst")];
  const take = async (kind: "endpoint" | "domain" | "third_party", text: string) => importAssetFile(ines, { kind, sha256: await sent(text), fileName: `${kind}.csv` });
  expect(await take("domain", "Subdomain,Owner,Purpose\napp.example.org,Platform,Where customers sign in\n")).toEqual({ version: 1, isNew: true, rows: 1 });
  expect(await take("endpoint", "Endpoint,Address\nApplication,https://app.example.org\n")).toEqual({ version: 1, isNew: true, rows: 1 });
  const machines = await readAssets(jonas, {});
  expect([machines.list?.version, machines.rows.some(({ name }) => name === "app.example.org")]).toEqual([2, false]);
  const domains = await readAssets(jonas, { kind: "domain" });
  expect([domains.complete, domains.rows.map(({ name, state, asset }) => [name, state, asset?.owner, asset?.purpose])]).toEqual([false, [["app.example.org", "unknown", "Platform", "Where customers sign in"]]]);
  await take("third_party", "System,Criticality\nPark,high\nA ledger of others,low\n");
  await answerSystems(world.as("admin"), { answers: [{ kind: "identity", names: ["okta"] }] });
  const others = await readAssets(jonas, { kind: "third_party" });
  expect(Object.fromEntries(others.rows.map(({ name, state }) => [name, state]))).toEqual({ Park: "both", "A ledger of others": "unknown", Okta: "only_collected" });
  // The matrix of machines is none of them.
  expect((await readReconciliation(jonas, {})).strangers.shown.map(({ resource }) => resource)).not.toContain("A ledger of others");
});

test("collected endpoints and names are held against their lists, whatever the population's types are", async () => {
  const resource = (type: string, name: string): Row => ({ ...machine(name), externalId: `${type} ${name}`, type, tags: {}, attributes: { dnsName: name } } as Row);
  park.others = [resource("park.dns_record", "app.example.org"), resource("park.dns_record", "old.example.org"), resource("park.load_balancer", "lb-1.example.net")];
  await collect("machines");
  expect(Object.fromEntries((await readAssets(world.as("security_analyst"), { kind: "domain" })).rows.map(({ name, state }) => [name, state]))).toEqual({ "app.example.org": "both", "old.example.org": "only_collected" });
  const endpoints = await readAssets(world.as("security_analyst"), { kind: "endpoint" });
  expect(Object.fromEntries(endpoints.rows.map(({ name, state }) => [name, state]))).toEqual({ Application: "unknown", "lb-1.example.net": "only_collected" });
  park.others = [];
});

test("an asset is told by itself: what each version of its list said, what was found, and which controls rest on it", async () => {
  await importAssetFile(world.as("compliance_manager"), { kind: "domain", sha256: await sent("Subdomain,Owner\napp.example.org,Operations\nold.example.org,Nobody\n"), fileName: "domain.csv" });
  const { rows } = await readAssets(world.as("security_analyst"), { kind: "domain" });
  const app = rows.find(({ name }) => name === "app.example.org")!;
  const one = await readAsset(world.as("security_analyst"), { kind: "domain", key: app.key });
  expect([one.state, one.versions.map(({ version, said }) => [version, said?.owner]), one.found.map(({ type, scope }) => [type, scope.environment, scope.environmentRule])]).toEqual(["both", [[2, "Operations"], [1, "Platform"]], [["park.dns_record", "production", null]]]);
  const old = rows.find(({ name }) => name === "old.example.org")!;
  expect((await readAsset(world.as("security_analyst"), { kind: "domain", key: old.key })).versions.map(({ said }) => said?.owner ?? null)).toEqual(["Nobody", null]);
  expect(await reasonOf(readAsset(world.as("security_analyst"), { kind: "endpoint", key: "row 99" }))).toBe("asset_not_found");
});
