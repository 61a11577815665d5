import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspectFileJob } from "#lib/inspection/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { collectControl, listInbox, readControlCoverage, readEvidence, restoreEvidence, reviewEvidence, reviewMany, submitEvidence, submitFiles, supersedeEvidence } from "./index.ts";

let world: World;
let requests: Map<string, string>;
let controls: Map<string, string>;
beforeAll(async () => {
  world = await testWorld();
  const library = await adoptedLibrary(world);
  [requests, controls] = [library.requests, library.controls];
  world.clock.set("2026-11-20T09:00:00Z");
});
afterAll(() => world.close());

const POLICY = "SYS.1.01 logging-policy";
const PROCESS = "SYS.1.01 collection-process";

type Said = { firstDay: string; lastDay?: string; request?: string; by?: "control_owner" | "compliance_manager" };

async function note({ firstDay, lastDay, request = POLICY, by = "control_owner" }: Said): Promise<string> {
  world.clock.advance(61_000);
  const period = { firstDay, ...(lastDay === undefined ? {} : { lastDay }) };
  return (await submitEvidence(world.as(by), { source: { kind: "note" }, title: `Note of ${firstDay}`, note: "Checked.", period, requestIds: [requests.get(request)!] })).id;
}

async function infectedFile(): Promise<string> {
  const text = `${crypto.randomUUID()}\n`;
  const body = async function* () { yield Buffer.from(text); };
  const { sha256 } = await receiveUpload(world.as("control_owner"), { body: body(), byteLength: Buffer.byteLength(text) });
  const [evidence] = await submitFiles(world.as("control_owner"), { files: [{ sha256, fileName: "dropper.txt" }], title: "Dropper", requestIds: [requests.get(POLICY)!] });
  const whole = runtime();
  configureRuntime({ ...whole, scanner: { scan: () => Promise.resolve({ verdict: "infected", scanner: "ClamAV", version: "1.4.1", signature: "Eicar-Test" }) } });
  await world.runJobs([inspectFileJob]);
  configureRuntime(whole);
  return evidence!.id;
}

const manager = () => world.as("compliance_manager");
const inbox = (more: object = {}) => listInbox(manager(), more);
const stateOf = async (reference: string) => (await readEvidence(manager(), { reference })).reviewState;

describe("the inbox", () => {
  test("holds what others handed in, the longest past first, and pages through it; one's own is counted apart", async () => {
    const [late, early] = [await note({ firstDay: "2026-11-05", lastDay: "2026-11-06" }), await note({ firstDay: "2026-10-05", lastDay: "2026-10-06", request: PROCESS })];
    const own = await note({ firstDay: "2026-09-01", by: "compliance_manager" });
    const page = await inbox();
    expect([page.rows.map((row) => row.id), page.waiting, page.matching, page.ownWaiting]).toEqual([[early, late], 2, 2, 1]);
    expect(page.rows[0]).toMatchObject({ submitter: "Olga Owner", file: null, answers: [{ controlCode: "SYS.1.01" }] });
    const first = await inbox({ size: 1 });
    expect((await inbox({ size: 1, cursor: first.nextCursor! })).rows.map((row) => row.id)).toEqual([late]);
    expect((await inbox({ sourceKind: "upload" })).matching).toBe(0);
    expect((await listInbox(world.as("admin"), {})).rows.map((row) => row.id)).toContain(own);
    await expect(listInbox(world.as("control_owner"), {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("judges many at once: own work, a held back file and what moved on are refused one by one, the others are judged", async () => {
    const [fine, own, held, gone] = [await note({ firstDay: "2026-11-01", lastDay: "2026-11-02" }), await note({ firstDay: "2026-11-02", by: "compliance_manager" }), await infectedFile(), await note({ firstDay: "2026-11-03", lastDay: "2026-11-03" })];
    expect((await inbox()).rows.find((row) => row.id === held)?.file).toMatchObject({ known: true, fault: "held_back" });
    await reviewEvidence(world.as("admin"), { evidenceId: gone, decision: "rejected", reason: "Not it." });
    const report = await reviewMany(manager(), { decision: "accepted", which: { ids: [fine, own, held, gone] } });
    expect(await reasonOf(reviewMany(manager(), { decision: "accepted", which: { ids: [fine, "evi_none"] } }))).toBe("evidence_not_found");
    expect(report.decided.map((one) => one.id)).toEqual([fine]);
    expect(report.refused.map((one) => [one.id, one.reason])).toEqual([[own, "own_evidence"], [held, "held_back"], [gone, "already_judged"]]);
    expect([await stateOf(fine), await stateOf(held)]).toEqual(["accepted", "awaiting"]);
    expect(await reasonOf(reviewEvidence(manager(), { evidenceId: held, decision: "accepted" }))).toBe("held_back");
    expect(await reasonOf(reviewMany(manager(), { decision: "rejected", which: { ids: [held] } }))).toBe("reason_missing");
    await reviewMany(manager(), { decision: "rejected", reason: "It carries a virus.", which: { ids: [held] } });
    expect(await stateOf(held)).toBe("rejected");
  });

  test("takes all that match as they stood when the person looked, and nothing that came since", async () => {
    const { upToNumber } = await inbox({ size: 1 });
    const { matching } = await inbox({ sourceKind: "note" });
    const since = await note({ firstDay: "2026-11-04", lastDay: "2026-11-04" });
    const report = await reviewMany(manager(), { decision: "accepted", which: { filter: { sourceKind: "note" }, upToNumber } });
    expect([report.decided.length, report.refused, report.nextCursor]).toEqual([matching, [], null]);
    expect((await inbox({ sourceKind: "note" })).rows.map((row) => row.id)).toEqual([since]);
    expect((await reviewMany(manager(), { decision: "accepted", which: { filter: { sourceKind: "note" }, upToNumber } })).decided).toEqual([]);
  });
});

describe("an evidence that takes another's place", () => {
  const name = "SYS.1.01 production-definition";
  const coverage = async () => (await readControlCoverage(manager(), { controlCode: "SYS.1.01" })).coverage.lanes.find((lane) => lane.key === requests.get(name))!.cells;
  const dossier = (firstDay: string) => world.inTenant((tx) => collectControl(tx, { organizationId: world.organizationId, engagement: null }, {
    controlId: controls.get("SYS.1.01")!, period: { firstDay, lastDay: "2026-11-30", timeZone: "Europe/Berlin" }, asOf: world.clock.now(),
  }));
  const carried = async (firstDay: string) => (await dossier(firstDay)).requests.find((one) => one.key === "production-definition")!.evidenceIds;

  let older: string;
  let newer: string;

  test("is accepted in that place in one act; the older one proves the time before, and no day loses its proof", async () => {
    older = await note({ firstDay: "2026-10-01", request: name });
    await reviewEvidence(manager(), { evidenceId: older, decision: "accepted" });
    const before = await coverage();
    newer = await note({ firstDay: "2026-11-10", request: name });
    const waiting = await readEvidence(manager(), { reference: newer });
    expect(waiting.couldReplace.map((one) => one.id)).toEqual([older]);
    await reviewEvidence(manager(), { evidenceId: newer, decision: "accepted", replaces: older, reason: "The yearly review." });
    expect((await readEvidence(manager(), { reference: older })).successors).toMatchObject([{ id: newer, holds: true, by: "Cleo Compliance", reason: "The yearly review.", from: new Date("2026-11-09T23:00:00Z") }]);
    expect((await readEvidence(manager(), { reference: newer })).predecessors).toMatchObject([{ id: older }]);
    expect(await coverage()).toEqual(before);
    expect([await carried("2026-10-15"), await carried("2026-11-10")]).toEqual([[older, newer], [newer]]);
    expect(await world.inTenant((tx) => tx.ledgerPendingEntry.count({ where: { kind: "evidence_supersession", subjectId: older } }))).toBe(1);
  });

  test("has one successor at a time, holds while that is accepted, and is taken back by whoever is concerned", async () => {
    const another = await note({ firstDay: "2026-11-12", request: name });
    const pair = { successorId: another, evidenceId: older };
    expect(await reasonOf(supersedeEvidence(world.as("control_owner"), pair))).toBe("place_taken");
    expect(await reasonOf(supersedeEvidence(world.as("security_analyst"), { successorId: another, evidenceId: newer }))).toBe("not_concerned");
    expect(await reasonOf(supersedeEvidence(manager(), { successorId: older, evidenceId: newer }))).toBe("speaks_later");
    await reviewEvidence(manager(), { evidenceId: newer, decision: "rejected", reason: "It names the wrong estate.", seen: "accepted" });
    expect((await readEvidence(manager(), { reference: older })).successors).toMatchObject([{ holds: false }]);
    expect(await carried("2026-11-10")).toEqual([older]);
    await supersedeEvidence(world.as("control_owner"), pair);
    await reviewEvidence(manager(), { evidenceId: another, decision: "accepted" });
    expect(await carried("2026-11-12")).toEqual([another]);
    world.clock.advance(1_000);
    await restoreEvidence(world.as("control_owner"), { ...pair, reason: "Both hold." });
    expect(await carried("2026-11-12")).toEqual([older, another]);
    expect(await reasonOf(restoreEvidence(world.as("control_owner"), pair))).toBe("not_in_place");
  });
});
