import { evaluateByReference, type EventRecord, readRecord, type RuleSet, Scanner } from "#lib/detection/index.ts";

const LF = 10;
const WARM_ROUNDS = 40;
const ROUNDS = 15;
const BYTES_PER_ROUND = 3_000_000;
/** Distinct lines that are held against the reference: it asks every rule, which takes milliseconds a line. */
const CHECKED_LINES = 220;

export type Lane = { readonly name: string; readonly ruleSet: RuleSet; readonly lines: readonly string[] };

/** Milliseconds of processor time of this thread alone: others share the machine. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** How long `work` takes, in turns with `other`: what the machine does meanwhile meets both alike. */
function inTurns(work: () => void, other: () => void, times: number): { workMs: number; otherMs: number; ratio: number } {
  let workMs = 0;
  let otherMs = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = cpuMs();
    for (let at = 0; at < times; at += 1) other();
    const middle = cpuMs();
    for (let at = 0; at < times; at += 1) work();
    const end = cpuMs();
    otherMs += middle - start;
    workMs += end - middle;
  }
  return { workMs: workMs / (ROUNDS * times), otherMs: otherMs / (ROUNDS * times), ratio: otherMs / workMs };
}

/** One lane: from bytes to matches with their values, against JSON.parse of every line of the same bytes. */
export function measureLane({ name, ruleSet, lines }: Lane, learnt: readonly EventRecord[]): object {
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const parse = () => {
    for (let at = 0, end = bytes.indexOf(LF); end !== -1; at = end + 1, end = bytes.indexOf(LF, at)) JSON.parse(bytes.toString("utf8", at, end));
  };
  ruleSet.matcher().learn(learnt);
  const scan = () => new Scanner(ruleSet).push(bytes).matches;
  for (let round = 0; round < WARM_ROUNDS; round += 1) scan();
  for (let round = 0; round < WARM_ROUNDS / 4; round += 1) parse();
  const { workMs, otherMs, ratio } = inTurns(scan, parse, Math.ceil(BYTES_PER_ROUND / bytes.length));
  const scanner = new Scanner(ruleSet);
  const { matches } = scanner.push(bytes);
  const { candidates, parsed } = scanner.statistics();
  const perSecond = (ms: number) => Math.round((lines.length / ms) * 1000);
  return {
    lane: name,
    rules: ruleSet.rules.length,
    bytesPerEvent: Math.round(bytes.length / lines.length),
    ratio: Number(ratio.toFixed(2)),
    jsonParsePerCpuSecond: perSecond(otherMs),
    eventsPerCpuSecond: perSecond(workMs),
    events: lines.length,
    matches: matches.length,
    candidates,
    parsed,
    agreesWithReference: agrees(ruleSet, lines, matches.map(({ line, rule }) => `${line} ${rule.id}`)),
  };
}

/** Whether the reference finds, line by line, exactly what was found. */
function agrees(ruleSet: RuleSet, lines: readonly string[], found: readonly string[]): boolean {
  const distinct = new Set<string>();
  const expected: string[] = [];
  const checked = new Set<number>();
  lines.forEach((line, at) => {
    if (distinct.has(line) || distinct.size >= CHECKED_LINES) return;
    distinct.add(line);
    checked.add(at + 1);
    expected.push(...evaluateByReference(ruleSet, readRecord(line)!).map(({ ruleId }) => `${at + 1} ${ruleId}`));
  });
  return expected.join() === found.filter((match) => checked.has(Number.parseInt(match, 10))).join();
}
