// Carries one run through the product's own job, in a process like a worker of the product, and tells what memory it held at most.
import { readFile } from "node:fs/promises";
import { collectJob } from "#lib/connections/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";

const { organizationId, collectionId } = JSON.parse(process.env["BENCH_RUN"] ?? "") as { organizationId: string; collectionId: string };
openRuntime();
const begun = performance.now();
await collectJob.run({ organizationId, actor: { kind: "system", name: "bench" }, requestId: "bench", clock: systemClock }, { collectionId }, () => Promise.resolve());
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage();
const most = /VmHWM:\s+(\d+) kB/.exec(await readFile("/proc/self/status", "utf8"))?.[1];
process.send?.({ seconds, processor: (user + system) / 1e6, megabytes: Math.round(Number(most) / 1024) });
setImmediate(() => process.exit(0));
