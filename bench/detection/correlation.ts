/**
 * How many matched events per second does the correlator take, and how much memory do a million groups need?
 * Prints one JSON object. Run: node --expose-gc bench/detection/correlation.ts [lane ...] (Node 24).
 */
import { loadavg } from "node:os";
import { compileRules, createCorrelator, evaluateEvent, type CorrelatorLimits, type MatchedEvent, type RuleMatch, type RuleSet } from "#lib/detection/index.ts";
import { Dice } from "./generators.ts";

const SEED = 1;
/** Events are made in thousands and dropped again, as a reader of logs does. */
const BATCH = 1_000;
/** Of so many events each thousand is timed by the clock, and making it is not: processor time is told too coarsely for that. */
const TIMED = 250_000;
const MILLION = 1_000_000;
const BASE = ["a", "b"].map((name) => `title: ${name}\nname: ${name}\nlogsource: { product: p }\ndetection: { s: { e: ${name} }, condition: s }\n`).join("---\n");

type Lane = {
  readonly name: string;
  readonly correlation: string;
  readonly keys: number;
  readonly events: number;
  readonly limits: Partial<CorrelatorLimits>;
  /** One event in so many is of the second rule. */
  readonly odds?: number;
  readonly addresses?: number;
};

const count = "{ type: event_count, rules: [a], group-by: [user], timespan: 1d, condition: { gte: 1000 } }";
const valueCount = "{ type: value_count, rules: [a], group-by: [user], timespan: 1d, condition: { field: ip, gte: 100 } }";
const ordered = "{ type: temporal_ordered, rules: [a, b], group-by: [user], timespan: 1h }";
const limits = { groupsPerRule: MILLION, bytesPerRule: 2 ** 30 };
const lanes: readonly Lane[] = [
  { name: "event_count, 1,000 keys, none in bursts", correlation: count.replace("1d", "1m"), keys: 1000, events: 3 * MILLION, limits: {} },
  { name: "event_count, 40,000 keys", correlation: count, keys: 40_000, events: 3 * MILLION, limits },
  { name: "event_count, 1,000,000 keys", correlation: count, keys: MILLION, events: 3 * MILLION, limits },
  { name: "event_count, 4,000,000 keys of two fields, 1,000,000 kept", correlation: count.replace("[user]", "[user, ip]"), keys: MILLION, events: 3 * MILLION, limits },
  { name: "event_count, 2,000,000 keys, 1,000,000 kept", correlation: count, keys: 2 * MILLION, events: 3 * MILLION, limits },
  { name: "value_count, 1,000,000 keys", correlation: valueCount, keys: MILLION, events: 3 * MILLION, limits },
  { name: "value_count, 1,000,000 keys, 40 values", correlation: valueCount, keys: MILLION, events: 3 * MILLION, limits, addresses: 40 },
  { name: "value_sum, 1,000,000 keys", correlation: "{ type: value_sum, rules: [a], group-by: [user], timespan: 1d, condition: { field: bytes, gte: 1000000 } }", keys: MILLION, events: 3 * MILLION, limits },
  { name: "value_percentile, 1,000,000 keys", correlation: "{ type: value_percentile, rules: [a], group-by: [user], timespan: 1d, condition: { field: bytes, percentile: 90, gte: 1000000 } }", keys: MILLION, events: 3 * MILLION, limits },
  { name: "temporal, 1,000,000 keys", correlation: ordered.replace("temporal_ordered", "temporal"), keys: MILLION, events: 3 * MILLION, limits },
  { name: "temporal_ordered, 1,000,000 keys", correlation: ordered, keys: MILLION, events: 3 * MILLION, limits },
  { name: "temporal_ordered, 1,000,000 keys, few hits", correlation: ordered, keys: MILLION, events: 3 * MILLION, limits, odds: 2000 },
  { name: "event_count, 1,000 keys, all in bursts", correlation: count.replace("1d", "1m").replace("1000", "10"), keys: 1000, events: 3 * MILLION, limits: {} },
];

function ruleSetOf(correlation: string): RuleSet {
  return compileRules([{ path: "r", text: `${BASE}---\ntitle: C\ncorrelation: ${correlation}\n` }]).ruleSet;
}

function resident(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

type Matches = Readonly<Record<"a" | "b", readonly RuleMatch[]>>;

function* batches(lane: Lane, matches: Matches, dice: Dice, from: number): Generator<MatchedEvent[]> {
  const started = Date.UTC(2026, 0, 1);
  for (let done = from; done < from + TIMED; done += BATCH) {
    yield Array.from({ length: BATCH }, (_, index) => {
      const at = done + index;
      const kind = lane.correlation.includes("[a, b]") && dice.below(lane.odds ?? 20) === 0 ? "b" : "a";
      const event = { product: "p", e: kind, user: `u${dice.below(lane.keys)}`, ip: `198.51.100.${dice.below(lane.addresses ?? 4)}`, bytes: dice.below(1000), time: new Date(started + at).toISOString() };
      return { event, matches: matches[kind], line: { lineNumber: at + 1, offset: at * 100, length: 99 } };
    });
  }
}

/** Milliseconds that `take` needs for a quarter of a million events. */
function timed(made: Iterable<MatchedEvent[]>, take: (events: MatchedEvent[]) => void): number {
  let ms = 0;
  for (const events of made) {
    const start = performance.now();
    take(events);
    ms += performance.now() - start;
  }
  return ms;
}

function measure(lane: Lane, together: boolean): object {
  const ruleSet = ruleSetOf(lane.correlation);
  const matches = Object.fromEntries(["a", "b"].map((kind) => [kind, evaluateEvent(ruleSet, { product: "p", e: kind })])) as Record<"a" | "b", RuleMatch[]>;
  const correlator = createCorrelator(ruleSet, null, lane.limits);
  const before = resident();
  const dice = new Dice(SEED);
  const rates: number[] = [];
  let hits = 0;
  const observe = together
    ? (events: MatchedEvent[]) => (hits += correlator.observeAll(events).length)
    : (events: MatchedEvent[]) => {
        for (const { event, matches, line } of events) hits += correlator.observe(event, matches, line).length;
      };
  for (let done = 0; done < lane.events; done += TIMED) {
    rates.push(TIMED / timed(batches(lane, matches, dice, done), observe));
  }
  const settled = rates.slice(rates.length >> 1).sort((a, b) => a - b);
  const perSecond = (perMs: number) => Math.round(perMs * 1000);
  return {
    lane: lane.name,
    call: together ? "observeAll" : "observe",
    events: lane.events,
    // Of the second half, when all keys are known.
    eventsPerSecond: { median: perSecond(settled[settled.length >> 1]!), lowest: perSecond(settled[0]!), highest: perSecond(settled.at(-1)!) },
    whileFilling: perSecond(rates[1]!),
    stateMB: Math.round((resident() - before) / 1e6),
    residentMB: Math.round(resident() / 1e6),
    hits,
    evictedGroups: Object.values(correlator.report())[0]!.evictedGroups,
  };
}

const asked = process.argv.slice(2);
const results = lanes.filter(({ name }) => asked.length === 0 || asked.some((part) => name.includes(part))).flatMap((lane) => [measure(lane, false), measure(lane, true)]);
process.stdout.write(`${JSON.stringify({ node: process.version, loadAverage: loadavg().map((load) => Number(load.toFixed(1))), lanes: results }, null, 2)}\n`);
