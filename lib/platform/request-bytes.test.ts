import { once } from "node:events";
import { Agent, createServer, request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRequestsInBlocks } from "./request-bytes.ts";

const BLOCK_BYTES = 256 * 1024;

/** What an address got: its bytes, the lengths of its pieces, how long the pieces are once all were read, and what it broke with. */
type Got = { bytes: Buffer; lengths: number[]; left: number[]; broken: unknown };
const got = new Map<string, Got>();
readRequestsInBlocks((_method, pathname) => pathname === "/streamed");
const server = createServer((incoming, outgoing) => {
  void read(incoming).then(() => outgoing.end("read"));
});
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

/** Reads a request as Next hands it to a route handler: `stops` after so many pieces, `waits` so long over each. */
async function read(incoming: IncomingMessage): Promise<void> {
  const { searchParams, pathname } = new URL(incoming.url ?? "", "http://server");
  const [stops, waits] = [Number(searchParams.get("stops") ?? Infinity), Number(searchParams.get("waits") ?? 0)];
  const all: Got = { bytes: Buffer.alloc(0), lengths: [], left: [], broken: undefined };
  const pieces: Uint8Array[] = [];
  const copies: Buffer[] = [];
  try {
    for await (const piece of incoming as AsyncIterable<Uint8Array>) {
      copies.push(Buffer.from(piece));
      pieces.push(piece);
      await pause(waits);
      if (pieces.length === stops) break;
    }
  } catch (error) {
    all.broken = error;
  }
  all.bytes = Buffer.concat(copies);
  all.lengths = copies.map(({ length }) => length);
  all.left = pieces.map(({ length }) => length);
  got.set(pathname, all);
}

const ask = (address: string): ClientRequest => httpRequest({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", method: "PUT", path: address, agent });
const answered = async (request: ClientRequest): Promise<string> => {
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return Buffer.concat((await response.toArray()) as Buffer[]).toString();
};
const bytesOf = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, at) => at % 251));

test.each([
  { what: "less than a block", length: 1_000 },
  { what: "blocks exactly", length: 2 * BLOCK_BYTES },
  { what: "blocks and a rest, read slowly", length: 5 * BLOCK_BYTES + 77, query: "?waits=20" },
  { what: "nothing", length: 0 },
])("a request that is streamed is read in blocks, whose memory is given back: $what", async ({ length, query = "" }) => {
  const sent = bytesOf(length);
  const request = ask(`/streamed${query}`);
  request.end(sent);
  expect(await answered(request)).toBe("read");
  const all = got.get("/streamed");
  expect(all?.bytes.equals(sent)).toBe(true);
  expect(all?.lengths.slice(0, -1).every((one) => one === BLOCK_BYTES)).toBe(true);
  expect(all?.left.every((one) => one === 0)).toBe(true);
});

test("the pieces of every other request are left as they are", async () => {
  const sent = bytesOf(300_000);
  const request = ask("/gathered");
  request.end(sent);
  await answered(request);
  expect(got.get("/gathered")?.bytes.equals(sent)).toBe(true);
  expect(got.get("/gathered")?.left.reduce((sum, length) => sum + length, 0)).toBe(sent.length);
});

test("who sends more than is wanted gets the answer, and the connection is used again", async () => {
  const sockets = new Set<unknown>();
  for (const query of ["?stops=1", ""]) {
    const request = ask(`/streamed${query}`).on("socket", (socket) => sockets.add(socket));
    request.end(bytesOf(40 * BLOCK_BYTES));
    expect(await answered(request)).toBe("read");
  }
  expect(got.get("/streamed")?.bytes.equals(bytesOf(40 * BLOCK_BYTES))).toBe(true);
  expect(sockets.size).toBe(1);
});

test("what came before a connection broke is there, and then that it broke", async () => {
  got.delete("/streamed");
  const request = ask("/streamed").on("error", () => undefined);
  request.setHeader("content-length", 1_000_000);
  const sent = bytesOf(BLOCK_BYTES + 1_000);
  request.write(sent);
  await pause(100);
  request.destroy();
  await expect.poll(() => got.get("/streamed")).toBeDefined();
  expect(got.get("/streamed")?.bytes.equals(sent)).toBe(true);
  expect(got.get("/streamed")?.broken).toBeInstanceOf(Error);
});
