// `node lib/cli/start/web-processes.ts COUNT UPLOADS SCRIPT ARGUMENT...`: a server's script in several processes that answer at
// one port, for a Node process uses one processor, and beside them the script UPLOADS, which they hand files on to. This one
// takes the connections and hands them out in turn; it answers nothing itself. One that ends is replaced, unless it never came
// to listen: then all end, with its code, and whoever started this one decides. SIGTERM ends all of them, each after what it is
// answering.
import cluster, { type Worker } from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { childEnvironment, env } from "#lib/platform/env.ts";
import { superviseChild } from "#lib/platform/supervisor/child.ts";
import { answerWithAllMetrics } from "#lib/platform/telemetry/all-metrics.ts";
import { UPLOAD_MEMORY } from "./web-arguments.ts";

/** As long as whoever started this one waits. */
const UPLOADS_STOP_WITHIN_MS = 10_000;

const [count = "1", uploads = "", exec, ...args] = process.argv.slice(2);
const listened = new Set<number>();
let ending = false;

// In a folder of this user alone; the data folder's path may be longer than a socket's may be.
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-uploads-"));
const TICKMARK_UPLOAD_SOCKET = path.join(folder, "socket");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const uploadProcess = superviseChild({
  args: [...UPLOAD_MEMORY, uploads],
  // next-auth takes its own address from here alone; a request's Host header is the client's word.
  env: childEnvironment({ TICKMARK_UPLOAD_SOCKET, NEXTAUTH_URL: env().baseUrl }),
  log: { write: (chunk) => void process.stderr.write(chunk), tail: () => [], close: () => undefined },
  echo: false,
  stopWithinMs: UPLOADS_STOP_WITHIN_MS,
  onCrash: ({ exit, restartInMs }) => process.stderr.write(`the upload process ended (${exit}) and starts again in ${restartInMs / 1000} s\n`),
});

function stop(code: number): void {
  if (ending) return;
  ending = true;
  process.exitCode = code;
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
  void uploadProcess.stop();
}

function ended(worker: Worker, code: number | null, signal: string | null): void {
  if (ending) return;
  if (!listened.has(worker.id)) return stop(code ?? 1);
  process.stderr.write(`web process ${worker.process.pid ?? ""} ended (${signal ?? `code ${code ?? "unknown"}`}); another takes its place\n`);
  cluster.fork({ TICKMARK_UPLOAD_SOCKET });
}

cluster.setupPrimary({ ...(exec === undefined ? {} : { exec }), args });
cluster.on("listening", ({ id }) => listened.add(id));
cluster.on("exit", ended);
answerWithAllMetrics();
// The channel to the supervisor must not keep this process once the others have ended.
process.channel?.unref();
process.on("SIGTERM", () => stop(0));
for (let index = 0; index < Number(count); index += 1) cluster.fork({ TICKMARK_UPLOAD_SOCKET });
