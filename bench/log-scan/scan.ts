// Reads one segment as the worker does, in a process of its own, and prints what it took: started by run.ts.
import { scanSegment } from "#lib/alerts/index.ts";
import { openBlobs } from "#lib/platform/blob-store/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { openQueue } from "#lib/platform/queue.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";

type Task = { url: string; blobs: string; masterKey: string; organizationId: string; segmentId: string };

const task = JSON.parse(process.argv[2] ?? "{}") as Task;
const database = openDatabase(task.url, 4);
const masterKey = Buffer.from(task.masterKey, "base64");
const mailer = { send: async () => undefined };
configureRuntime({ database, blobs: openBlobs(database, task.blobs, masterKey), queue: openQueue(), mailer, clock: systemClock, secret: "", masterKey, signUpAllowed: false,  baseUrl: "http://localhost" });

const before = process.memoryUsage.rss();
let peak = before;
const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
let commits = 0;
const started = performance.now();
const cpu = process.cpuUsage();
await scanSegment({ organizationId: task.organizationId, actor: { kind: "system", name: "bench" }, requestId: "bench", clock: systemClock }, { segmentId: task.segmentId }, async () => {
  commits += 1;
});
const { user, system } = process.cpuUsage(cpu);
clearInterval(sampler);
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(JSON.stringify({
  seconds: round((performance.now() - started) / 1000),
  cpuSeconds: round((user + system) / 1e6),
  commits,
  rssBeforeMegabytes: Math.round(before / 1e6),
  peakRssMegabytes: Math.round(peak / 1e6),
}));
await database.$disconnect();
