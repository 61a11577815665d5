// `node lib/cli/start/web-processes.ts COUNT UPLOADS SCRIPT ARGUMENT...`: a server's script in several processes that answer at
// one port, for a Node process uses one processor, and beside them the script UPLOADS, which they hand files on to. This one
// takes the connections and hands them out in turn; it answers nothing itself. One that ends is replaced, unless it never came
// to listen: then all end, with its code, and whoever started this one decides. SIGTERM ends all of them, each after what it is
// answering.
import cluster, { type Worker } from "node:cluster";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { env } from "#lib/platform/env.ts";
import { answerWithAllMetrics } from "#lib/platform/telemetry/all-metrics.ts";
import { UPLOAD_MEMORY, WEB_MEMORY } from "./web-arguments.ts";

/** One that cannot start must not take the whole machine; who sends a file waits longer than this. */
const UPLOADS_START_AGAIN_MS = 500;

const [count = "1", uploads = "", exec = "", ...args] = process.argv.slice(2);
const listened = new Set<number>();
let uploadProcess: Worker | undefined;
let ending = false;

// In a folder of this user alone; the data folder's path may be longer than a socket's may be.
const folder = mkdtempSync(path.join(tmpdir(), "tickmark-uploads-"));
const TICKMARK_UPLOAD_SOCKET = path.join(folder, "socket");
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const preloaded = process.execArgv.filter((argument) => !(WEB_MEMORY as readonly string[]).includes(argument));

function startWeb(): void {
  cluster.setupPrimary({ exec, args, execArgv: [...preloaded, ...WEB_MEMORY] });
  cluster.fork({ TICKMARK_UPLOAD_SOCKET });
}

function startUploads(): void {
  cluster.setupPrimary({ exec: uploads, args: [], execArgv: [...preloaded, ...UPLOAD_MEMORY] });
  // next-auth takes its own address from here alone; a request's Host header is the client's word.
  uploadProcess = cluster.fork({ TICKMARK_UPLOAD_SOCKET, NEXTAUTH_URL: env().baseUrl });
}

function stop(code: number): void {
  ending = true;
  process.exitCode = code;
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
}

function ended(worker: Worker, code: number | null, signal: string | null): void {
  if (ending) return;
  const how = signal ?? `code ${code ?? "unknown"}`;
  if (worker === uploadProcess) {
    process.stderr.write(`the upload process ${worker.process.pid ?? ""} ended (${how}); another takes its place\n`);
    setTimeout(() => { if (!ending) startUploads(); }, UPLOADS_START_AGAIN_MS);
    return;
  }
  if (!listened.has(worker.id)) return stop(code ?? 1);
  process.stderr.write(`web process ${worker.process.pid ?? ""} ended (${how}); another takes its place\n`);
  startWeb();
}

cluster.on("listening", ({ id }) => listened.add(id));
cluster.on("exit", ended);
answerWithAllMetrics();
// The channel to the supervisor must not keep this process once the others have ended.
process.channel?.unref();
process.on("SIGTERM", () => stop(0));
startUploads();
for (let index = 0; index < Number(count); index += 1) startWeb();
