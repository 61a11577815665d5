import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "#lib/platform/errors.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { blobFile, damageBlob, type Mishap } from "#lib/testing/damaged-blobs.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { appendUpload, beginUpload, receiveUpload } from "#lib/uploads/index.ts";
import { damagedFiles, fileStanding, lookAtFileAgain, lookAtFileJob, lookAtFilesJob, runDueLook } from "./index.ts";
import { LOOK_LIMITS } from "./limits.ts";
import { recordFound } from "./record-found.ts";

// What happens to a stored file on its disk is found and said, and is taken back when the file is whole again.

// Batches as small as the tests' files are few, so that looks are cut off between and within them.
vi.mock(import("./limits.ts"), async (original) => {
  const real = await original();
  return { ...real, LOOK_LIMITS: { ...real.LOOK_LIMITS, batch: 7 as never, glanced: 20 as never } };
});

const DAY_MS = 86_400_000;
let world: World;
const worlds: World[] = [];
beforeEach(async () => {
  world = await testWorld();
  worlds.push(world);
});
afterAll(() => Promise.all(worlds.map((one) => one.close())));

async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function send(bytes: Buffer = randomBytes(5_000)): Promise<{ sha256: string; bytes: Buffer }> {
  const { sha256 } = await receiveUpload(world.as("control_owner"), { body: piecesOf(bytes), byteLength: bytes.length });
  return { sha256, bytes };
}

async function sendMany(count: number, length = 1_000): Promise<string[]> {
  const hashes: string[] = [];
  for (let index = 0; index < count; index += 1) hashes.push((await send(randomBytes(length))).sha256);
  return hashes.sort();
}

/** A day passes, and the files are looked at. */
async function nextDay() {
  world.clock.advance(DAY_MS);
  await runDueLook(world.asSystem());
  await world.runJobs([lookAtFilesJob]);
  return newest();
}

const newest = () => world.inTenant((tx) => tx.fileLook.findFirstOrThrow({ orderBy: { id: "desc" } }));
const standing = (sha256: string) => world.inTenant((tx) => fileStanding(tx, world.organizationId, sha256));
const damage = async (hashes: readonly string[]) => Object.fromEntries([...(await world.inTenant((tx) => damagedFiles(tx, world.organizationId, hashes))).values()].map(({ sha256, found }) => [sha256, found]));
// What happens within one instant of the tests' clock has no order.
const facts = (sha256: string) => world.inTenant(async (tx) => (await tx.blobCheck.findMany({ where: { sha256 }, orderBy: [{ checkedAt: "asc" }, { found: "asc" }] })).map(({ found, how }) => `${found} (${how})`));
const acts = (subjectId: string) => world.inTenant(async (tx) => (await tx.auditTrailEntry.findMany({ where: { subjectKind: "file", subjectId }, orderBy: [{ at: "asc" }, { id: "asc" }] })).map(({ action }) => action));

async function readBack(sha256: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sha256)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Runs the look's job with a store that does something else. */
async function withBlobs(change: (whole: ReturnType<typeof runtime>["blobs"]) => Partial<ReturnType<typeof runtime>["blobs"]>, work: () => Promise<unknown>): Promise<void> {
  const whole = runtime();
  configureRuntime({ ...whole, blobs: { ...whole.blobs, ...change(whole.blobs) } });
  try {
    await work();
  } finally {
    configureRuntime(whole);
  }
}

describe("the daily look", () => {
  test.each<[Mishap, string]>([["removed", "missing"], ["cut short", "altered"]])("finds a file that was %s within the day, by its length alone, and says that it is %s", async (mishap, found) => {
    const hashes = await sendMany(40);
    const [gone = ""] = hashes.slice(-1);
    expect(await nextDay()).toMatchObject({ files: 40, bytes: 40_000n, damaged: 0 });
    await damageBlob(world, gone, mishap);
    const look = await nextDay();
    expect(look).toMatchObject({ files: 40, bytes: 40_000n, damaged: 1 });
    expect(look.finishedAt).not.toBeNull();
    expect(await damage(hashes)).toEqual({ [gone]: found });
    expect(await facts(gone)).toEqual([`${found} (read)`]);
    expect(await acts(gone)).toContain(`file.found_${found}`);
  });

  test.each<Mishap>(["one bit", "another's"])("finds within thirty days what was altered and kept its length: %s", async (mishap) => {
    const hashes = await sendMany(12);
    const altered = hashes[7] ?? "";
    await damageBlob(world, altered, mishap);
    let days = 0;
    while ((await damage(hashes))[altered] === undefined && days < LOOK_LIMITS.readWithinDays) {
      await nextDay();
      days += 1;
    }
    expect(await damage(hashes)).toEqual({ [altered]: "altered" });
  });

  test("reads every file to its end within thirty days, a share each day, round and round", async () => {
    const hashes = await sendMany(60);
    const read: number[] = [];
    for (let day = 0; day < LOOK_LIMITS.readWithinDays; day += 1) read.push((await nextDay()).readFiles);
    expect(read).toEqual(Array.from({ length: 30 }, () => 2));
    const from = new Date(world.clock.now().getTime() - 30 * DAY_MS);
    for (const sha256 of hashes) expect((await standing(sha256))?.checkedAt.getTime()).toBeGreaterThan(from.getTime());
    // Well files leave no facts, and the second round begins where the first began.
    expect(await world.inTenant((tx) => tx.blobCheck.count())).toBe(0);
    await nextDay();
    expect((await standing(hashes[0] ?? ""))?.checkedAt).toEqual(world.clock.now());
  });

  test("makes up for days on which nobody looked", async () => {
    await sendMany(60);
    await nextDay();
    world.clock.advance(9 * DAY_MS);
    expect((await nextDay()).readFiles).toBe(20);
  });

  test("goes on where it was cut off, and counts everything once", async () => {
    await sendMany(90);
    await nextDay();
    world.clock.advance(20 * DAY_MS);
    await runDueLook(world.asSystem());
    const { id } = await newest();
    for (const after of [25, 30]) {
      let calls = 0;
      await withBlobs((whole) => ({
        amiss: (...args) => {
          calls += 1;
          return calls > after ? Promise.reject(new Error("killed")) : whole.amiss(...args);
        },
      }), () => expect(lookAtFilesJob.run(world.asSystem(), { lookId: id }, () => Promise.resolve())).rejects.toThrow("killed"));
      expect((await newest()).files).toBeGreaterThan(0);
    }
    let reads = 0;
    await withBlobs((whole) => ({
      check: (...args) => {
        reads += 1;
        return reads > 40 ? Promise.reject(new Error("killed")) : whole.check(...args);
      },
    }), () => expect(lookAtFilesJob.run(world.asSystem(), { lookId: id }, () => Promise.resolve())).rejects.toThrow("killed"));
    await lookAtFilesJob.run(world.asSystem(), { lookId: id }, () => Promise.resolve());
    await lookAtFilesJob.run(world.asSystem(), { lookId: id }, () => Promise.resolve());
    expect(await newest()).toMatchObject({ id, files: 90, bytes: 90_000n, readFiles: 60, readBytes: 60_000n, damaged: 0 });
    expect(await acts(id)).toEqual(["files.looked_at"]);
  });

  test("says nothing of files when the store does not answer", async () => {
    const [sha256 = ""] = await sendMany(1);
    await damageBlob(world, sha256, "removed");
    world.clock.advance(DAY_MS);
    await runDueLook(world.asSystem());
    const { id } = await newest();
    const silent = (): Promise<never> => Promise.reject(new AppError("internal", "blob_store_unreachable", "The blob store does not answer."));
    await withBlobs(() => ({ amiss: silent }), () => expect(lookAtFilesJob.run(world.asSystem(), { lookId: id }, () => Promise.resolve())).rejects.toMatchObject({ reason: "blob_store_unreachable" }));
    expect(await damage([sha256])).toEqual({});
    expect((await newest()).finishedAt).toBeNull();
  });

  test("says of a file that the disk does not give out that it is unreadable, and looks at the others", async () => {
    const [first = "", second = ""] = await sendMany(2);
    const broken = await blobFile(world, first);
    await rename(broken, `${broken}.kept`);
    await mkdir(broken);
    await damageBlob(world, second, "removed");
    await nextDay();
    expect(await damage([first, second])).toEqual({ [first]: "unreadable", [second]: "missing" });
    await rm(broken, { recursive: true });
    await rename(`${broken}.kept`, broken);
    await nextDay();
    expect(await damage([first, second])).toEqual({ [second]: "missing" });
  });
});

describe("a damaged file", () => {
  test("is seen as whole at the next look when it was put back, with its history", async () => {
    const { sha256 } = await send();
    const { mend } = await damageBlob(world, sha256, "one bit");
    await lookAtFileAgain(world.as("compliance_manager"), { sha256 });
    world.clock.advance(1_000);
    await world.runJobs([lookAtFileJob]);
    expect(await standing(sha256)).toMatchObject({ found: "altered", since: world.clock.now() });
    const since = world.clock.now();
    await nextDay();
    expect(await standing(sha256)).toMatchObject({ found: "altered", since });
    await mend();
    await nextDay();
    expect(await standing(sha256)).toMatchObject({ found: "whole", since: world.clock.now() });
    expect(await facts(sha256)).toEqual(["altered (read)", "whole (read)"]);
    expect(await acts(sha256)).toEqual(["file.look_asked", "file.found_altered", "file.found_whole"]);
  });

  test.each<[Mishap, string]>([["removed", "missing"], ["one bit", "altered"], ["cut short", "altered"], ["another's", "altered"]])("that was %s gives its place to the same file sent again, whether or not anybody had looked", async (mishap, found) => {
    for (const looked of [false, true]) {
      const { sha256, bytes } = await send();
      await damageBlob(world, sha256, mishap);
      if (looked) await nextDay();
      await expect(readBack(sha256)).rejects.toMatchObject({ reason: expect.stringMatching(/^blob_(missing|altered)$/) as unknown });
      world.clock.advance(1_000);
      await send(bytes);
      expect((await readBack(sha256)).equals(bytes)).toBe(true);
      expect(await standing(sha256)).toMatchObject({ found: "whole" });
      expect(await facts(sha256)).toEqual([`${found} (read)`, "whole (sent_again)"]);
      expect(await acts(sha256)).toContain("file.healed");
    }
  });

  test("gives its place to the same file sent in parts", async () => {
    const { sha256, bytes } = await send();
    await damageBlob(world, sha256, "one bit");
    const owner = world.as("control_owner");
    const upload = await beginUpload(owner, { fileName: "again.bin", mediaType: "application/octet-stream", byteLength: bytes.length });
    await appendUpload(owner, { uploadId: upload.id, offset: 0, body: piecesOf(bytes.subarray(0, 2_000)) });
    await appendUpload(owner, { uploadId: upload.id, offset: 2_000, body: piecesOf(bytes.subarray(2_000)) });
    expect((await readBack(sha256)).equals(bytes)).toBe(true);
    expect(await acts(sha256)).toContain("file.healed");
  });

  test("whose sender is cut off before the bytes are recorded stands as damaged until the next look, and is whole", async () => {
    const { sha256, bytes } = await send();
    await damageBlob(world, sha256, "one bit");
    // The bytes are written; the verb that records them never runs.
    await world.runtime.blobs.write(world.organizationId, piecesOf(bytes), { maxBytes: bytes.length });
    expect(await standing(sha256)).toMatchObject({ found: "altered" });
    await nextDay();
    expect(await standing(sha256)).toMatchObject({ found: "whole" });
  });

  test("is not called damaged by a look that began before it was healed", async () => {
    const { sha256, bytes } = await send();
    const began = world.clock.now();
    const { mend } = await damageBlob(world, sha256, "one bit");
    await mend();
    world.clock.advance(1_000);
    await damageBlob(world, sha256, "one bit");
    await send(bytes);
    expect(await recordFound(world.asSystem(), { looks: [{ sha256, found: "altered", checkedAt: began }] })).toEqual({ changed: 0 });
    expect(await damage([sha256])).toEqual({});
  });

  test("a whole file that is sent again stays as it lies", async () => {
    const { sha256, bytes } = await send();
    const before = await world.inTenant((tx) => tx.blobKey.count({ where: { sha256 } }));
    await send(bytes);
    expect(await world.inTenant((tx) => tx.blobKey.count({ where: { sha256 } }))).toBe(before);
    expect([await facts(sha256), await acts(sha256)]).toEqual([[], []]);
  });
});
