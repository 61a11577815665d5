// What bench/upload/run.ts measures: a process that holds what the product's server needs to take files, and nothing else. It takes
// them as a route handler does, from an HTTP request as a web stream. Told how by its environment; says its port to who forked it.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { passing } from "#lib/platform/bytes.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { readRequestsInBlocks } from "#lib/platform/request-bytes.ts";
import { appendUpload, beginUpload, receiveUpload } from "#lib/uploads/index.ts";

openRuntime();
readRequestsInBlocks(() => true);
const person: Context = { ...(JSON.parse(process.env["BENCH_PERSON"] ?? "") as Pick<Context, "organizationId" | "actor" | "requestId">), clock: systemClock };

const server = createServer((request, response) => {
  take(request).then(
    (answer) => response.end(JSON.stringify(answer)),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());

async function take(request: IncomingMessage): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://taker");
  const number = (name: string): number => Number(searchParams.get(name));
  // As Next makes the request of a route handler.
  const body = () => passing(new Request("http://taker", { method: "POST", body: request as unknown as BodyInit, duplex: "half" } as RequestInit).body as AsyncIterable<Uint8Array>);
  if (pathname === "/usage") return usage();
  if (pathname === "/whole") return receiveUpload(person, { body: body(), byteLength: number("bytes") });
  if (pathname === "/begin") return { id: (await beginUpload(person, { fileName: "file.bin", byteLength: number("bytes") })).id };
  const digest = searchParams.get("sha256");
  return appendUpload(person, { uploadId: searchParams.get("upload") ?? "", offset: number("offset"), body: body(), ...(digest === null ? {} : { checksum: { algorithm: "sha256", digest: Buffer.from(digest, "hex") } }) });
}

/** Often enough to see a piece of some megabytes, seldom enough to cost next to nothing. */
const LOOKS_EVERY_MS = 100;
let mostBuffers = 0;
setInterval(() => (mostBuffers = Math.max(mostBuffers, process.memoryUsage().arrayBuffers)), LOOKS_EVERY_MS);

/** Bytes that this process holds now, that it held at most (Linux), and of these in buffers; seconds of processor time that it took. */
function usage(): { now: number; most: number; buffers: number; processor: number } {
  const most = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  const { user, system } = process.cpuUsage();
  return { now: process.memoryUsage().rss, most: Number(most) * 1024, buffers: mostBuffers, processor: (user + system) / 1e6 };
}
