// How fast is a large log read, and in how much memory?
//
//   node_modules/.bin/node bench/log-scan/run.ts [--megabytes 300] [--gzip]
//
// Runs PostgreSQL of its own in a temporary folder, writes an invented log, stores it with the product's own functions,
// has a process with the worker's flags read it with the product's rules, and prints one JSON object.
import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createUser } from "#lib/identity/index.ts";
import { readSegment, receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { openBlobs } from "#lib/platform/blob-store/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import { openQueue } from "#lib/platform/queue.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";

/** As lib/cli/start/processes.ts starts the worker. */
const WORKER_FLAGS = ["--max-semi-space-size=8", "--max-old-space-size=512"];
const PASSWORD = "password-of-a-scratch-database-0001";

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "300" }, gzip: { type: "boolean", default: false } } });
const megabytes = Number(values.megabytes);

const folder = await mkdtemp(path.join(tmpdir(), "tickmark-bench-"));
const masterKey = randomBytes(32);
const server = await openServer({ directory: path.join(folder, "postgres"), superuserPassword: PASSWORD });
const admin = server.superuserUrl("bench");
const urls = roleUrls(admin, { owner: PASSWORD, app: PASSWORD, jobs: PASSWORD });
try {
  await withConnection(server.superuserUrl("postgres"), "The scratch server", (client) => client.query("CREATE DATABASE bench"));
  await setUpDatabase(admin, urls, true);
  const database = openDatabase(urls.app, 4);
  const mailer = { send: async () => undefined };
  configureRuntime({ database, blobs: openBlobs(database, path.join(folder, "blobs"), masterKey), queue: openQueue(), mailer, clock: systemClock, secret: PASSWORD, masterKey, signUpAllowed: false,  baseUrl: "http://localhost" });
  const person = { name: "Bench", email: "bench@example.com" };
  const userId = await createUser(database, { ...person, passwordHash: "none" }, systemClock.now());
  const { organizationId } = await createOrganization({ name: "Bench", slug: "bench", timeZone: "UTC", demo: false, admin: { userId, ...person } }, systemClock);
  console.log(JSON.stringify(await measure({ organizationId, actor: { kind: "system", name: "bench" }, requestId: "bench", clock: systemClock }), null, 2));
  await database.$disconnect();
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

async function measure(context: Context): Promise<object> {
  const file = path.join(folder, "bench.log");
  execFileSync(process.execPath, [path.join(import.meta.dirname, "make-log.ts"), file, String(megabytes * 1e6), ...(values.gzip ? ["gzip"] : [])]);
  const { size } = await stat(file);
  const stored = performance.now();
  const received = await receiveSegment(context, { body: createReadStream(file, { highWaterMark: 1 << 20 }), byteLength: size });
  const { segmentId } = await recordSegment(context, { sourceName: "bench", fileName: "bench.log", ...received });
  const storeSeconds = (performance.now() - stored) / 1000;
  const task = { url: urls.app, blobs: path.join(folder, "blobs"), masterKey: masterKey.toString("base64"), organizationId: context.organizationId, segmentId };
  const answer = execFileSync(process.execPath, [...WORKER_FLAGS, path.join(import.meta.dirname, "scan.ts"), JSON.stringify(task)], { maxBuffer: 1e7 }).toString();
  const { status, lines, unparsedLines, alerts, scannedBytes } = await readSegment(context, { segmentId });
  const scan = JSON.parse(answer) as { seconds: number; cpuSeconds: number; commits: number; rssBeforeMegabytes: number; peakRssMegabytes: number };
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    node: process.version, flags: WORKER_FLAGS, gzip: values.gzip, storedBytes: size, textBytes: scannedBytes, storeSeconds: round(storeSeconds), scan,
    megabytesPerSecond: round(scannedBytes / 1e6 / scan.seconds), linesPerSecond: Math.round(lines / scan.seconds), linesPerCpuSecond: Math.round(lines / scan.cpuSeconds),
    status, lines, unparsedLines, alerts,
  };
}
