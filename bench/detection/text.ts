/**
 * How fast does the engine judge log text with SigmaHQ's Linux rules, as a multiple of `toString('latin1').split('\n')` of
 * the same bytes? Prints one JSON object. Run: TICKMARK_ORACLES=... node bench/detection/text.ts (Node 24).
 */
import { join } from "node:path";
import { compileRules, createLineSplitter, evaluateByReference, findInLine, type LineSplitter, parseLine, type RuleSet, textSplitter } from "#lib/detection/index.ts";
import { routes } from "#lib/detection/sigma/logsource.ts";
import { Dice } from "./generators.ts";
import { sigmaRules } from "./rebuilt.ts";
import { textLine } from "./text-lines.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");
const LINES = 20_000;
const SEED = 5;
const LEARNING_SEED = 77;
const WARM_ROUNDS = 2;
const ROUNDS = 8;
/** In long turns, for processor time is told coarsely, and what one leaves to the garbage collector must not be counted to the other. */
const SPLITS = 200;
const JUDGEMENTS = 40;
const CHUNK_BYTES = 262_144;
const reference = { referenceTimeMs: Date.UTC(2026, 11, 31), zoneOffsetMinutes: 0 };

const { ruleSet } = compileRules(sigmaRules(join(oracles, "detection")).filter(({ path }) => path.startsWith("linux/")));

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const read = (text: string) => parseLine(text, reference);

/** From bytes to findings with their values. */
function judge(bytes: Uint8Array, splitter: LineSplitter, rules: RuleSet): { found: Map<string, number>; matched: number; read: number } {
  const found = new Map<string, number>();
  let matched = 0;
  let readInFull = 0;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    for (const line of splitter.push(bytes.subarray(at, at + CHUNK_BYTES))) {
      readInFull += 1;
      const findings = findInLine(rules, line, read);
      if (findings.length > 0) matched += 1;
      for (const { rule } of findings) found.set(rule.id, (found.get(rule.id) ?? 0) + 1);
    }
  }
  return { found, matched, read: readInFull };
}

function measure(perMille: number): object {
  const dice = new Dice(SEED);
  const lines = Array.from({ length: LINES }, (_, at) => textLine(dice, at, perMille));
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const splitter = textSplitter(ruleSet);
  // What is looked for is chosen by other lines than those that are timed.
  const other = new Dice(LEARNING_SEED);
  splitter.push(Buffer.from(Array.from({ length: 200 }, (_, at) => `${textLine(other, at, perMille)}\n`).join("")));
  const work = () => judge(bytes, splitter, ruleSet);
  const split = () => bytes.toString("latin1").split("\n");
  let workMs = 0;
  let splitMs = 0;
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    const start = cpuMs();
    for (let at = 0; at < SPLITS; at += 1) split();
    const middle = cpuMs();
    for (let at = 0; at < JUDGEMENTS; at += 1) work();
    if (round < WARM_ROUNDS) continue;
    splitMs += (middle - start) / SPLITS;
    workMs += (cpuMs() - middle) / JUDGEMENTS;
  }
  const { found, matched, read } = work();
  judge(bytes, createLineSplitter(), ruleSet);
  const start = cpuMs();
  const plain = judge(bytes, createLineSplitter(), ruleSet);
  const plainMs = cpuMs() - start;
  const counts = (of: ReadonlyMap<string, number>) => JSON.stringify([...of].sort());
  const byReference = new Map<string, number>();
  for (const line of lines) for (const { ruleId } of evaluateByReference(ruleSet, parseLine(line, reference))) byReference.set(ruleId, (byReference.get(ruleId) ?? 0) + 1);
  const perSecond = (ms: number) => Math.round((LINES * ROUNDS * 1000) / ms);
  return {
    lines: LINES,
    bytesPerLine: Math.round(bytes.length / LINES),
    matchedLines: matched,
    readInFull: read,
    splitLinesPerCpuSecond: perSecond(splitMs),
    linesPerCpuSecond: perSecond(workMs),
    readingEveryLinePerCpuSecond: Math.round((LINES * 1000) / plainMs),
    ofSplit: Number((splitMs / workMs).toFixed(3)),
    countsOfRulesAgree: counts(found) === counts(plain.found) && counts(found) === counts(byReference),
    rulesFound: found.size,
  };
}

const applying = ruleSet.eventRules.filter(({ logsource }) => ["sshd", "sudo"].some((service) => routes(logsource, { product: "linux", service, category: service === "sudo" ? "process_creation" : "authentication" }))).length;
process.stdout.write(`${JSON.stringify({ node: process.version, rules: ruleSet.rules.length, applying, lanes: [60, 150].map(measure) }, null, 2)}\n`);
