/**
 * How fast does the engine judge JSON with thousands of Sigma rules, as a multiple of JSON.parse of the same lines?
 * Prints one JSON object. Run: TICKMARK_ORACLES=... node bench/detection/lanes.ts [lane ...] (Node 24).
 */
import { loadavg } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { compileRules, imageOfRules, type RuleSetImage, rulesOfImage, Scanner } from "#lib/detection/index.ts";
import { cloudtrailEvent, linesOf, mixedEvent, quietEvent, shortEvent, windowsEvent } from "./generators.ts";
import { type Lane, measureLane } from "./measure.ts";
import { cloudtrailRecords, expectedCounts, sigmaRules, windowsRecords } from "./rebuilt.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");
const detection = join(oracles, "detection");
const asked = process.argv.slice(2);
const SEED = 1;
const LEARNING_SEED = 77;
const EVENTS = 1000;

const sources = sigmaRules(detection);
const loadStart = process.threadCpuUsage();
const all = compileRules(sources).ruleSet;
const compiled = process.threadCpuUsage();
all.matcher();
const ready = process.threadCpuUsage();
const seconds = (from: typeof loadStart, to: typeof loadStart) => Number(((to.user + to.system - from.user - from.system) / 1e6).toFixed(3));
const stored = serialize(imageOfRules(compileRules(sources)));
/** From the stored bytes to a matcher that is ready, and what every rule says of itself; the best of some. */
const cachedSeconds = Math.min(
  ...Array.from({ length: 5 }, () => {
    const start = process.threadCpuUsage();
    const { ruleSet } = rulesOfImage(deserialize(stored) as RuleSetImage, () => all)!;
    ruleSet.matcher();
    if (ruleSet.rules.length !== all.rules.length) throw new Error("rules were lost");
    return seconds(start, process.threadCpuUsage());
  }),
);
const aws = compileRules(sources.filter(({ path }) => path.startsWith("cloud/aws/"))).ruleSet;
const windows = compileRules(sources.filter(({ path }) => path.startsWith("windows/"))).ruleSet;

const cloudtrail = cloudtrailRecords(detection);
const repeated = (records: readonly object[], times: number) => Array.from({ length: times }, () => records.map((record) => JSON.stringify(record))).flat();
const lanes: readonly Lane[] = [
  { name: "rebuilt-cloudtrail x 57", ruleSet: aws, lines: repeated(cloudtrail, 4) },
  { name: "sparse CloudTrail x 57", ruleSet: aws, lines: linesOf(EVENTS, SEED, (dice) => cloudtrailEvent(dice)) },
  { name: "rebuilt-cloudtrail x 3,141 routed", ruleSet: all, lines: repeated(cloudtrail.map((record) => ({ ...record, product: "aws", service: "cloudtrail" })), 4) },
  { name: "rebuilt-windows x 2,407", ruleSet: windows, lines: repeated(windowsRecords(detection), 10) },
  { name: "mixed schemas x 3,141", ruleSet: all, lines: linesOf(EVENTS, SEED, mixedEvent) },
  { name: "no match x 3,141", ruleSet: all, lines: linesOf(EVENTS, SEED, quietEvent) },
  { name: "match-heavy x 3,141", ruleSet: all, lines: linesOf(EVENTS / 2, SEED, (dice) => windowsEvent(dice, 1000)) },
  { name: "short lines x 3,141", ruleSet: all, lines: linesOf(EVENTS * 2, SEED, shortEvent) },
];

/** Witnesses are learned on events that no lane has. */
const learnt = [...linesOf(300, LEARNING_SEED, (dice) => cloudtrailEvent(dice)), ...linesOf(300, LEARNING_SEED, (dice) => windowsEvent(dice, 100)), ...linesOf(300, LEARNING_SEED, mixedEvent)].map((line) => JSON.parse(line) as Record<string, unknown>);

/** Whether one pass over a rebuilt lane gives each rule the count that two other engines agree on. */
function equalsExpected(ruleSet: typeof all, records: readonly object[], name: string): boolean {
  const counts: Record<string, number> = {};
  for (const { rule } of new Scanner(ruleSet).push(Buffer.from(`${repeated(records, 1).join("\n")}\n`)).matches) counts[rule.id] = (counts[rule.id] ?? 0) + 1;
  const sorted = (of: Readonly<Record<string, number>>) => JSON.stringify(Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(counts) === sorted(expectedCounts(detection, name));
}

const results = lanes.filter(({ name }) => asked.length === 0 || asked.includes(name)).map((lane) => measureLane(lane, learnt));
const result = {
  node: process.version,
  loadAverage: loadavg().map((load) => Number(load.toFixed(1))),
  loadCpuSeconds: { compile: seconds(loadStart, compiled), matcher: seconds(compiled, ready), cached: cachedSeconds }, imageMB: Math.round(stored.length / 1e6),
  matcherMemoryMB: Math.round(all.matcher().kernel.bytes / 1e6),
  witnessless: all.matcher().witnessless.length,
  histograms: { cloudtrail: equalsExpected(aws, cloudtrail, "rebuilt-cloudtrail-57"), windows: equalsExpected(windows, windowsRecords(detection), "rebuilt-windows-2407") },
  lanes: results,
  residentMB: Math.round(process.memoryUsage().rss / 1e6),
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
