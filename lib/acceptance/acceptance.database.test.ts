import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { admitKey, createKey } from "#lib/api-keys/index.ts";
import { listInbox, pushEvidence, readEvidence, runDueTrusted } from "#lib/evidence/index.ts";
import { inspectFileJob } from "#lib/inspection/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { freshProof } from "#lib/testing/fresh-proof.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { segmentRow } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { approveRule, declineRule, endRule, listRules, proposeRule } from "./index.ts";

let world: World;
let requests: Map<string, string>;
let keyId: string;
let machine: Context;
beforeAll(async () => {
  world = await testWorld();
  requests = (await adoptedLibrary(world)).requests;
  world.clock.set("2026-11-20T09:00:00Z");
  const key = await createKey(world.as("admin"), { name: "Nightly restore report", scopes: ["evidence.submit"], days: 90, ...(await freshProof(world)) });
  keyId = key.id;
  machine = await admitKey({ token: key.token, address: "192.0.2.1", agent: "curl/8.5.0", requestId: "req_test" });
});
afterAll(() => world.close());

const policy = () => requests.get("SYS.1.01 logging-policy")!;
const manager = () => world.as("compliance_manager");
const keyRule = () => ({ source: { kind: "key" as const, keyId, sourceKind: "upload" as const }, requestId: policy(), reason: "The build signs what it sends.", lastDay: "2026-12-31" });
const trustKey = (more: object = {}) => proposeRule(manager(), { ...keyRule(), ...more });
const trustKeyAsMaker = () => proposeRule(world.as("admin"), keyRule());

async function pushed(text: string, fileName = "report.txt"): Promise<string> {
  world.clock.advance(61_000);
  const body = async function* () { yield Buffer.from(text); };
  const { sha256 } = await receiveUpload(machine, { body: body(), byteLength: Buffer.byteLength(text) });
  return (await pushEvidence(machine, { source: { kind: "upload", sha256, fileName }, title: fileName, requestIds: [policy()] })).id;
}

/** The worker: files are looked into, then what was due for them. */
async function worked(id: string): Promise<string> {
  await runDueTrusted(world.asSystem(), id);
  await world.runJobs([inspectFileJob]);
  await runDueTrusted(world.asSystem(), id);
  return (await readEvidence(manager(), { reference: id })).reviewState;
}

describe("a rule by which a source is trusted", () => {
  test("is in force at once, and says so, where nobody else could approve it: here the only other one made the key", async () => {
    const before = await pushed("handed in before\n");
    world.clock.advance(1_000);
    const { id, number, inForce } = await trustKey();
    expect([number, inForce]).toEqual([1, true]);
    expect((await listRules(manager(), {})).rules[0]).toMatchObject({ standing: "in_force", steps: [{ step: "approved", alone: true }] });
    expect(await worked(before)).toBe("awaiting");
    await endRule(manager(), { ruleId: id, reason: "The maker of the key proposes it, so that two have looked." });
  });

  test("is proposed by one and approved by another; whoever proposed it takes it back", async () => {
    const first = await trustKeyAsMaker();
    expect(first.inForce).toBe(false);
    expect(await reasonOf(approveRule(world.as("admin"), { ruleId: first.id }))).toBe("own_rule");
    expect(await reasonOf(approveRule(world.as("control_owner"), { ruleId: first.id }))).toBe("role_lacks_permission");
    await declineRule(world.as("admin"), { ruleId: first.id, reason: "For the records first." });
    expect(await reasonOf(approveRule(manager(), { ruleId: first.id }))).toBe("rule_moved_on");
    const records = await proposeRule(world.as("admin"), { source: { kind: "record", sourceKind: "log_segment" }, reason: "Tickmark read it to its end.", lastDay: "2026-11-30" });
    for (const { id } of [records, await trustKeyAsMaker()]) await approveRule(manager(), { ruleId: id });
    const { rules } = await listRules(manager(), {});
    expect(rules.map((rule) => [rule.number, rule.standing])).toEqual([[4, "in_force"], [3, "in_force"], [2, "declined"], [1, "ended"]]);
    expect(rules[0]).toMatchObject({ key: expect.stringContaining("Nightly restore report") as string, request: { code: "SYS.1.01" }, steps: [{ step: "approved", alone: false, by: "Cleo Compliance" }] });
    expect(await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { kind: "acceptance_rule" } }))).toBe(9);
  });

  test("refuses a kind that the request does not admit, a key that may not hand in, and trust beyond a year", async () => {
    expect(await reasonOf(trustKey({ source: { kind: "key", keyId, sourceKind: "alert" } }))).toBe("kind_not_admitted");
    expect(await reasonOf(trustKey({ source: { kind: "key", keyId: "key_none", sourceKind: "upload" } }))).toBe("key_not_found");
    for (const lastDay of ["2026-11-19", "2028-01-01"]) expect(await reasonOf(trustKey({ lastDay }))).toBe("last_day");
    expect(await reasonOf(proposeRule(manager(), { source: { kind: "record", sourceKind: "note" as never }, reason: "People are right.", lastDay: "2026-12-31" }))).toBe("input_invalid");
  });
});

describe("what comes from a trusted source", () => {
  test("is accepted once its file was looked into, named as the rule's doing and nobody's review", async () => {
    const id = await pushed("restored in 41 minutes\n");
    expect((await readEvidence(manager(), { reference: id })).reviewState).toBe("awaiting");
    expect(await worked(id)).toBe("accepted");
    const page = await readEvidence(manager(), { reference: id });
    expect(page).toMatchObject({ reviews: [{ reviewer: "Rule AR-4", reason: "Accepted by rule AR-4: The build signs what it sends." }], acceptedBy: { number: 4, reason: "The build signs what it sends." } });
    await runDueTrusted(world.asSystem(), id);
    expect((await readEvidence(manager(), { reference: id })).reviews).toHaveLength(1);
  });

  test("goes to the inbox all the same when anything was found in it, or it is not what its name says", async () => {
    const [card, page, macro] = [await pushed("name,card\nA,4111111111111111\n", "hosts.csv"), await pushed("<script>alert(1)</script>\n", "page.html"), await pushed("plain words\n", "report.pdf")];
    for (const id of [card, page, macro]) expect(await worked(id)).toBe("awaiting");
    expect((await listInbox(manager(), { sourceKind: "upload" })).rows.map((row) => row.id)).toEqual(expect.arrayContaining([card, page, macro]));
  });

  test("is accepted at once when it is a finished record with its own time, and left to people when somebody says another", async () => {
    const requestIds = [requests.get("SYS.1.01 log-validation")!];
    const segment = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z" });
    const unread = await segmentRow(world, { from: "2026-11-18T00:00:00Z", until: "2026-11-18T22:00:00Z", status: "running" });
    const push = (id: string, more: object = {}) => pushEvidence(world.as("control_owner"), { source: { kind: "log_segment", id }, title: `Logs ${crypto.randomUUID()}`, requestIds, ...more });
    const stateOf = async (pushedOne: Promise<{ id: string }>) => (await readEvidence(manager(), { reference: (await pushedOne).id })).reviewState;
    expect(await stateOf(push(segment))).toBe("accepted");
    expect(await stateOf(push(segment, { period: { firstDay: "2026-11-19", lastDay: "2026-11-19" } }))).toBe("awaiting");
    expect(await stateOf(push(unread))).toBe("awaiting");
  });

  test("is judged by people again from when the rule is ended, also what was handed in before", async () => {
    const late = await pushed("handed in while it was in force\n");
    const rule = (await listRules(manager(), {})).rules.find((one) => one.number === 4)!;
    world.clock.advance(1_000);
    await endRule(manager(), { ruleId: rule.id, reason: "The build moved." });
    expect(await worked(late)).toBe("awaiting");
    expect(await reasonOf(endRule(manager(), { ruleId: rule.id, reason: "Again." }))).toBe("rule_moved_on");
  });
});
