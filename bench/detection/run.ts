/**
 * How many log lines per second does the engine read, and judge with the product's rules?
 * Prints one JSON object. Run: node bench/detection/run.ts [lines] (Node 24).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileRules, createCorrelator, createLineSplitter, evaluateEvent, parseLine } from "#lib/detection/index.ts";

const LINES = Number(process.argv[2] ?? 300_000);
const CHUNK_BYTES = 65_536;
const ROUNDS = 3;
const rulesFolder = join(import.meta.dirname, "..", "..", "controls", "rules");
const sources = readdirSync(rulesFolder).filter((name) => name.endsWith(".yaml")).map((name) => ({ path: name, text: readFileSync(join(rulesFolder, name), "utf8") }));
const reference = { referenceTimeMs: Date.UTC(2025, 11, 31), zoneOffsetMinutes: 0 };

/** A mix of sshd lines as an exposed host writes them: most of it refused, from many addresses. Always the same lines. */
function sshdLines(count: number): string[] {
  const pad = (value: number) => String(value).padStart(2, "0");
  return Array.from({ length: count }, (_, at) => {
    const second = Math.floor(at / 20);
    const clock = `${pad(Math.floor(second / 3600) % 24)}:${pad(Math.floor(second / 60) % 60)}:${pad(second % 60)}`;
    const mixed = Math.imul(at + 1, 0x9e3779b1) >>> 0;
    const ip = `198.51.${(mixed >> 20) % 16}.${(mixed >> 8) % 256}`;
    const bodies = [
      `Failed password for root from ${ip} port ${1024 + (mixed % 60000)} ssh2`,
      `Failed password for invalid user u${mixed % 500} from ${ip} port ${1024 + (mixed % 60000)} ssh2`,
      `Invalid user u${mixed % 500} from ${ip} port ${1024 + (mixed % 60000)}`,
      `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}  user=root`,
      `Received disconnect from ${ip} port ${1024 + (mixed % 60000)}:11: Bye Bye [preauth]`,
      `Connection closed by ${ip} port ${1024 + (mixed % 60000)} [preauth]`,
      `Accepted publickey for deploy from 192.0.2.7 port ${1024 + (mixed % 60000)} ssh2: ED25519 SHA256:x`,
    ];
    return `Mar  3 ${clock} web${mixed % 8} sshd[${1000 + (mixed % 9000)}]: ${bodies[mixed % bodies.length]}`;
  });
}

/**
 * Best of several rounds, by wall clock and by CPU time of all threads of this process (the collector's too): on a busy
 * machine only the second says what the work costs.
 */
function rate(count: number, work: () => void): { perSecond: number; perCpuSecond: number } {
  let wallMs = Number.POSITIVE_INFINITY;
  let cpuMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    const cpu = process.cpuUsage();
    work();
    const used = process.cpuUsage(cpu);
    wallMs = Math.min(wallMs, performance.now() - start);
    cpuMs = Math.min(cpuMs, (used.user + used.system) / 1000);
  }
  return { perSecond: Math.round(count / (wallMs / 1000)), perCpuSecond: Math.round(count / (cpuMs / 1000)) };
}

const texts = sshdLines(LINES);
const bytes = new TextEncoder().encode(`${texts.join("\n")}\n`);
const { ruleSet, problems } = compileRules(sources);
if (problems.length > 0) throw new Error(`the product's rules have ${problems.length} problems`);
const events = texts.map((text) => parseLine(text, reference));
let hits = 0;

const result = {
  node: process.version,
  lines: LINES,
  bytes: bytes.length,
  rules: ruleSet.rules.length,
  rates: {
    split: rate(LINES, () => {
      const splitter = createLineSplitter();
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) splitter.push(bytes.subarray(at, at + CHUNK_BYTES));
    }),
    parse: rate(LINES, () => {
      for (const text of texts) parseLine(text, reference);
    }),
    evaluate: rate(LINES, () => {
      for (const event of events) evaluateEvent(ruleSet, event);
    }),
    parseAndEvaluate: rate(LINES, () => {
      for (const text of texts) evaluateEvent(ruleSet, parseLine(text, reference));
    }),
    splitParseEvaluateCorrelate: rate(LINES, () => {
      const splitter = createLineSplitter();
      const correlator = createCorrelator(ruleSet);
      hits = 0;
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        for (const line of splitter.push(bytes.subarray(at, at + CHUNK_BYTES))) {
          const event = parseLine(line.text, reference);
          const matches = evaluateEvent(ruleSet, event);
          if (matches.length > 0) hits += correlator.observe(event, matches, { lineNumber: line.number, offset: line.offset, length: line.length }).length;
        }
      }
    }),
  },
  hits: 0,
};
result.hits = hits;
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
