/**
 * How much faster do two threads of `tickmark detect` read a large file than one, and than two processes that read half of
 * it each? Prints one JSON object.
 * Run: TICKMARK_ORACLES=... node bench/detection/jobs.ts [sparse|mixed|loud ...] [--rounds N] (Node 24).
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { cloudtrailEvent, linesOf, mixedEvent, windowsEvent } from "./generators.ts";
import { sigmaRules } from "./rebuilt.ts";

type Lane = { readonly name: string; readonly rules: "aws" | "all"; readonly bytes: number; readonly make: Parameters<typeof linesOf>[2] };

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");
const { positionals: asked, values } = parseArgs({ allowPositionals: true, options: { rounds: { type: "string", default: "3" } } });
const SEED = 1;
const DISTINCT_LINES = 20_000;
const MEGABYTE = 1_000_000;
const COMMAND = join(import.meta.dirname, "..", "..", "bin", "tickmark.js");
const LANES: readonly Lane[] = [
  // Starting, which two threads do no faster, takes a third of a second with few rules and twice that with all.
  { name: "sparse", rules: "aws", bytes: 2000 * MEGABYTE, make: (dice) => cloudtrailEvent(dice) },
  { name: "mixed", rules: "all", bytes: 1300 * MEGABYTE, make: mixedEvent },
  { name: "loud", rules: "all", bytes: 330 * MEGABYTE, make: (dice) => windowsEvent(dice, 1000) },
];

const folder = mkdtempSync(join(tmpdir(), "detection-jobs-"));

function writeRules(detection: string): void {
  for (const { path, text } of sigmaRules(detection)) {
    const file = join(folder, path.startsWith("cloud/aws/") ? "rules" : "rules-others", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** The same lines over and over, to at least as many bytes. */
function writeInput({ name, make }: Lane, bytes: number): string {
  const file = join(folder, `${name}-${bytes}.json`);
  const lines = Buffer.from(`${linesOf(DISTINCT_LINES, SEED, make).join("\n")}\n`);
  const descriptor = openSync(file, "w");
  for (let written = 0; written < bytes; written += lines.length) writeSync(descriptor, lines);
  closeSync(descriptor);
  return file;
}

/** Reads an input; what is found goes to a file. */
async function detect({ rules }: Lane, input: string, jobs: number, found: string): Promise<void> {
  const folders = rules === "aws" ? ["--rules", join(folder, "rules")] : ["--rules", join(folder, "rules"), "--rules", join(folder, "rules-others")];
  const output = openSync(join(folder, found), "w");
  const child = spawn(process.execPath, [COMMAND, "detect", ...folders, "--input", input, "--jobs", String(jobs), "--output", "ndjson"], { stdio: ["ignore", output, "inherit"] });
  const status = await new Promise((resolve) => child.on("exit", resolve));
  closeSync(output);
  if (status !== 0) throw new Error(`tickmark detect ended with ${String(status)}`);
}

/** Seconds for which a processor was busy, with whatever. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) / 1000;
}

/** By the clock; and how long all processors were busy meanwhile: more than in other rounds means that somebody else worked, too. */
type Timed = { readonly seconds: number; readonly busy: number };

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const [start, busy] = [performance.now(), busySeconds()];
  await work();
  return { seconds: Number(((performance.now() - start) / 1000).toFixed(2)), busy: Number((busySeconds() - busy).toFixed(2)) };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function measure(lane: Lane): Promise<object> {
  const input = writeInput(lane, lane.bytes);
  const half = writeInput(lane, lane.bytes / 2);
  // Compiles the rules, which are kept.
  await detect(lane, half, 2, "found-2");
  const rounds: { one: Timed; two: Timed; twoProcesses: Timed }[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    rounds.push({
      one: await timed(() => detect(lane, input, 1, "found-1")),
      two: await timed(() => detect(lane, input, 2, "found-2")),
      twoProcesses: await timed(() => Promise.all(["found-a", "found-b"].map((found) => detect(lane, half, 1, found)))),
    });
  }
  const median = (of: (round: (typeof rounds)[number]) => Timed) => rounds.map((round) => of(round).seconds).toSorted((a, b) => a - b)[rounds.length >> 1]!;
  const one = median((round) => round.one);
  const ratio = (other: number) => Number((one / other).toFixed(2));
  const same = (await hashOf(join(folder, "found-1"))) === (await hashOf(join(folder, "found-2")));
  for (const file of [input, half]) rmSync(file);
  return { lane: lane.name, megabytes: Math.round(lane.bytes / MEGABYTE), rounds, one, ratio: ratio(median(({ two }) => two)), ratioOfTwoProcesses: ratio(median(({ twoProcesses }) => twoProcesses)), sameFindings: same };
}

try {
  writeRules(join(oracles, "detection"));
  const lanes: object[] = [];
  for (const lane of LANES) if (asked.length === 0 || asked.includes(lane.name)) lanes.push(await measure(lane));
  process.stdout.write(`${JSON.stringify({ node: process.version, lanes }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
