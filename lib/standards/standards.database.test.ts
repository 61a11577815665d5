import { afterAll, beforeAll, expect, test } from "vitest";
import { listChoices, readEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { collectedMachine } from "#lib/testing/reconciliation-samples.ts";
import { approveStandard, declineStandard, listStandards, proposeStandard, readStandard, readStandardRecord } from "./index.ts";
import { STANDARD_LIMITS } from "./limits.ts";

let world: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
  await collectedMachine(world);
}, 120_000);
afterAll(() => world.close());

const SAID = {
  title: "Linux servers", systemType: "Linux server", types: ["aws.ec2.instance"], checks: ["aws-instance-metadata-tokens"], controlCodes: ["SYS.1.01"],
  source: "A published benchmark, its second edition", address: "https://docs.example/linux", statement: "Metadata are told against a token only.", logging: "The journal, to the collector.", reason: "Nobody had written it down.",
};
const as = (role: "admin" | "compliance_manager" | "control_owner") => world.as(role);

test("a standard is in force once another person approved it, and the type has none before that", async () => {
  const before = await listStandards(as("control_owner"), {});
  expect(before.without).toContainEqual({ type: "aws.ec2.instance", count: 1, inPopulation: true });
  const { id, number } = await proposeStandard(as("compliance_manager"), SAID);
  expect((await listStandards(as("control_owner"), {})).without.map(({ type }) => type)).toContain("aws.ec2.instance");
  expect(await reasonOf(approveStandard(as("compliance_manager"), { standardId: id }))).toBe("own_standard");
  await approveStandard(as("admin"), { standardId: id });
  const view = await readStandard(as("control_owner"), { number });
  expect([view.status, view.inForce?.version, view.held.types.map(({ type, count, checks }) => [type, count, checks.map((one) => one.id)])]).toEqual(["pass", 1, [["aws.ec2.instance", 1, ["aws-instance-metadata-tokens"]]]]);
  // The check has never run: nothing is called held.
  expect(view.held.status).toBe("never_collected");
  expect((await listStandards(as("control_owner"), {})).without.map(({ type }) => type)).not.toContain("aws.ec2.instance");
});

test("a next version leaves the one in force until it is approved; one that ends it leaves nothing", async () => {
  const { number, id: first } = await proposeStandard(as("compliance_manager"), { ...SAID, types: ["test.box"] });
  await approveStandard(as("admin"), { standardId: first });
  const next = await proposeStandard(as("admin"), { ...SAID, number, types: ["test.box"], statement: "More." });
  expect([(await readStandard(as("admin"), { number })).inForce?.version, await reasonOf(proposeStandard(as("admin"), { ...SAID, number }))]).toEqual([1, "standard_open"]);
  await declineStandard(as("compliance_manager"), { standardId: next.id, reason: "Not yet." });
  expect([(await readStandard(as("admin"), { number })).inForce?.version, await reasonOf(approveStandard(as("compliance_manager"), { standardId: next.id }))]).toEqual([1, "standard_decided"]);
  const last = await proposeStandard(as("admin"), { ...SAID, number, ends: true });
  await approveStandard(as("compliance_manager"), { standardId: last.id });
  expect(await readStandard(as("admin"), { number })).toMatchObject({ inForce: null, word: "Ended", versions: [{ version: 3 }, { version: 2 }, { version: 1 }] });
});

test("what is named has to be there", async () => {
  expect(await reasonOf(proposeStandard(as("admin"), { ...SAID, checks: ["no-such-check"] }))).toBe("check_unknown");
  expect(await reasonOf(proposeStandard(as("admin"), { ...SAID, controlCodes: ["NOT.9.99"] }))).toBe("control_unknown");
  expect(await reasonOf(proposeStandard(as("admin"), { ...SAID, number: 99_999 }))).toBe("standard_not_found");
  expect(await reasonOf(proposeStandard(as("admin"), { ...SAID, ends: true }))).toBe("nothing_to_end");
});

test("an approved version is evidence, with the record that its hash is of; one that nobody approved concludes nothing", async () => {
  const { id, number } = await proposeStandard(as("compliance_manager"), { ...SAID, title: "Cited" });
  const offered = async () => (await listChoices(as("admin"), { kind: "standard" })).records.map((one) => one.id);
  expect(await offered()).not.toContain(id);
  await approveStandard(as("admin"), { standardId: id });
  expect(await offered()).toContain(id);
  world.clock.advance(60_000);
  const { requests } = await listChoices(as("admin"), { kind: "standard" });
  const submitted = await submitEvidence(as("admin"), { title: "Standard of servers", source: { kind: "standard", id }, requestIds: [requests[0]!.id] });
  const { source, sourceHash } = await readEvidence(as("admin"), { reference: `EV-${submitted.number}` });
  expect(readStandardRecord(source?.canonical ?? "")).toMatchObject({ reference: `STD-${number}`, version: 1, statement: SAID.statement, logging: SAID.logging });
  expect([sha256Hex(source?.canonical ?? ""), source?.incomplete, source?.facts]).toEqual([sourceHash, null, "Linux server, from A published benchmark, its second edition; approved by another person"]);
});

test("the database refuses an approval by the author, and every change", async () => {
  const { id } = await proposeStandard(as("compliance_manager"), { ...SAID, title: "Kept" });
  const own = world.members.compliance_manager.memberId;
  const insert = world.inTenant((tx) => tx.configurationStandardDecision.create({ data: { organizationId: world.organizationId, standardId: id, decision: "approved", alone: false, reason: "", decidedBy: own, decidedAt: new Date() } }));
  await expect(insert).rejects.toThrow(/approved by another person/);
  await expect(world.inTenant((tx) => tx.configurationStandard.updateMany({ where: { id }, data: { statement: "Less." } }))).rejects.toThrow();
});

test("no more versions are taken than the list reads, and the ledger holds a reason by its hash alone", async () => {
  const { id } = await proposeStandard(as("compliance_manager"), { ...SAID, title: "Counted", reason: "Somebody called Zwetschge asked." });
  const entries = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: id } }));
  expect(entries.map(({ record }) => record)).toEqual([expect.stringContaining(sha256Hex("Somebody called Zwetschge asked."))]);
  expect(JSON.stringify(entries.map(({ record }) => record))).not.toContain("Zwetschge");
  const { organizationId } = world;
  await world.inTenant(async (tx) => {
    const there = await tx.configurationStandard.count();
    const { id: _id, ...like } = await tx.configurationStandard.findFirstOrThrow({ where: { id } });
    await tx.configurationStandard.createMany({ data: Array.from({ length: STANDARD_LIMITS.versions - there - 1 }, (_, at) => ({ ...like, organizationId, id: `std_full${at}`, number: 100_000 + at, version: 1 })) });
  });
  const last = await proposeStandard(as("admin"), SAID);
  expect((await listStandards(as("admin"), {})).standards.map(({ number }) => number)).toEqual(expect.arrayContaining([last.number, 100_000]));
  expect(await reasonOf(proposeStandard(as("admin"), SAID))).toBe("too_many_standards");
});
