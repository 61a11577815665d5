import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectJob, collectNow, connect, pauseConnection, removeConnection, resumeConnection, runDueCollection } from "#lib/connections/index.ts";
import { overrideConnectors } from "#lib/connections/connectors.ts";
import { CollectionFailure, type Collector, type Connector, type Gap, type Row } from "#lib/connector/index.ts";
import { listChoices } from "#lib/evidence/index.ts";
import { findSource } from "#lib/evidence/sources.repository.ts";
import { listFindings, readFinding, runDueFindings } from "#lib/findings/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { approveAcceptance, beginDueChecks, declineAcceptance, endCheckAcceptance, listChecks, proposeAcceptance, readCheck, recordCheck, runChecksJob, runChecksNow, setCheckParameters, withdrawAcceptance } from "./index.ts";

const CHECK = "vulnerability-fixed-in-time";
const NEED = "inspector2:ListFindings";

/** What the vendor of this test has. */
const lab: { weaknesses: { id: string; state: "open" | "fixed"; degree: "low" | "high" }[]; gap: Gap | null; failure: CollectionFailure | null } = { weaknesses: [], gap: null, failure: null };

const weakness = ({ id, state, degree }: (typeof lab.weaknesses)[number]): Row => ({
  kind: "vulnerability", externalId: id, scope: "eu-west-1", url: null, identifiers: ["CVE-2026-0001"], title: `Weakness ${id}`, severity: { degree, word: degree }, score: null, state, status: "ACTIVE", resource: "i-1", component: null, installedVersion: null, fixedVersion: null,
  fixAvailable: null, firstSeenAt: "2026-01-01T00:00:00.000Z", lastSeenAt: null, fixedAt: state === "fixed" ? "2026-01-02T00:00:00.000Z" : null, dismissedBy: null, dismissedReason: null, recommendation: null,
});

const scanner: Collector = {
  id: "weaknesses", name: "Weaknesses", explains: "For tests.", yields: ["vulnerability"], everyHours: 6, fullEveryDays: 0,
  async *collect({ gap }) {
    if (lab.failure !== null) throw lab.failure;
    if (lab.gap !== null) gap(lab.gap);
    const rows = lab.weaknesses.map(weakness);
    yield { answers: [{ operation: NEED, parameters: {}, scope: null, body: JSON.parse(JSON.stringify(rows)) as never, items: rows.length }], resume: null };
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: ({ body }) => ({ rows: body as unknown as Row[], unreadable: [] }),
};

const LAB: Connector = {
  manifest: {
    id: "lab", name: "Lab", version: "1", vendor: "Nobody", explains: "Weaknesses of a test.", trust: "documented", provenBy: "Nothing.", capabilities: ["collect"],
    strategies: [{ id: "token", name: "Token", explains: "A token.", fields: [{ name: "token", label: "Token", kind: "secret", required: true }] }], settings: [], leastPrivilege: { explains: "", text: "none", format: "text" }, cannotSee: ["Anything."],
  },
  collectors: [scanner], identify: () => Promise.resolve({ id: "me", name: "Me", tenant: "lab" }), probe: () => Promise.resolve([]),
};

let world: World;
let connectionId: string;
beforeAll(async () => {
  overrideConnectors([LAB]);
  world = await testWorld();
}, 60_000);
afterAll(async () => {
  overrideConnectors(undefined);
  await world.close();
});

const mara = () => world.as("admin");
const ines = () => world.as("compliance_manager");
const sami = () => world.as("security_analyst");

async function run(): Promise<void> {
  await runChecksNow(sami(), { checkId: CHECK });
  await world.runJobs([runChecksJob]);
}

/** A collection, and the checks that follow it as the dispatcher has them run. */
async function collect(): Promise<void> {
  world.clock.advance(60_000);
  await collectNow(mara(), { connectionId, collector: "weaknesses" });
  await world.runJobs([collectJob]);
  const now = world.clock.now();
  const due = await world.runtime.database.$queryRaw<{ kind: string; subject_id: string }[]>`SELECT * FROM directory_lease_due_work(${now}::timestamptz, ${now}::timestamptz, 500)`;
  expect(due.filter(({ kind }) => kind === "checks").map(({ subject_id: subject }) => subject)).toEqual([connectionId]);
  await beginDueChecks(world.asSystem(), { connectionId });
  await world.runJobs([runChecksJob]);
}

const read = () => readCheck(ines(), { checkId: CHECK });
const stands = async () => Object.fromEntries((await read()).standing.map(({ resource, stands: word }) => [resource, word]));

test("a check that no connection feeds could not run, and is never green", async () => {
  expect((await listChecks(ines(), {})).checks.find(({ id }) => id === CHECK)).toMatchObject({ status: "never_collected", lastRunAt: null });
  await run();
  expect(await read()).toMatchObject({ status: "could_not_run", standing: [{ stands: "error", reason: "No connection brings what this check judges." }], versions: [{ version: 1, madeByName: "Tickmark" }] });
});

test("before the first collection nobody knows; after it each thing has a result, a reason and a history", async () => {
  ({ id: connectionId } = await connect(mara(), { connector: "lab", name: "Lab", strategy: "token", settings: [], credential: [{ name: "token", value: "a-secret-token" }] }));
  await run();
  expect((await read()).standing).toMatchObject([{ stands: "error", reason: "Nothing was collected yet.", connectionName: "Lab" }]);
  lab.weaknesses = [{ id: "w1", state: "open", degree: "high" }, { id: "w2", state: "fixed", degree: "high" }];
  await collect();
  const view = await read();
  expect([await stands(), view.status, view.counts.fail]).toEqual([{ w1: "fail", w2: "pass" }, "fail", 1]);
  expect(view.changes.filter(({ resource }) => resource === "w1")).toMatchObject([{ state: "fail", before: null, version: 1 }]);
  expect(view.changes.some(({ state }) => state === "gone")).toBe(true);
});

test("the same results again are no history, and the failing check is one finding", async () => {
  const before = (await read()).changes.length;
  await collect();
  await collect();
  expect((await read()).changes.length).toBe(before);
  const { rows } = await listFindings(ines(), { source: "check", size: 50 });
  expect(rows).toMatchObject([{ severity: "high", status: "open" }]);
  const finding = await readFinding(ines(), { findingId: rows[0]!.id });
  expect([finding.causes.length, finding.source]).toMatchObject([1, { kind: "check", id: CHECK }]);
  lab.weaknesses = [...lab.weaknesses, { id: "w3", state: "open", degree: "high" }];
  await collect();
  expect((await readFinding(ines(), { findingId: rows[0]!.id })).causes.length).toBe(2);
  expect((await listFindings(ines(), { source: "check", size: 50 })).rows).toHaveLength(1);
});

test("what was denied, switched off or failed hides everything: what passed before is known no more", async () => {
  lab.gap = { reason: "denied", operation: NEED, scope: null, says: "The role may not list findings." };
  const [, ...rest] = lab.weaknesses;
  lab.weaknesses = rest;
  await collect();
  lab.gap = null;
  const partly = await read();
  expect([partly.status, partly.standing.find(({ resource }) => resource === "w1")]).toMatchObject(["fail", { stands: "error", reason: "The last collection was partial, and did not see it." }]);
  lab.failure = new CollectionFailure("denied", NEED, "The role may not do anything.");
  await collect();
  lab.failure = null;
  expect(new Set(Object.values(await stands()))).toEqual(new Set(["error"]));
  expect((await read()).status).toBe("could_not_run");
  await collect();
  expect(await stands()).toEqual({ w2: "pass", w3: "fail" });
});

describe("an accepted risk", () => {
  test("is proposed by one person and accepted by another, holds until its day, and can be ended before", async () => {
    const until = "2026-10-10";
    const wish = { checkId: CHECK, connectionId, resource: "w3", until, reason: "The host is switched off in October." };
    const { id, holds } = await proposeAcceptance(ines(), wish);
    expect([holds, (await stands()).w3, await reasonOf(approveAcceptance(ines(), { acceptanceId: id }))]).toEqual([false, "fail", "own_acceptance"]);
    await approveAcceptance(mara(), { acceptanceId: id });
    const view = await read();
    expect([view.status, view.counts.excepted, view.acceptances[0]]).toMatchObject(["risk_accepted", 1, { state: "approved", until }]);
    expect(await reasonOf(declineAcceptance(mara(), { acceptanceId: id, reason: "Too late." }))).toBe("acceptance_decided");
    await endCheckAcceptance(mara(), { acceptanceId: id, reason: "It stays on after all." });
    expect((await stands()).w3).toBe("fail");
    const again = await proposeAcceptance(ines(), wish);
    await approveAcceptance(mara(), { acceptanceId: again.id });
    const began = world.clock.now();
    world.clock.set("2026-10-11T09:00:00Z");
    expect([(await stands()).w3, (await read()).acceptances.find((one) => one.id === again.id)?.state]).toEqual(["fail", "over"]);
    world.clock.set(began);
  });

  test("is refused for a thing that is not there, a day that is over, and more than a year", async () => {
    const wish = { checkId: CHECK, until: "2026-10-10", reason: "Why not." };
    expect(await reasonOf(proposeAcceptance(ines(), { ...wish, connectionId, resource: "nothing" }))).toBe("resource_not_found");
    for (const until of ["2026-09-01", "2028-01-01"]) expect(await reasonOf(proposeAcceptance(ines(), { ...wish, until }))).toBe("until");
  });

  test("is withdrawn by whoever proposed it, without the right to accept risks, and by nobody else", async () => {
    const { id } = await proposeAcceptance(sami(), { checkId: CHECK, until: "2026-10-10", reason: "All of it." });
    expect(await reasonOf(withdrawAcceptance(ines(), { acceptanceId: id, reason: "Not mine." }))).toBe("another_proposed");
    expect(await reasonOf(declineAcceptance(sami(), { acceptanceId: id, reason: "I may not." }))).toBe("role_lacks_permission");
    await withdrawAcceptance(sami(), { acceptanceId: id, reason: "It will be mended." });
    expect((await read()).acceptances.find((one) => one.id === id)).toMatchObject({ state: "withdrawn", decisions: [{ decision: "withdrawn", reason: "It will be mended." }] });
    expect(await reasonOf(approveAcceptance(mara(), { acceptanceId: id }))).toBe("acceptance_decided");
    const own = await proposeAcceptance(ines(), { checkId: CHECK, until: "2026-10-10", reason: "All of it." });
    expect(await reasonOf(declineAcceptance(ines(), { acceptanceId: own.id, reason: "My own." }))).toBe("own_acceptance");
    await expect(world.inTenant((tx) => tx.$executeRaw`INSERT INTO check_acceptance_decision (organization_id, acceptance_id, decision, alone, reason, decided_by, decided_at) SELECT organization_id, id, 'withdrawn', false, '', 'somebody else', proposed_at FROM check_acceptance WHERE id = ${own.id}`)).rejects.toThrow(/withdrawn by whoever/);
    await withdrawAcceptance(ines(), { acceptanceId: own.id, reason: "Mended." });
  });

  test("its database refuses one's own word", async () => {
    const { id } = await proposeAcceptance(ines(), { checkId: CHECK, until: "2026-10-10", reason: "All of it." });
    await expect(world.inTenant((tx) => tx.$executeRaw`INSERT INTO check_acceptance_decision (organization_id, acceptance_id, decision, alone, reason, decided_by, decided_at) SELECT organization_id, id, 'approved', false, '', proposed_by, proposed_at FROM check_acceptance WHERE id = ${id}`)).rejects.toThrow(/accepted by another person/);
  });
});

test("results come in pages, failures first and then by name: each thing once, whatever its state, and alike under a filter", async () => {
  const checkId = "aws-bucket-encrypted";
  const states = ["pass", "fail", "error", "not_applicable"] as const;
  const results = Array.from({ length: 900 }, (_, index) => ({ connectionId, resource: `r${String((index * 7) % 900).padStart(3, "0")}`, name: `n${index % 5}`, scope: "", state: states[index % 4]!, reason: "So." }));
  await recordCheck(world.asSystem(), { checkId, askedBy: "system:collection", version: 1, startedAt: world.clock.now(), run: JSON.stringify({ results, restsOn: [], freshUntil: null }) });
  const until = "2026-10-10";
  const failing = results.filter(({ state }) => state === "fail").slice(0, 3);
  for (const { resource } of failing) await approveAcceptance(mara(), { acceptanceId: (await proposeAcceptance(ines(), { checkId, connectionId, resource, until, reason: "Gone soon." })).id });
  const all = async (only?: "fail" | "excepted") => {
    const found: { resource: string; stands: string }[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const page = await readCheck(ines(), { checkId, ...(only === undefined ? {} : { only }), ...(after === undefined ? {} : { after }) });
      found.push(...page.standing);
      after = page.nextCursor;
    }
    return found.map(({ resource, stands: word }) => `${word} ${resource}`);
  };
  const everything = await all();
  expect([everything.length, new Set(everything).size]).toEqual([900, 900]);
  expect([...new Set(everything.map((one) => one.split(" ")[0]))]).toEqual(["fail", "error", "excepted", "pass", "not_applicable"]);
  expect([(await all("fail")).length, (await all("excepted")).sort()]).toEqual([222, failing.map(({ resource }) => `excepted ${resource}`).sort()]);
  expect((await readCheck(ines(), { checkId })).counts).toEqual({ fail: 222, error: 225, excepted: 3, pass: 225, not_applicable: 225 });
  expect(await reasonOf(readCheck(ines(), { checkId, after: "nonsense" }))).toBe("cursor_invalid");
  await approveAcceptance(mara(), { acceptanceId: (await proposeAcceptance(ines(), { checkId, until, reason: "All of it." })).id });
  expect([(await all("fail")).length, (await all("excepted")).length, (await readCheck(ines(), { checkId })).counts.excepted]).toEqual([0, 225, 225]);
});

test("other parameters are another version, and the next run judges by it; beyond their bounds they are refused", async () => {
  const { parameters, versions } = await read();
  const [name] = Object.keys(parameters);
  expect(await reasonOf(setCheckParameters(ines(), { checkId: CHECK, parameters: [{ name: name!, value: -1 }], reason: "No." }))).toBe("parameters");
  expect(await setCheckParameters(ines(), { checkId: CHECK, parameters: Object.entries(parameters).map(([one, value]) => ({ name: one, value })), reason: "The same." })).toEqual({ version: versions[0]?.version });
  const most = Object.keys(parameters).map((one) => ({ name: one, value: 365 }));
  const { version } = await setCheckParameters(ines(), { checkId: CHECK, parameters: most, reason: "The policy gives a year." });
  await run();
  expect([version, await stands()]).toEqual([(versions[0]?.version ?? 0) + 1, { w2: "pass", w3: "pass" }]);
  expect((await read()).runs[0]).toMatchObject({ version });
});

test("a run is evidence, and says what it rests on", async () => {
  const [newest] = (await read()).runs;
  const choices = await listChoices(ines(), { kind: "check", recordId: newest!.id });
  expect(JSON.stringify(choices)).toContain(`CHK-${newest!.number}`);
  const record = await world.inTenant((tx) => tx.checkRun.findFirstOrThrow({ where: { id: newest!.id } }));
  expect(JSON.parse(record.record)).toMatchObject({ kind: "check_run", check: CHECK, rests_on: [{ collector: "weaknesses", completeness: "complete", rows: 2 }] });
  const source = await world.inTenant((tx) => findSource(tx, world.organizationId, "check", newest!.id));
  const [rested] = source?.restsOn ?? [];
  expect([source?.restsOn.length, rested?.rows, sha256Hex(rested?.record ?? "")]).toEqual([1, 2, rested?.sha256]);
  expect(JSON.parse(rested?.record ?? "null")).toMatchObject({ collector: "weaknesses", completeness: "complete", items: 2 });
});

test("what it rests on grows stale: green no more", async () => {
  expect((await read()).status).toBe("pass");
  await pauseConnection(mara(), { connectionId });
  world.clock.advance(14 * 3_600_000);
  expect((await read()).status).toBe("stale");
  await resumeConnection(mara(), { connectionId });
});

test("three failures in a row of a collector are a finding, once", async () => {
  lab.failure = new CollectionFailure("unreachable", NEED, "The vendor does not answer.");
  for (let turn = 0; turn < 2; turn += 1) await collect();
  await runDueFindings(world.asSystem("findings"));
  expect((await listFindings(ines(), { source: "connection", size: 50 })).rows).toEqual([]);
  await collect();
  await runDueFindings(world.asSystem("findings"));
  await collect();
  await runDueFindings(world.asSystem("findings"));
  const { rows } = await listFindings(ines(), { source: "connection", size: 50 });
  expect(rows).toMatchObject([{ title: "Nothing can be collected from Lab", status: "open" }]);
  expect((await readFinding(ines(), { findingId: rows[0]!.id })).causes).toHaveLength(1);
  lab.failure = null;
});

test("a connection that was removed feeds no check any more", async () => {
  await removeConnection(mara(), { connectionId });
  await runDueCollection(world.asSystem(), `${connectionId}/weaknesses`);
  await run();
  expect((await read()).standing).toMatchObject([{ stands: "error", reason: "No connection brings what this check judges." }]);
});
