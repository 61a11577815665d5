import { fork, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, createServer, request as httpRequest, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { handOnRequests } from "./hand-on-requests.ts";

// The two halves over real sockets: this process answers pages, another one files.

let folder = "";
let socket = "";
let other: ChildProcess | undefined;
const server = createServer((_request, response) => response.end("page"));
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const REACHED_WITHIN_MS = 1_500;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "tickmark-handing-"));
  socket = path.join(folder, "socket");
  handOnRequests(socket, (_method, pathname) => pathname.startsWith("/files/"), REACHED_WITHIN_MS);
  await once(server.listen(0, "127.0.0.1"), "listening");
});
beforeEach(startOther);
afterAll(async () => {
  await endOther();
  agent.destroy();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const runs = (): boolean => other !== undefined && other.exitCode === null && other.signalCode === null;

async function startOther(): Promise<void> {
  if (runs()) return;
  other = fork(new URL("./answering.fixture.ts", import.meta.url), [socket]);
  await once(other, "message");
}

async function endOther(): Promise<void> {
  if (!runs()) return;
  other?.kill("SIGKILL");
  await once(other as ChildProcess, "exit");
}

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer };

const ask = (address: string, headers: OutgoingHttpHeaders = {}, method = "PUT"): ClientRequest =>
  httpRequest({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", method, path: address, agent, headers });

async function answerOf(request: ClientRequest): Promise<Answer> {
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat((await response.toArray()) as Buffer[]) };
}

async function send(address: string, body: Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
  const request = ask(address, headers);
  const answer = answerOf(request);
  request.end(body);
  return answer;
}

const told = ({ body }: Answer) => JSON.parse(body.toString()) as { method: string; bytes: number; sha256: string; headers: Record<string, string> };

describe("a request that is handed on", () => {
  test("arrives whole, with its headers and where it came from; pages are answered here", async () => {
    const body = randomBytes(3_000_001);
    const answer = await send("/files/one?org=a", body, { "x-file-name": "a%20b.log", "content-length": body.length, cookie: "a=1; b=2", expect: "100-continue" });
    expect(answer.status).toBe(200);
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(told(answer)).toMatchObject({ method: "PUT", bytes: body.length, sha256: createHash("sha256").update(body).digest("hex"), headers: { "x-file-name": "a%20b.log", cookie: "a=1; b=2", "x-forwarded-for": "127.0.0.1", "content-length": String(body.length) } });
    expect(told(answer).headers["expect"]).toBeUndefined();
    expect((await send("/page", Buffer.from("x"))).body.toString()).toBe("page");
  });

  test("keeps what a proxy said of the sender, and comes in chunks if it was sent so", async () => {
    const request = ask("/files/one", { "x-forwarded-for": "203.0.113.9", "transfer-encoding": "chunked" });
    request.write("ab");
    request.end("cd");
    expect(told(await answerOf(request))).toMatchObject({ bytes: 4, headers: { "x-forwarded-for": "203.0.113.9" } });
  });

  test("without a body is a body of nothing", async () => {
    expect(told(await send("/files/one", Buffer.alloc(0)))).toMatchObject({ bytes: 0 });
    const bare = ask("/files/one", {}, "DELETE");
    bare.end();
    expect(told(await answerOf(bare))).toMatchObject({ method: "DELETE", bytes: 0 });
  });

  test("answers while it still comes, no faster than it is read", async () => {
    const body = randomBytes(8_000_000);
    const request = ask("/files/echo", { "content-length": body.length });
    request.end(body);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect([response.statusCode, response.headers["x-kept"]]).toEqual([201, "yes"]);
    await pause(100);
    expect(Buffer.concat((await response.toArray()) as Buffer[]).equals(body)).toBe(true);
  });

  test("that is refused unread is answered, and its connection serves the next", async () => {
    const answer = await send("/files/refused", randomBytes(5_000_000));
    expect([answer.status, answer.body.toString()]).toEqual([403, '{"reason":"refused"}']);
    expect(told(await send("/files/one", Buffer.from("next")))).toMatchObject({ bytes: 4 });
  });

  test("whose sender goes away arrives as far as it came, and breaks there", async () => {
    const heard = once(other as ChildProcess, "message");
    const request = ask("/files/one", { "content-length": 1_000_000 });
    request.on("error", () => undefined);
    request.write(randomBytes(300_000));
    await pause(200);
    request.destroy();
    expect((await heard)[0]).toMatchObject({ pathname: "/files/one", bytes: 300_000, broken: expect.stringContaining("aborted") as string });
  });
});

describe("while the other process is not there, a request", () => {
  test("waits until it is", async () => {
    await endOther();
    const answer = send("/files/one", Buffer.from("waited"));
    await pause(300);
    await startOther();
    expect(told(await answer)).toMatchObject({ bytes: 6 });
  });

  test("is refused in words when it does not come back", async () => {
    await endOther();
    const answer = await send("/files/one", Buffer.from("x"));
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "10"]);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ reason: "uploads_unavailable" });
  });

  test("under way when it ended is refused, not sent again", async () => {
    const answer = await send("/files/deadly", randomBytes(3_000_000));
    expect(answer.status).toBe(503);
  });
});
