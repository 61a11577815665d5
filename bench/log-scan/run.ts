// How fast is a large log read, and in how much memory?
//
//   node_modules/.bin/node bench/log-scan/run.ts [--megabytes 2000] [--gzip]
//
// Sets up an installation in a temporary folder, writes an invented log, starts a worker as `tickmark start` does, gives it
// the file by `tickmark logs import`, and prints one JSON object. Memory is the kernel's high-water mark (VmHWM) of either
// process; processor time is the worker's. `--megabytes` is of unpacked text.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { listSegments, readSegment } from "#lib/logs/index.ts";
import { BENCH_SLUG, scratchInstallation, type ScratchInstallation } from "../scratch-installation.ts";

/** As lib/cli/start/processes.ts starts the worker. */
const WORKER_FLAGS = ["--max-semi-space-size=4", "--max-old-space-size=512"];
const CLOCK_TICKS_PER_SECOND = 100;

const { values } = parseArgs({ options: { megabytes: { type: "string", default: "2000" }, gzip: { type: "boolean", default: false } } });
const installation = await scratchInstallation({ durable: true });
try {
  console.log(JSON.stringify(await measure(installation), null, 2));
} finally {
  await installation.remove();
}

/** What the kernel knows of a process at this moment; null when it has ended. */
function look(pid: number): { peakMegabytes: number; cpuSeconds: number } | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    // Fields 14 and 15 of `stat`, counted after the name in parentheses, which may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return peak === null ? null : { peakMegabytes: Math.round((Number(peak[1]) * 1024) / 1e6), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS_PER_SECOND };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ESRCH") return null;
    throw error;
  }
}

/** Follows a process until it ends: its last known peak, and when the worker's last look said what it had used. */
async function ended(child: ChildProcess): Promise<{ code: number; peakMegabytes: number }> {
  let peakMegabytes = 0;
  const sampler = setInterval(() => (peakMegabytes = look(child.pid ?? 0)?.peakMegabytes ?? peakMegabytes), 50);
  const [code] = (await once(child, "close")) as [number];
  clearInterval(sampler);
  return { code, peakMegabytes };
}

async function measure({ folder, environment, system }: ScratchInstallation): Promise<object> {
  const file = path.join(folder, `bench.log${values.gzip ? ".gz" : ""}`);
  execFileSync(process.execPath, [path.join(import.meta.dirname, "make-log.ts"), file, String(Number(values.megabytes) * 1e6), ...(values.gzip ? ["gzip"] : [])]);
  const env = { ...process.env, ...environment };
  const worker = spawn(process.execPath, [...WORKER_FLAGS, "lib/cli/main.ts", "worker"], { env: { ...env, MALLOC_ARENA_MAX: "2" }, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const started = performance.now();
  const importer = spawn(process.execPath, ["lib/cli/main.ts", "logs", "import", file, "--source", "bench", "--organization", BENCH_SLUG], { env, stdio: ["ignore", "ignore", "inherit"] });
  let receivedAfter: number | null = null;
  const receipt = setInterval(() => void listSegments(system, {}).then(({ rows }) => (rows.length > 0 ? (receivedAfter ??= performance.now()) : null)), 250);
  const imported = await ended(importer);
  const finished = performance.now();
  clearInterval(receipt);
  const use = look(worker.pid ?? 0);
  worker.kill("SIGTERM");
  await once(worker, "close");
  if (imported.code !== 0 || use === null || receivedAfter === null) throw new Error(`The import ended with ${imported.code}.`);
  const { rows } = await listSegments(system, {});
  const { status, lines, unparsedLines, alerts, scannedBytes } = await readSegment(system, { segmentId: rows[0]!.id });
  const scanSeconds = (finished - receivedAfter) / 1000;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    node: process.version, gzip: values.gzip, fileBytes: (await stat(file)).size, textBytes: scannedBytes, status, lines, unparsedLines, alerts,
    storeSeconds: round((receivedAfter - started) / 1000), scanSeconds: round(scanSeconds), megabytesPerSecond: round(scannedBytes / 1e6 / scanSeconds),
    linesPerSecond: Math.round(lines / scanSeconds), linesPerCpuSecond: Math.round(lines / use.cpuSeconds),
    worker: { flags: WORKER_FLAGS, peakMegabytes: use.peakMegabytes, cpuSeconds: round(use.cpuSeconds) },
    importer: { peakMegabytes: imported.peakMegabytes },
  };
}
