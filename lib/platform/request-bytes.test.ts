import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { freeRequestBytes } from "./request-bytes.ts";

/** What each address got: its bytes, and how long the pieces are once all were read. */
const got = new Map<string, { bytes: Buffer; left: number[] }>();
freeRequestBytes((pathname) => pathname === "/streamed");
const server = createServer((incoming, outgoing) => {
  void read(incoming).then(() => outgoing.end());
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function read(incoming: IncomingMessage): Promise<void> {
  const pieces: Buffer[] = [];
  const copies: Buffer[] = [];
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    copies.push(Buffer.from(piece));
    pieces.push(piece);
  }
  got.set(incoming.url ?? "", { bytes: Buffer.concat(copies), left: pieces.map(({ length }) => length) });
}

test("pieces of a request that is streamed are given back once they were read, and those of others are left", async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sent = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
  for (const address of ["/streamed?org=a", "/gathered"]) {
    const request = httpRequest({ port, host: "127.0.0.1", method: "PUT", path: address });
    request.end(sent);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    await once(response.resume(), "end");
  }
  expect(got.get("/streamed?org=a")?.bytes.equals(sent)).toBe(true);
  expect(got.get("/streamed?org=a")?.left.every((length) => length === 0)).toBe(true);
  expect(got.get("/gathered")?.bytes.equals(sent)).toBe(true);
  expect(got.get("/gathered")?.left.reduce((sum, length) => sum + length, 0)).toBe(sent.length);
});
