import { afterAll, beforeEach, expect, test } from "vitest";
import { listEntries } from "#lib/audit-trail/index.ts";
import { dispatchDueWork } from "#lib/jobs/dispatch-due-work.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { checkProof, commitmentsTo, examineLedger, makeCheckpoint, provenCommitmentsTo, readLedger, rotateCertificate, rotateLedgerKey, runDueLedger } from "./index.ts";
import { parseVerifier } from "./note/signed-note.ts";
import { recordLedgerAudit } from "./run-ledger-audit.ts";

const START = "2026-09-14T12:00:00.000Z";
const BACK = "2026-09-14T09:00:00.000Z";

let world: World;
beforeEach(async () => {
  world = await testWorld();
  world.clock.set(START);
});
afterAll(async () => world.close());

const record = (subjectId: string): Promise<unknown> => world.inTenant((tx) => appendPendingEntry(tx, world.asSystem(), { kind: "test", subjectId, record: {} }));
const commitment = async (subjectId: string) => (await world.inTenant((tx) => commitmentsTo(tx, world.organizationId, { subjectIds: [subjectId], limit: 10 })))[0];
const state = () => readLedger(world.as("admin"), {});

/** The world's ledger with an entry before the clock is set back, and one after. */
async function setBack(): Promise<void> {
  await record("sub_before");
  await runDueLedger(world.asSystem());
  world.clock.set(BACK);
  await record("sub_after");
  await runDueLedger(world.asSystem());
  world.clock.advance(1_000);
  await runDueLedger(world.asSystem());
}

test("a step back between two batches is an entry of the ledger, stands in the trail, and is told of what was recorded after it", async () => {
  await setBack();
  const [before, after] = [await commitment("sub_before"), await commitment("sub_after")];
  if (before?.index == null || after?.index == null) throw new Error("an entry has no place");
  expect(after.index).toBeGreaterThan(before.index);
  const step = { index: after.index, before: new Date(START), after: new Date(BACK) };
  expect((await state()).clockSteps).toEqual([step]);
  expect(before.clockStep).toBeNull();
  expect(after.clockStep).toEqual(step);
  const { rows } = await listEntries(world.as("admin"), { action: "ledger.clock_set_back" });
  expect(rows.map(({ changes, at }) => [changes, at])).toEqual([[{ index: after.index, before: START, after: BACK, times: 1 }, new Date(BACK)]]);
});

test("the step is proven like any other entry, and the ledger is as committed", async () => {
  await setBack();
  await makeCheckpoint(world.asSystem(), true);
  const [told] = await world.inTenant((tx) => provenCommitmentsTo(tx, world.organizationId, { subjectIds: ["clock"], limit: 10 }));
  const { keys } = await state();
  expect(JSON.parse(checkProof(told?.proof ?? "", keys.map(({ verifier }) => parseVerifier(verifier))).record)).toMatchObject({ kind: "clock.set_back", before: START, after: BACK });
  expect((await examineLedger(world.asSystem(), () => Promise.resolve())).fault).toBeNull();
});

test("what follows the step is told no second time, and a second step is", async () => {
  await setBack();
  for (let minute = 0; minute < 3; minute += 1, world.clock.advance(60_000)) {
    await record(`sub_minute${minute}`);
    await runDueLedger(world.asSystem());
  }
  expect((await state()).clockSteps).toHaveLength(1);
  world.clock.set("2026-09-14T08:00:00.000Z");
  await record("sub_again");
  await runDueLedger(world.asSystem());
  expect((await state()).clockSteps.map(({ after }) => after.toISOString())).toEqual(["2026-09-14T08:00:00.000Z", BACK]);
});

test("checkpoints go on: their order is their size, and nobody waits until the clock comes again", async () => {
  await record("sub_before");
  await runDueLedger(world.asSystem());
  world.clock.set(BACK);
  await record("sub_after");
  await runDueLedger(world.asSystem());
  const { checkpoints: [newest, older] } = await state();
  expect([newest?.recordedAt, older?.recordedAt]).toEqual([new Date(BACK), new Date(START)]);
  expect(newest?.size).toBeGreaterThan(older?.size ?? Infinity);
  const kept: number[] = [];
  for await (const { size } of runtime().checkpoints.folder.read(world.organizationId)) kept.push(size);
  expect(kept).toContain(newest?.size);
});

test("the ledger is looked after though its next look was put in line by a clock that was ahead", async () => {
  world.clock.set("2027-03-01T12:00:00Z");
  await runDueLedger(world.asSystem());
  const { checkpoints: [ahead] } = await state();
  world.clock.set(BACK);
  await record("sub_after");
  await dispatchDueWork();
  const { checkpoints: [newest], waiting } = await state();
  expect(newest?.size).toBeGreaterThan(ahead?.size ?? Infinity);
  expect(waiting).toBeLessThanOrEqual(1);
});

test("the newest audit counts: a difference that it found is not hidden by an earlier one with a later time", async () => {
  const found = { size: 1, checkpoints: 1, startedAt: new Date(START) };
  await recordLedgerAudit(world.asSystem(), { ...found, fault: null });
  world.clock.set(BACK);
  await recordLedgerAudit(world.asSystem(), { ...found, fault: { index: 0, message: "its record is not the one that was committed to" } });
  expect((await state()).audit).toMatchObject({ faultIndex: 0, at: new Date(BACK) });
});

test("no key and no certificate is made that would seem older than the last one", async () => {
  await runDueLedger(world.asSystem());
  await rotateLedgerKey(world.as("admin"), {});
  await rotateCertificate(world.as("admin"), {});
  world.clock.set(BACK);
  await expect(rotateLedgerKey(world.as("admin"), {})).rejects.toThrow(/clock was set back/);
  await expect(rotateCertificate(world.as("admin"), {})).rejects.toThrow(/clock was set back/);
});
