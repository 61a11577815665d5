/**
 * How much faster do two threads of `tickmark detect` read a large file than one? Prints one JSON object.
 * Run: TICKMARK_ORACLES=... node bench/detection/jobs.ts [sparse|mixed|loud ...] (Node 24).
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cloudtrailEvent, linesOf, mixedEvent, windowsEvent } from "./generators.ts";
import { sigmaRules } from "./rebuilt.ts";

type Lane = { readonly name: string; readonly rules: "aws" | "all"; readonly bytes: number; readonly make: Parameters<typeof linesOf>[2] };

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");
const ROUNDS = 3;
const SEED = 1;
const DISTINCT_LINES = 20_000;
const MEGABYTE = 1_000_000;
const COMMAND = join(import.meta.dirname, "..", "..", "bin", "tickmark.js");
const LANES: readonly Lane[] = [
  // Read so fast that starting takes as long as reading 300 MB.
  { name: "sparse", rules: "aws", bytes: 2000 * MEGABYTE, make: (dice) => cloudtrailEvent(dice) },
  { name: "mixed", rules: "all", bytes: 330 * MEGABYTE, make: mixedEvent },
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
function writeInput({ name, bytes, make }: Lane): string {
  const file = join(folder, `${name}.json`);
  const lines = Buffer.from(`${linesOf(DISTINCT_LINES, SEED, make).join("\n")}\n`);
  const descriptor = openSync(file, "w");
  for (let written = 0; written < bytes; written += lines.length) writeSync(descriptor, lines);
  closeSync(descriptor);
  return file;
}

function seconds(lane: Lane, input: string, jobs: number): number {
  const rules = lane.rules === "aws" ? ["--rules", join(folder, "rules")] : ["--rules", join(folder, "rules"), "--rules", join(folder, "rules-others")];
  const output = openSync(join(folder, `found-${jobs}`), "w");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, "detect", ...rules, "--input", input, "--jobs", String(jobs), "--output", "ndjson"], { stdio: ["ignore", output, "pipe"], encoding: "utf8" });
  const took = (performance.now() - start) / 1000;
  closeSync(output);
  if (status !== 0) throw new Error(stderr);
  return took;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function measure(lane: Lane): Promise<object> {
  const input = writeInput(lane);
  // Compiles the rules, which are kept.
  const took: [one: number, two: number][] = [];
  seconds(lane, input, 2);
  for (let round = 0; round < ROUNDS; round += 1) took.push([seconds(lane, input, 1), seconds(lane, input, 2)]);
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const [one, two] = [median(took.map(([alone]) => alone)), median(took.map(([, together]) => together))];
  const same = (await hashOf(join(folder, "found-1"))) === (await hashOf(join(folder, "found-2")));
  rmSync(input);
  return { lane: lane.name, megabytes: Math.round(lane.bytes / MEGABYTE), rounds: took.map((round) => round.map((value) => Number(value.toFixed(2)))), one: Number(one.toFixed(2)), two: Number(two.toFixed(2)), ratio: Number((one / two).toFixed(2)), sameFindings: same };
}

try {
  writeRules(join(oracles, "detection"));
  const asked = process.argv.slice(2);
  const lanes: object[] = [];
  for (const lane of LANES) if (asked.length === 0 || asked.includes(lane.name)) lanes.push(await measure(lane));
  process.stdout.write(`${JSON.stringify({ node: process.version, loadAverage: loadavg().map((load) => Number(load.toFixed(1))), secondsByTheClock: lanes }, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
