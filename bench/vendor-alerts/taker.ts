// Takes what a connection brought into the queue of alerts, in a process like a worker of the product, and tells what that cost.
import { readFile } from "node:fs/promises";
import { runDueVendorAlerts } from "#lib/alerts/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";

const { organizationId, connectionId } = JSON.parse(process.env["BENCH_TAKE"] ?? "") as { organizationId: string; connectionId: string };
openRuntime();
const begun = performance.now();
await runDueVendorAlerts({ organizationId, actor: { kind: "system", name: "bench" }, requestId: "bench", clock: systemClock }, connectionId);
const seconds = (performance.now() - begun) / 1000;
const most = /VmHWM:\s+(\d+) kB/.exec(await readFile("/proc/self/status", "utf8"))?.[1];
process.send?.({ seconds: Number(seconds.toFixed(1)), mostMegabytes: Math.round(Number(most) / 1024) });
setImmediate(() => process.exit(0));
