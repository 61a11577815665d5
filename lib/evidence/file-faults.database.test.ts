import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { recordInspection } from "#lib/inspection/record-inspection.ts";
import { releaseFile } from "#lib/inspection/index.ts";
import { findTexts, search } from "#lib/navigation/index.ts";
import { offerPreview } from "#lib/preview/index.ts";
import { lookAtFile } from "#lib/stored-files/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { damageBlob } from "#lib/testing/damaged-blobs.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { damagedAnswers, fileFaultOf, listEvidence, listInbox, readEvidence, readFileFaults, reviewEvidence, submitEvidence, whyNotAcceptable } from "./index.ts";

// A file that cannot be had is said wherever its evidence is named, and nothing gets smaller by it.

vi.setConfig({ testTimeout: 60_000 });
let world: World;
let requestId: string;
beforeAll(async () => {
  world = await testWorld({ timeZone: "UTC" });
  requestId = (await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy")!;
});
beforeEach(() => world.clock.advance(60_000));
afterAll(() => world.close());

const manager = () => world.as("compliance_manager");
const list = (filter: Partial<Parameters<typeof listEvidence>[1]> = {}) => listEvidence(manager(), { size: 200, ...filter });
const faultIn = async (id: string) => (await list()).rows.find((row) => row.id === id)?.fileFault;

async function evidence(accepted = true): Promise<{ id: string; number: number; sha256: string }> {
  world.clock.advance(60_000);
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, randomBytes(100).toString("hex"));
  const day = world.clock.now().toISOString().slice(0, 10);
  const { id, number } = await submitEvidence(owner, { source: { kind: "upload", sha256, fileName: "policy.txt" }, title: "The policy", period: { firstDay: day, lastDay: day }, requestIds: [requestId] });
  if (accepted) await reviewEvidence(manager(), { evidenceId: id, decision: "accepted" });
  return { id, number, sha256 };
}

const infected = (sha256: string) => recordInspection(world.asSystem(), { sha256, mediaType: "text/plain", findings: [], version: 1, scanVerdict: "infected", scanner: "ClamAV", scannerVersion: null, scanDetail: "Eicar-Test-Signature" });

describe("an evidence whose file is damaged", () => {
  test.each([["removed", "missing"], ["one bit", "altered"]] as const)("says so in list, item, inbox and for its requests while it is so (%s), and is counted as before", async (mishap, found) => {
    const [judged, waiting] = [await evidence(), await evidence(false)];
    const before = (await list()).rows.length;
    const mends = [await damageBlob(world, judged.sha256, mishap), await damageBlob(world, waiting.sha256, mishap)];
    for (const { sha256 } of [judged, waiting]) await lookAtFile(world.asSystem(), sha256);
    expect((await list()).rows).toHaveLength(before);
    expect([await faultIn(judged.id), await faultIn(waiting.id)]).toEqual([found, found]);
    expect((await list({ file: "damaged" })).rows.map((row) => row.id)).toEqual([waiting.id, judged.id]);
    expect((await list({ file: "damaged", reviewState: "accepted" })).rows.map((row) => row.id)).toEqual([judged.id]);
    const page = await readEvidence(manager(), { reference: judged.id });
    expect([page.reviewState, page.storage, fileFaultOf(page)]).toMatchObject(["accepted", { found }, found]);
    expect(offerPreview(manager(), page)).toEqual({ reason: expect.stringContaining(`the file is ${found} where it is stored`) as unknown });
    expect((await listInbox(manager(), { size: 50 })).rows.find((row) => row.id === waiting.id)?.file).toMatchObject({ fault: found });
    expect(await world.inTenant((tx) => damagedAnswers(tx, world.organizationId, [requestId]))).toEqual(new Map([[requestId, [{ number: judged.number, found }]]]));
    expect(await reasonOf(reviewEvidence(manager(), { evidenceId: waiting.id, decision: "accepted" }))).toBe("file_damaged");
    expect(whyNotAcceptable(await readEvidence(manager(), { reference: waiting.id }))).toMatch(new RegExp(`^Its file is ${found} where it is stored`));

    for (const { mend } of mends) await mend();
    for (const { sha256 } of [judged, waiting]) await lookAtFile(world.asSystem(), sha256);
    expect([await faultIn(judged.id), (await list({ file: "damaged" })).rows]).toEqual([null, []]);
    expect(fileFaultOf(await readEvidence(manager(), { reference: judged.id }))).toBeNull();
    expect(whyNotAcceptable(await readEvidence(manager(), { reference: waiting.id }))).toBeNull();
    await reviewEvidence(manager(), { evidenceId: waiting.id, decision: "accepted" });
  });

  test("tells an auditor as much, in the list and on the item", async () => {
    const { id, sha256 } = await evidence();
    await damageBlob(world, sha256, "removed");
    await lookAtFile(world.asSystem(), sha256);
    const controlId = (await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: requestId }, select: { controlId: true } }))).controlId;
    const auditor = world.as("auditor", { id: "eng_1", controlIds: [controlId], from: new Date("2020-01-01T00:00:00Z"), until: new Date("2030-01-01T00:00:00Z") });
    expect((await listEvidence(auditor, { size: 50 })).rows.find((row) => row.id === id)).toMatchObject({ fileFault: "missing" });
    expect((await readEvidence(auditor, { reference: id })).storage).toMatchObject({ found: "missing" });
    expect(await readFileFaults(auditor, { evidenceIds: [id, "evi_none"] })).toEqual(new Map([[id, "missing"]]));
    const elsewhere = world.as("auditor", { id: "eng_2", controlIds: [controlId], from: new Date("2020-01-01T00:00:00Z"), until: new Date("2020-02-01T00:00:00Z") });
    expect(await readFileFaults(elsewhere, { evidenceIds: [id] })).toEqual(new Map());
  });

  test("is told with its fault by the search for names and by the search in texts, and by pages that name it", async () => {
    const [whole, lost] = [await evidence(), await evidence()];
    await damageBlob(world, lost.sha256, "removed");
    await lookAtFile(world.asSystem(), lost.sha256);
    const named = async (number: number) => (await search(manager(), { text: `EV-${number}` })).records.find((one) => one.code === `EV-${number}`);
    expect([(await named(whole.number))?.fault, (await named(lost.number))?.fault]).toEqual([undefined, "missing"]);
    const { rows } = await findTexts(manager(), { text: "policy", kind: "evidence" });
    expect([whole, lost].map(({ id }) => rows.find((row) => row.id === id)?.fault)).toEqual([null, "missing"]);
    expect(await readFileFaults(manager(), { evidenceIds: [whole.id, lost.id] })).toEqual(new Map([[lost.id, "missing"]]));
  });
});

test("a file in which the scanner found something is said to be held back until somebody releases it", async () => {
  const { id, sha256 } = await evidence(false);
  await infected(sha256);
  expect([await faultIn(id), (await list({ file: "held_back" })).rows.map((row) => row.id)]).toEqual(["held_back", [id]]);
  expect(whyNotAcceptable(await readEvidence(manager(), { reference: id }))).toMatch(/^The virus scanner found Eicar-Test-Signature/);
  world.clock.advance(60_000);
  await releaseFile(world.as("security_analyst"), { sha256, reason: "It is the malware itself." });
  expect([await faultIn(id), (await list({ file: "held_back" })).rows]).toEqual([null, []]);
});
