import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { isUpload } from "#app/_edge/uploads.ts";
import { PUT as putEvidence } from "#app/api/uploads/evidence/route.ts";
import { PUT as putLogs } from "#app/api/uploads/logs/route.ts";
import { PATCH as patchPart } from "#app/api/uploads/tus/[upload]/route.ts";
import { POST as postTus } from "#app/api/uploads/tus/route.ts";
import { readRequestsInBlocks } from "#lib/platform/request-bytes.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { testDatabase } from "./database.ts";
import { testWorld, type World } from "./world.ts";

// Bodies over a real connection, in whatever pieces a network makes of them. The session alone is made up.

const signedIn = vi.hoisted(() => ({ session: null as object | null }));
vi.mock("#app/_edge/session.ts", () => ({ sessionOf: () => Promise.resolve(signedIn.session) }));

let world: World;
let server: Server;
let origin: string;
beforeAll(async () => {
  world = await testWorld();
  signedIn.session = { userId: world.members.admin.userId, memberships: [{ organizationId: world.organizationId, memberId: world.members.admin.memberId, signedInBy: "own" }] };
  readRequestsInBlocks(isUpload);
  server = createServer((incoming, outgoing) => {
    void answer(incoming).then(async (given) => outgoing.writeHead(given.status, Object.fromEntries(given.headers)).end(Buffer.from(await given.arrayBuffer())));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await expect.poll(lying).toEqual([]);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});

/** As Next makes the request of a route handler, and finds the handler. */
function answer(incoming: IncomingMessage): Promise<Response> {
  const request = new Request(`${origin}${incoming.url ?? ""}`, { method: incoming.method ?? "", headers: incoming.headers as Record<string, string>, body: incoming as unknown as BodyInit, duplex: "half" } as RequestInit);
  const [, , , kind, upload = ""] = new URL(request.url).pathname.split("/");
  if (kind === "evidence") return putEvidence(request);
  if (kind === "logs") return putLogs(request);
  return upload === "" ? postTus(request) : patchPart(request, { params: Promise.resolve({ upload }) });
}

type Sent = { method?: string; address: string; headers: Record<string, string | number>; pieces: Iterable<Uint8Array>; breaks?: boolean };
type Got = { status: number; headers: IncomingMessage["headers"]; body: { reason?: string; message?: string; sha256?: string; id?: string } };

/** Sends each piece as a chunk of its own, which the server's parser hands on as it is. Undefined for one that broke off. */
async function send({ method = "PUT", address, headers, pieces, breaks = false }: Sent): Promise<Got | undefined> {
  const request = httpRequest(`${origin}${address}`, { method, headers: { origin: new URL(runtime().baseUrl).origin, "transfer-encoding": "chunked", ...headers } });
  const answered = once(request, "response").catch((error: NodeJS.ErrnoException) => {
    if (breaks) return [];
    throw error;
  });
  for (const piece of pieces) if (!request.write(piece)) await Promise.race([once(request, "drain"), answered]);
  if (breaks) {
    request.destroy();
    await answered;
    return undefined;
  }
  request.end();
  const [response] = (await answered) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray() as Buffer[]).toString();
  return { status: response.statusCode ?? 0, headers: response.headers, body: body === "" ? {} : JSON.parse(body) as Got["body"] };
}

/** Pieces of these sizes, in turn. */
function* cut(bytes: Uint8Array, ...sizes: number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const blobs = () => world.inTenant((tx) => tx.blob.count());

async function lying(): Promise<string[]> {
  const { dataDirectory } = await testDatabase();
  return readdir(path.join(dataDirectory, "blobs", world.organizationId, "incoming")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}

async function expectKept(bytes: Uint8Array): Promise<void> {
  const kept: Buffer[] = [];
  for await (const piece of runtime().blobs.read(world.organizationId, hashOf(bytes))) kept.push(Buffer.from(piece));
  expect(Buffer.concat(kept).equals(bytes)).toBe(true);
}

/** Lines of a log that are each themselves alone, so that a byte in another place is another file. */
function logOf(length: number): Buffer {
  const lines = Array.from({ length: Math.ceil(length / 50) }, (_, at) => `Sep 14 09:00:01 host sshd[${at}]: session opened for user-${randomBytes(4).toString("hex")}`);
  return Buffer.from(lines.join("\n")).subarray(0, length);
}

const KINDS = [
  { kind: "evidence", address: () => `/api/uploads/evidence?org=${world.slug}`, make: (length: number) => randomBytes(length), status: 201 },
  { kind: "log", address: () => `/api/uploads/logs?org=${world.slug}&source=pieces`, make: logOf, status: 201 },
] as const;

/** Longer than a sealed chunk of 1 MiB, and than the head of a log that is looked at. */
const LONG = 2_500_001;
const PIECES: readonly { what: string; length: number; sizes: number[] }[] = [
  { what: "single bytes", length: 20_011, sizes: [1] },
  { what: "odd sizes", length: LONG, sizes: [4_093, 1, 65_537, 7, 262_143] },
  { what: "one piece around the end of what is looked at, and one of all the rest", length: LONG, sizes: [262_143, 2, LONG] },
  { what: "one large piece", length: LONG, sizes: [LONG] },
];

describe.each(KINDS)("$kind that is sent whole", ({ address, make, status }) => {
  const declared = (bytes: Uint8Array) => ({ "x-file-name": "file.log", "x-file-length": bytes.length, "x-file-sha256": hashOf(bytes) });

  test.each(PIECES)("is what was sent, byte for byte, in $what", async ({ length, sizes }) => {
    const bytes = make(length);
    const got = await send({ address: address(), headers: declared(bytes), pieces: cut(bytes, ...sizes) });
    expect(got).toMatchObject({ status });
    expect([got?.body.sha256, got?.body.id]).toContain(hashOf(bytes));
    await expectKept(bytes);
  });

  test.each(PIECES)("is refused in $what when it is shorter, longer or other than declared, and nothing of it is kept", async ({ length, sizes }) => {
    const bytes = make(length);
    const before = await blobs();
    const wrong = { blob_too_short: { "x-file-length": length + 1 }, blob_too_long: { "x-file-length": length - 1 }, blob_hash_differs: { "x-file-sha256": hashOf(Buffer.from("other")) } };
    for (const [reason, headers] of Object.entries(wrong)) {
      const got = await send({ address: address(), headers: { ...declared(bytes), ...headers }, pieces: cut(bytes, ...sizes) });
      expect(got).toMatchObject({ status: 422, body: { reason } });
      expect(got?.body.message).toMatch(/nothing was kept/);
    }
    expect(await blobs()).toBe(before);
    await expect(expectKept(bytes)).rejects.toMatchObject({ reason: "blob_missing" });
  });

  test("leaves nothing when its connection breaks", async () => {
    const bytes = make(LONG);
    const before = await blobs();
    await send({ address: address(), headers: declared(bytes), pieces: cut(bytes.subarray(0, 1_500_000), 65_537), breaks: true });
    await expect.poll(lying).toEqual([]);
    expect(await blobs()).toBe(before);
  });
});

test.each(PIECES)("a file that comes in parts is what was sent in $what, and a part with another checksum leaves it where it stood", async ({ length, sizes }) => {
  const bytes = randomBytes(length);
  const half = Math.floor(length / 2);
  const about = { "tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream" };
  const sum = (of: Uint8Array) => ({ "upload-checksum": `sha256 ${createHash("sha256").update(of).digest("base64")}` });
  const [first, second] = [bytes.subarray(0, half), bytes.subarray(half)];
  const begun = await send({ method: "POST", address: `/api/uploads/tus?org=${world.slug}`, headers: { ...about, ...sum(first), "upload-length": length, "upload-metadata": `filename ${btoa("part.bin")}` }, pieces: cut(first, ...sizes) });
  expect(begun).toMatchObject({ status: 201, headers: { "upload-offset": String(half) } });
  const goOn = (headers: Record<string, string>) => send({ method: "PATCH", address: begun?.headers.location ?? "", headers: { ...about, "upload-offset": String(half), ...headers }, pieces: cut(second, ...sizes) });
  expect(await goOn(sum(first))).toMatchObject({ status: 460, body: { reason: "checksum_differs" } });
  expect(await goOn(sum(second))).toMatchObject({ status: 204, headers: { "upload-offset": String(length), "x-file-sha256": hashOf(bytes) } });
  await expectKept(bytes);
});
