import { hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BUCKET_KEY, LockBucket } from "#lib/testing/lock-bucket.ts";
import { askS3, textOf, type S3Place } from "./blob-store/s3-client.ts";
import { openCheckpointBucket } from "./checkpoint-bucket.ts";
import type { CheckpointStore, KeptCheckpoint } from "./checkpoint-files.ts";

const KEY = "tickmark/org_1/5.note";
let bucket: LockBucket;
let stop: () => Promise<void>;
let place: S3Place;
let store: CheckpointStore;
let now = new Date("2026-11-22T12:00:00.000Z");

beforeAll(async () => {
  bucket = new LockBucket();
  bucket.now = () => now;
  const listening = await bucket.listen("worm");
  stop = listening.stop;
  place = { url: listening.url, ...BUCKET_KEY };
  store = openCheckpointBucket({ ...place, url: `${place.url}/tickmark`, lockDays: 10 }, { now: () => now });
});
afterAll(() => stop());
beforeEach(() => {
  bucket.objects.clear();
  bucket.manner = "locks";
  now = new Date("2026-11-22T12:00:00.000Z");
});

const checkpoint = (size: number, note = `note of ${size}\n`): KeptCheckpoint => ({ organizationId: "org_1", size, note });

async function reading(organizationId = "org_1"): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const { size, note } of store.read(organizationId)) found.push([size, note]);
  return found;
}

/** What somebody who has the bucket's key tries: status and S3's own word. */
async function attempt(asked: { method: "PUT" | "DELETE"; query?: Record<string, string>; text?: string; headers?: Record<string, string> }): Promise<string> {
  const bytes = Buffer.from(asked.text ?? "");
  const body = asked.text === undefined ? {} : { body: { byteLength: bytes.length, sha256: hash("sha256", bytes), async *open() { yield bytes; } } };
  const answer = await askS3(place, { method: asked.method, key: KEY, query: new URLSearchParams(asked.query ?? {}).toString(), headers: asked.headers ?? {}, ...body });
  return `${answer.status} ${/<Code>(\w+)</.exec(await textOf(answer))?.[1] ?? ""}`.trim();
}

const versionsNow = () => (bucket.objects.get(KEY) ?? []).map(({ body, lock }) => [body?.toString() ?? "marker", lock?.mode ?? "none", lock?.until.toISOString()]);
const LOCKED = ["note of 5\n", "COMPLIANCE", "2026-12-02T12:00:00.000Z"];

test("a checkpoint is put with a lock in compliance mode, as a bucket that is strict about S3's rules takes it, and read back", async () => {
  await store.keep(checkpoint(5));
  expect(versionsNow()).toEqual([LOCKED]);
  expect(await reading()).toEqual([[5, "note of 5\n"]]);
});

describe.each(["locks", "no_conditions"] as const)("where the bucket %s", (manner) => {
  test("a checkpoint that is kept again stays as it is, and another under its size is refused and makes no version", async () => {
    bucket.manner = manner;
    await store.keep(checkpoint(5));
    await store.keep(checkpoint(5));
    await expect(store.keep(checkpoint(5, "another\n"))).rejects.toThrow(/something else than this checkpoint/);
    expect(versionsNow()).toEqual([LOCKED]);
  });
});

test("whoever has the key of the bucket takes no checkpoint away before its time: not the version, not its lock, not by another over it or a marker", async () => {
  await store.keep(checkpoint(5));
  const versionId = bucket.objects.get(KEY)?.[0]?.versionId ?? "";
  const retention = (mode: string, until: string) => `<Retention><Mode>${mode}</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`;
  const bypass = { "x-amz-bypass-governance-retention": "true" };
  expect(await attempt({ method: "DELETE", query: { versionId } })).toBe("403 AccessDenied");
  expect(await attempt({ method: "DELETE", query: { versionId }, headers: bypass })).toBe("403 AccessDenied");
  expect(await attempt({ method: "PUT", query: { retention: "", versionId }, text: retention("COMPLIANCE", "2026-11-23T12:00:00Z"), headers: bypass })).toBe("403 AccessDenied");
  expect(await attempt({ method: "PUT", query: { retention: "", versionId }, text: retention("GOVERNANCE", "2027-12-02T12:00:00Z"), headers: bypass })).toBe("403 AccessDenied");
  expect(await attempt({ method: "PUT", text: "put over it\n" })).toBe("200");
  expect(await attempt({ method: "DELETE" })).toBe("204");
  expect(versionsNow()).toEqual([LOCKED, ["put over it\n", "none", undefined], ["marker", "none", undefined]]);
  expect(await reading()).toEqual([[5, "put over it\n"], [5, "note of 5\n"]]);
  await expect(store.keep(checkpoint(5))).rejects.toThrow(/something else than this checkpoint/);
});

test("a marker over a checkpoint hides it from nobody who asks for versions: it is there, and is not put again", async () => {
  await store.keep(checkpoint(5));
  expect(await attempt({ method: "DELETE" })).toBe("204");
  await store.keep(checkpoint(5));
  expect(versionsNow()).toHaveLength(2);
  expect(await reading()).toEqual([[5, "note of 5\n"]]);
});

test("a lock may be prolonged and a legal hold laid on top: the checkpoint stays kept, and longer", async () => {
  await store.keep(checkpoint(5));
  const versionId = bucket.objects.get(KEY)?.[0]?.versionId ?? "";
  expect(await attempt({ method: "PUT", query: { retention: "", versionId }, text: "<Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>2027-12-02T12:00:00Z</RetainUntilDate></Retention>" })).toBe("200");
  expect(await attempt({ method: "PUT", query: { "legal-hold": "", versionId }, text: "<LegalHold><Status>ON</Status></LegalHold>" })).toBe("200");
  await store.keep(checkpoint(5));
  now = new Date("2028-01-01T00:00:00Z");
  expect(await attempt({ method: "DELETE", query: { versionId } })).toBe("403 AccessDenied");
  expect(await reading()).toEqual([[5, "note of 5\n"]]);
});

test("all of an organization's are read over every page, in the order of their sizes, and nobody else's", async () => {
  for (const size of [10, 2, 33, 4, 100]) await store.keep(checkpoint(size));
  await store.keep({ organizationId: "org_2", size: 7, note: "other\n" });
  expect((await reading()).map(([size]) => size)).toEqual([2, 4, 10, 33, 100]);
});

describe("a bucket is not called locked", () => {
  test.each([
    ["that has no object lock", "no_lock", /refused the checkpoint with 400/],
    ["that takes the lock and keeps none", "forgets_lock", /did not lock it/],
    ["that locks for those without the right to unlock alone", "governance", /did not lock it/],
    ["that does not answer", "down", /could not be reached/],
  ] as const)("%s, however often it is tried", async (_what, wrong, message) => {
    bucket.manner = wrong;
    await expect(store.keep(checkpoint(5))).rejects.toThrow(message);
    await expect(store.keep(checkpoint(5))).rejects.toThrow(message);
    expect(versionsNow().length).toBeLessThan(2);
  });

  test("in which an object lies already whose lock has ended", async () => {
    await store.keep(checkpoint(5));
    now = new Date("2026-12-03T00:00:00Z");
    await expect(store.keep(checkpoint(5))).rejects.toThrow(/did not lock it/);
  });

  test("of which reading fails: that is an error, never an empty bucket", async () => {
    bucket.manner = "down";
    await expect(reading()).rejects.toThrow(/could not be reached/);
  });

  test("whose key is not ours: what it says is told", async () => {
    await expect(openCheckpointBucket({ ...place, secret: "another", lockDays: 10 }, { now: () => now }).keep(checkpoint(5))).rejects.toThrow(/answered 403/);
  });
});
