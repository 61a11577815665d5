import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openCheckpointBucket } from "./checkpoint-bucket.ts";
import type { CheckpointStore, KeptCheckpoint } from "./checkpoint-files.ts";

// A bucket as S3 documents it: versions, object lock in compliance mode, and what it answers without them.

type Held = { versionId: string; body: string; mode: string | undefined; until: string | undefined };
const held = new Map<string, Held[]>();
/** How the bucket is set up, or what it does wrong. */
let manner: "locks" | "no_lock" | "forgets_lock" | "governance" | "down" = "locks";
const seen: IncomingMessage["headers"][] = [];
let server: Server;
let store: CheckpointStore;
const now = new Date("2026-11-22T12:00:00.000Z");

function answer(request: IncomingMessage, body: string): [number, string] {
  if (manner === "down") return [503, ""];
  const { pathname, searchParams } = new URL(request.url ?? "", "http://bucket");
  const key = pathname.replace(/^\/worm\//, "");
  const versions = held.get(key) ?? [];
  if (request.method === "PUT") return put(request, key, versions, body);
  if (searchParams.has("versions")) return [200, listing(searchParams)];
  const asked = searchParams.get("versionId");
  const found = asked === null ? versions.at(-1) : versions.find(({ versionId }) => versionId === asked);
  if (found === undefined) return [404, "<Error><Code>NoSuchKey</Code></Error>"];
  if (!searchParams.has("retention")) return [200, found.body];
  return found.mode === undefined ? [404, "<Error><Code>NoSuchObjectLockConfiguration</Code></Error>"] : [200, `<Retention><Mode>${found.mode}</Mode><RetainUntilDate>${found.until ?? ""}</RetainUntilDate></Retention>`];
}

function put(request: IncomingMessage, key: string, versions: Held[], body: string): [number, string] {
  seen.push(request.headers);
  if (request.headers["if-none-match"] === "*" && versions.length > 0) return [412, ""];
  if (manner === "no_lock") return [400, "<Error><Message>Bucket is missing Object Lock Configuration</Message></Error>"];
  const mode = manner === "governance" ? "GOVERNANCE" : String(request.headers["x-amz-object-lock-mode"]);
  held.set(key, [...versions, { versionId: `v${versions.length + 1}`, body, ...(manner === "forgets_lock" ? { mode: undefined, until: undefined } : { mode, until: String(request.headers["x-amz-object-lock-retain-until-date"]) }) }]);
  return [200, ""];
}

/** Two at a time, so that every test of reading goes over pages. */
function listing(query: URLSearchParams): string {
  const all = [...held].flatMap(([key, versions]) => versions.map(({ versionId }) => ({ key, versionId }))).filter(({ key }) => key.startsWith(query.get("prefix") ?? "")).sort((a, b) => (a.key < b.key ? -1 : 1));
  const from = all.findIndex(({ key, versionId }) => key === query.get("key-marker") && versionId === query.get("version-id-marker")) + 1;
  const page = all.slice(from, from + 2);
  const last = page.at(-1);
  const more = from + 2 < all.length ? `<IsTruncated>true</IsTruncated><NextKeyMarker>${last?.key ?? ""}</NextKeyMarker><NextVersionIdMarker>${last?.versionId ?? ""}</NextVersionIdMarker>` : "<IsTruncated>false</IsTruncated>";
  return `<ListVersionsResult>${page.map(({ key, versionId }) => `<Version><Key>${key}</Key><VersionId>${versionId}</VersionId></Version>`).join("")}${more}</ListVersionsResult>`;
}

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => void (body += part.toString())).on("end", () => {
      const [status, text] = answer(request, body);
      response.writeHead(status).end(text);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  store = openCheckpointBucket({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/worm/tickmark`, region: "us-east-1", keyId: "key", secret: "secret-secret", lockDays: 10 }, { now: () => now });
});
afterAll(() => void server.close());
beforeEach(() => {
  held.clear();
  manner = "locks";
});

const checkpoint = (size: number, note = `note of ${size}\n`): KeptCheckpoint => ({ organizationId: "org_1", size, note });

async function reading(organizationId = "org_1"): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const { size, note } of store.read(organizationId)) found.push([size, note]);
  return found;
}

test("a checkpoint is put with a lock in compliance mode, signed over lock and checksum, and read back", async () => {
  await store.keep(checkpoint(5));
  expect(held.get("tickmark/org_1/5.note")).toEqual([{ versionId: "v1", body: "note of 5\n", mode: "COMPLIANCE", until: "2026-12-02T12:00:00.000Z" }]);
  const { authorization, "content-md5": md5 } = seen.at(-1) ?? {};
  expect(authorization).toMatch(/SignedHeaders=[^,]*content-md5[^,]*x-amz-object-lock-mode;x-amz-object-lock-retain-until-date/);
  expect(md5).toBeDefined();
});

test("kept again it stays as it is; another under its size is refused, and nothing hides the first", async () => {
  await store.keep(checkpoint(5));
  await store.keep(checkpoint(5));
  expect(held.get("tickmark/org_1/5.note")).toHaveLength(1);
  await expect(store.keep(checkpoint(5, "another\n"))).rejects.toThrow(/something else than this checkpoint/);
  held.get("tickmark/org_1/5.note")?.push({ versionId: "v2", body: "put over it\n", mode: undefined, until: undefined });
  expect(await reading()).toEqual([[5, "note of 5\n"], [5, "put over it\n"]]);
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
  ] as const)("%s", async (_what, wrong, message) => {
    manner = wrong;
    await expect(store.keep(checkpoint(5))).rejects.toThrow(message);
  });

  test("in which an object lies already whose lock has ended", async () => {
    held.set("tickmark/org_1/5.note", [{ versionId: "v1", body: "note of 5\n", mode: "COMPLIANCE", until: "2026-11-01T00:00:00.000Z" }]);
    await expect(store.keep(checkpoint(5))).rejects.toThrow(/did not lock it/);
  });

  test("of which reading fails: that is an error, never an empty bucket", async () => {
    manner = "down";
    await expect(reading()).rejects.toThrow(/could not be reached/);
  });
});
