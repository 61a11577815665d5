import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { examineLedger, runDueLedger } from "#lib/ledger/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { sweepUpload } from "#lib/uploads/index.ts";
import { adoptedLibrary } from "./adopted-library.ts";
import { testDatabase } from "./database.ts";
import type { KillDriverOrders } from "./kill-orders.ts";
import { testWorld, type World } from "./world.ts";

// Processes of the product are killed (SIGKILL) at a hundred random points while they take files, record evidence and sign the ledger.

const KILLS = 100;
/** Alive at once: while one is killed, others start. They also compete for the ledger, as several workers do. */
const AT_ONCE = 3;
/** A life is measured by what was done in it, so that a slow machine's dies in the middle of work too: so many files and evidence were told, then a moment. */
const MOST_TOLD = 5;
const LONGEST_MOMENT_MS = 40;
const DAY_MS = 24 * 3_600_000;

type Told = { stored?: string; evidence?: string; sha256?: string; signed?: boolean };

let world: World;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  world = await testWorld();
  // The driver's clock is the machine's, which no world's clock may be ahead of.
  world.clock.set(systemClock.now());
  await runDueLedger(world.asSystem());
  const requestId = (await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy")!;
  const { dataDirectory, ...urls } = await testDatabase();
  const orders: KillDriverOrders = { person: plain(world.as("control_owner")), system: plain(world.asSystem("driver")), requestId };
  environment = childEnvironment({ TICKMARK_DATA: dataDirectory, TICKMARK_LOG_LEVEL: "error", KILL_DRIVER: JSON.stringify({ ...orders, urls }), NODE_COMPILE_CACHE: path.join(dataDirectory, "compiled") });
}, 120_000);
afterAll(() => world.close());

const plain = ({ organizationId, actor, requestId }: KillDriverOrders["person"]): KillDriverOrders["person"] => ({ organizationId, actor, requestId });

/** Lets one live until it said so much and a moment longer, and kills it. @returns what it had said by then, line by line */
async function livesAndDies(): Promise<Told[]> {
  const child: ChildProcess = fork(new URL("./kill-driver.ts", import.meta.url), { env: environment, stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
  const enough = 1 + Math.floor(Math.random() * MOST_TOLD);
  let said = "";
  let failed = "";
  child.stderr?.on("data", (part: Buffer) => (failed += part.toString()));
  const closed = once(child, "close");
  const toldEnough = new Promise<void>((resolve) => child.stdout?.on("data", (part: Buffer) => {
    said += part.toString();
    if (said.split(/"stored"|"evidence"/).length > enough) resolve();
  }));
  await Promise.race([toldEnough, closed]);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_MOMENT_MS));
  child.kill("SIGKILL");
  const [, signal] = (await closed) as [number | null, string | null];
  expect(signal, failed).toBe("SIGKILL");
  // The line that it was at may have come by half: that was told to nobody.
  return said.split("\n").slice(0, -1).map((line) => JSON.parse(line) as Told);
}

async function readBack(sha256: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of world.runtime.blobs.read(world.organizationId, sha256)) parts.push(Buffer.from(part));
  return sha256Hex(Buffer.concat(parts));
}

test("what was acknowledged before any of a hundred kills is there, once and whole; the ledger holds, and nothing is left lying", async () => {
  const told: Told[] = [];
  let left = KILLS;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left > 0) {
      left -= 1;
      told.push(...(await livesAndDies()));
    }
  }));
  const stored = told.flatMap((line) => line.stored ?? []);
  const evidence = told.flatMap(({ evidence: id, sha256 }) => (id === undefined || sha256 === undefined ? [] : [{ id, sha256 }]));
  console.log(JSON.stringify({ kills: KILLS, stored: stored.length, evidence: evidence.length, signed: told.filter((line) => line.signed).length }));
  expect(evidence.length).toBeGreaterThan(KILLS / 2);
  expect(told.some((line) => line.signed)).toBe(true);

  const rows = await world.inTenant((tx) => tx.evidence.findMany({ select: { id: true, number: true, blobSha256: true } }));
  const facts = await world.inTenant((tx) => tx.ledgerPendingEntry.groupBy({ by: ["subjectId"], where: { kind: "evidence" }, _count: true }));
  const blobs = new Set((await world.inTenant((tx) => tx.blob.findMany({ select: { sha256: true } }))).map(({ sha256 }) => sha256));
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { id, sha256 } of evidence) expect(byId.get(id)?.blobSha256).toBe(sha256);
  // Once: each file was sent once, each evidence has a number of its own and one entry of the ledger, told or not.
  expect(new Set(rows.map((row) => row.blobSha256)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.number)).size).toBe(rows.length);
  expect(new Map(facts.map((fact) => [fact.subjectId, fact._count]))).toEqual(new Map(rows.map((row) => [row.id, 1])));
  for (const sha256 of stored) expect(blobs.has(sha256)).toBe(true);
  for (const sha256 of blobs) expect(await readBack(sha256)).toBe(sha256);

  const system = { ...world.asSystem(), clock: systemClock };
  const { size, fault, unread } = await examineLedger(system, () => Promise.resolve());
  expect([fault, unread]).toEqual([null, []]);
  expect(size).toBeGreaterThan(0);

  const open = await world.inTenant((tx) => tx.upload.findMany({ where: { status: "open" }, select: { id: true } }));
  for (const { id } of open) await sweepUpload(system, id);
  await world.runtime.blobs.clear(world.organizationId, new Date(Date.now() + 2 * DAY_MS));
  const { dataDirectory } = await testDatabase();
  expect(await readdir(path.join(dataDirectory, "blobs", world.organizationId, "incoming"))).toEqual([]);
}, 600_000);
