// `node lib/cli/start/web-processes.ts COUNT SCRIPT ARGUMENT...`: a server's script in several processes that answer at one
// port, for a Node process uses one processor. This one takes the connections and hands them out in turn; it answers
// nothing itself. One that ends is replaced, unless it never came to listen: then all end, with its code, and whoever
// started this one decides. SIGTERM ends all of them, each after what it is answering.
import cluster, { type Worker } from "node:cluster";
import { answerWithAllMetrics } from "#lib/platform/telemetry/all-metrics.ts";

const [count = "1", exec, ...args] = process.argv.slice(2);
const listened = new Set<number>();
let ending = false;

function stop(code: number): void {
  ending = true;
  process.exitCode = code;
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
}

function ended(worker: Worker, code: number | null, signal: string | null): void {
  if (ending) return;
  if (!listened.has(worker.id)) return stop(code ?? 1);
  process.stderr.write(`web process ${worker.process.pid ?? ""} ended (${signal ?? `code ${code ?? "unknown"}`}); another takes its place\n`);
  cluster.fork();
}

cluster.setupPrimary({ ...(exec === undefined ? {} : { exec }), args });
cluster.on("listening", ({ id }) => listened.add(id));
cluster.on("exit", ended);
answerWithAllMetrics();
// The channel to the supervisor must not keep this process once the others have ended.
process.channel?.unref();
process.on("SIGTERM", () => stop(0));
for (let index = 0; index < Number(count); index += 1) cluster.fork();
