import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isHeldBack, readEvidence, submitFiles } from "#lib/evidence/index.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import type { VirusScanner } from "#lib/platform/virus-scanner/virus-scanner.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { askInspection, inspectFileJob, releaseFile } from "./index.ts";

let world: World;
let requestIds: string[];
beforeAll(async () => {
  world = await testWorld();
  requestIds = [(await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy")!];
});
afterAll(() => world.close());

async function sent(text: string, fileName: string): Promise<{ reference: string; sha256: string }> {
  const body = async function* () { yield Buffer.from(text); };
  const { sha256 } = await receiveUpload(world.as("control_owner"), { body: body(), byteLength: Buffer.byteLength(text) });
  const [evidence] = await submitFiles(world.as("control_owner"), { files: [{ sha256, fileName }], title: fileName, requestIds });
  return { reference: evidence!.id, sha256 };
}

async function scanning(scan: VirusScanner["scan"], work: () => Promise<unknown>): Promise<void> {
  const whole = runtime();
  configureRuntime({ ...whole, scanner: { scan } });
  try {
    await work();
  } finally {
    configureRuntime(whole);
  }
}

describe("a file that was sent", () => {
  test("is looked into once, and what was found stands on its evidence; no scanner is no clean file", async () => {
    const { reference, sha256 } = await sent("name,card\nA,4111111111111111\n", "hosts.csv");
    expect((await readEvidence(world.as("control_owner"), { reference })).inspection).toBeNull();
    expect(await world.runJobs([inspectFileJob])).toEqual(["inspect-file"]);
    expect((await readEvidence(world.as("control_owner"), { reference })).inspection).toMatchObject({ mediaType: "text/plain", findings: [{ kind: "card_numbers" }], scanVerdict: "not_scanned", scanner: null });
    await sent("name,card\nA,4111111111111111\n", "again.csv");
    expect(await world.runJobs([inspectFileJob])).toEqual([]);
    // Of two looks in the same millisecond none is the newer one.
    world.clock.advance(1);
    await askInspection(world.as("compliance_manager"), { sha256 });
    await scanning(() => Promise.resolve({ verdict: "clean", scanner: "ClamAV", version: "ClamAV 1.4.1", signature: null }), () => world.runJobs([inspectFileJob]));
    expect((await readEvidence(world.as("control_owner"), { reference })).inspection).toMatchObject({ scanVerdict: "clean", scannerVersion: "ClamAV 1.4.1" });
    expect(await world.inTenant((tx) => tx.fileInspection.count({ where: { sha256 } }))).toBe(2);
  });

  test("in which the scanner found something is held back until one who may releases it, with a reason", async () => {
    const { reference, sha256 } = await sent("malware of the incident", "sample.bin");
    await scanning(() => Promise.resolve({ verdict: "infected", scanner: "ClamAV", version: "ClamAV 1.4.1", signature: "Eicar-Test-Signature" }), () => world.runJobs([inspectFileJob]));
    const page = () => readEvidence(world.as("compliance_manager"), { reference });
    expect(isHeldBack(await page())).toBe(true);
    expect(await reasonOf(releaseFile(world.as("compliance_manager"), { sha256, reason: "It is evidence." }))).toBe("role_lacks_permission");
    await expect(releaseFile(world.as("security_analyst"), { sha256, reason: " " })).rejects.toMatchObject({ code: "validation" });
    await releaseFile(world.as("security_analyst"), { sha256, reason: "It is the malware itself." });
    await releaseFile(world.as("security_analyst"), { sha256, reason: "Again." });
    const released = await page();
    expect([isHeldBack(released), released.release?.releaser, released.release?.reason]).toEqual([false, "Sami Security", "It is the malware itself."]);
  });

  test("whose bytes were altered where they lie is not looked into as if they were its own", async () => {
    const { reference, sha256 } = await sent("altered afterwards", "altered.txt");
    const { dataDirectory } = await testDatabase();
    const folder = path.join(dataDirectory, "blobs", world.organizationId, sha256.slice(0, 2));
    expect(await readdir(folder)).toContain(sha256);
    await writeFile(path.join(folder, sha256), Buffer.from("TMB1 something else, and long enough to be a chunk"));
    await world.runJobs([inspectFileJob]);
    expect((await readEvidence(world.as("control_owner"), { reference })).inspection).toBeNull();
  });
});
