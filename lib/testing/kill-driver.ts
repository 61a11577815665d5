// A process that does what a server and a worker of the product do, through their verbs, until it is killed: it sends files whole and in
// parts, submits them as evidence, and gives the ledger's entries their places and signs it. Each thing that was acknowledged it says in
// a line of JSON, at once, on its standard output (kill.systems.test.ts).
import { randomBytes } from "node:crypto";
import { writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { submitEvidence } from "#lib/evidence/index.ts";
import { makeCheckpoint, placeAll } from "#lib/ledger/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { overrideDatabaseUrls } from "#lib/platform/database-urls.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";
import { appendUpload, beginUpload, receiveUpload } from "#lib/uploads/index.ts";
import type { KillDriverOrders } from "./kill-orders.ts";

const { urls, person, system, requestId } = JSON.parse(process.env["KILL_DRIVER"] ?? "") as KillDriverOrders & { urls: RoleUrls };
overrideDatabaseUrls(urls);
openRuntime();
const contextOf = (part: Pick<Context, "organizationId" | "actor" | "requestId">): Context => ({ ...part, clock: systemClock });

/** Where there is nothing to sign. */
const PAUSE_MS = 20;

function say(line: object): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const someBytes = (): Buffer => randomBytes(1_000 + Math.floor(Math.random() * 300_000));

async function sendWhole(): Promise<string> {
  const bytes = someBytes();
  return (await receiveUpload(contextOf(person), { body: cut(bytes, 20_000), byteLength: bytes.length })).sha256;
}

async function sendInParts(): Promise<string> {
  const bytes = someBytes();
  const { id } = await beginUpload(contextOf(person), { fileName: "part.bin", byteLength: bytes.length });
  const half = Math.floor(bytes.length / 2);
  await appendUpload(contextOf(person), { uploadId: id, offset: 0, body: cut(bytes.subarray(0, half), 20_000) });
  const { sha256 } = await appendUpload(contextOf(person), { uploadId: id, offset: half, body: cut(bytes.subarray(half), 20_000) });
  if (sha256 === null) throw new Error("the upload did not arrive whole");
  return sha256;
}

async function submitting(send: () => Promise<string>): Promise<never> {
  for (;;) {
    const sha256 = await send();
    say({ stored: sha256 });
    const { id } = await submitEvidence(contextOf(person), { source: { kind: "upload", sha256, fileName: "some.bin", mediaType: "application/octet-stream" }, title: "Sent until killed", requestIds: [requestId] });
    say({ evidence: id, sha256 });
  }
}

async function ledgering(): Promise<never> {
  for (;;) {
    await placeAll(contextOf(system));
    if ((await makeCheckpoint(contextOf(system), true)) === null) await setTimeout(PAUSE_MS);
    else say({ signed: true });
  }
}

say({ ready: true });
await Promise.all([submitting(sendWhole), submitting(sendInParts), ledgering()]);
