import { createServer, type Server, type Socket } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { clamdPlace, openClamdScanner, type ClamdPlace } from "./clamd-scanner.ts";
import { noScanner } from "./virus-scanner.ts";

// A clamd of our own: the protocol of clamd(8), with what it says of the file that every scanner finds (EICAR).
const EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const open: { server: Server; sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function clamd(answerTo: (content: Buffer) => string | undefined, at?: string): Promise<ClamdPlace> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (part: Buffer) => {
      received = Buffer.concat([received, part]);
      if (received.toString("latin1") === "zVERSION\0") return void socket.end("ClamAV 1.4.1/27500/Mon Sep  1 08:00:00 2026\0");
      if (!received.toString("latin1").startsWith("zINSTREAM\0")) return;
      const content: Buffer[] = [];
      for (let place = 10; place + 4 <= received.length; ) {
        const length = received.readUInt32BE(place);
        content.push(received.subarray(place + 4, place + 4 + length));
        const over = Buffer.concat(content).length > 2_000_000;
        if (length === 0 || over) {
          const answer = over ? "INSTREAM size limit exceeded. ERROR" : answerTo(Buffer.concat(content));
          if (answer !== undefined) socket.end(`${answer}\0`);
          return;
        }
        place += 4 + length;
      }
    });
  });
  open.push({ server, sockets });
  await new Promise<void>((resolve) => (at === undefined ? server.listen(0, "127.0.0.1", resolve) : server.listen(at, resolve)));
  const address = server.address();
  return typeof address === "string" || address === null ? { path: at ?? "" } : { host: "127.0.0.1", port: address.port };
}
const judge = (content: Buffer) => (content.toString().includes(EICAR) ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
async function* bytes(...parts: (string | Buffer)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

test("a clean and an infected file are told apart, with the scanner's version, over TCP and over a socket", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "clamd-"));
  for (const place of [await clamd(judge), await clamd(judge, path.join(folder, "clamd.ctl"))]) {
    const scanner = openClamdScanner(place);
    expect(await scanner.scan(bytes("hello ", Buffer.alloc(700_000)), 0)).toEqual({ verdict: "clean", scanner: "ClamAV", version: "ClamAV 1.4.1", signature: null });
    expect(await scanner.scan(bytes(EICAR.slice(0, 30), EICAR.slice(30)), 0)).toEqual({ verdict: "infected", scanner: "ClamAV", version: "ClamAV 1.4.1", signature: "Eicar-Test-Signature" });
  }
  await rm(folder, { recursive: true, force: true });
});

test("what was not scanned is never clean: too large, no answer, nobody there, another answer, no scanner", async () => {
  const large = await openClamdScanner(await clamd(judge)).scan(bytes(...Array.from({ length: 20 }, () => Buffer.alloc(200_000))), 0);
  expect(large).toMatchObject({ verdict: "failed", reason: expect.stringMatching(/StreamMaxLength/) as string });
  expect(await openClamdScanner(await clamd(() => undefined), 150).scan(bytes("x"), 1)).toMatchObject({ verdict: "failed", version: "ClamAV 1.4.1", reason: expect.stringMatching(/did not answer/) as string });
  expect(await openClamdScanner({ host: "127.0.0.1", port: 1 }).scan(bytes("x"), 1)).toMatchObject({ verdict: "failed", version: null });
  expect(await openClamdScanner(await clamd(() => "stream: Heuristics.Broken ERROR")).scan(bytes("x"), 1)).toMatchObject({ verdict: "failed" });
  expect(await noScanner.scan(bytes("x"), 1)).toMatchObject({ verdict: "not_scanned", scanner: null });
});

test("a setting names a host and port, or a socket", () => {
  expect([clamdPlace("127.0.0.1:3310"), clamdPlace("/run/clamav/clamd.ctl"), clamdPlace("[::1]:3310"), clamdPlace("clamav"), clamdPlace("a:99999")]).toEqual([{ host: "127.0.0.1", port: 3310 }, { path: "/run/clamav/clamd.ctl" }, { host: "::1", port: 3310 }, undefined, undefined]);
});
