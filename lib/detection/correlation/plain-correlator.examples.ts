import type { EventRecord } from "../fields.ts";
import type { CorrelatorLimits } from "../limits.ts";
import type { CompiledCorrelation, CorrelationInput } from "../sigma/compile-correlation.ts";
import type { RuleMatch, RuleSet } from "../sigma/rule-set.ts";

/** What the plain correlator says of a burst: enough to tell one from another. */
export type PlainHit = { rule: string; group: string; firstTime: string; lastTime: string; count: number; observed: number; linesTotal: number; lines: string; open: boolean; evicted: boolean; related: number };
type Entry = { timeMs: number; sequence: number; weight: number; input: number; value: string | null; offset: number; hit: Burst | null };
type Burst = { entries: Entry[]; observed: number; seen: Set<number>; related: number; count: number };
type Group = { key: string; entries: Entry[]; newestMs: number; burst: Burst | null };
type State = { rule: CompiledCorrelation; groups: Group[]; report: Record<string, number> };
type Fired = { opened: boolean; burst: Burst | null };

/**
 * The correlator as one would write it down at first: lists that are searched and sorted, everything counted anew with
 * every event. What the real one is held against. Knows events whose fields are plain texts and numbers.
 */
export class PlainCorrelator {
  readonly states: readonly State[];
  private readonly limits: CorrelatorLimits;
  private watermarkMs: number | null = null;
  private sequence = 0;

  constructor(ruleSet: RuleSet, limits: CorrelatorLimits) {
    this.limits = limits;
    this.fieldNames = ruleSet.fields.names;
    this.states = ruleSet.correlations.map((rule) => ({ rule, groups: [], report: { late: 0, untimed: 0, incomplete: 0, evictedGroups: 0, droppedEntries: 0 } }));
  }

  private readonly fieldNames: readonly string[];

  observe(event: EventRecord, matches: readonly RuleMatch[], offset: number): PlainHit[] {
    const hits: PlainHit[] = [];
    const inputs = this.states.flatMap(({ rule }) => rule.inputs.map((input) => input.rule));
    if (!matches.some(({ number }) => inputs.includes(number))) return hits;
    const fired = new Map<number, Fired>(matches.map(({ number }) => [number, { opened: true, burst: null }]));
    const timeMs = typeof event["time"] === "string" ? Date.parse(event["time"]) : this.watermarkMs;
    if (timeMs !== null && (this.watermarkMs === null || timeMs > this.watermarkMs)) this.watermarkMs = timeMs;
    this.sequence += 1;
    for (const state of this.states) {
      for (const [at, input] of state.rule.inputs.entries()) {
        const occurred = fired.get(input.rule);
        const temporal = state.rule.type.startsWith("temporal");
        if (!occurred || (input.isCorrelation && !temporal && !occurred.opened)) continue;
        const found: PlainHit[] = [];
        const outcome = this.occur(state, input, at, event, timeMs, occurred.burst, offset, found);
        if (state.rule.info.raisesHits) hits.push(...found);
        if (outcome) fired.set(state.rule.number, { opened: outcome.opened || fired.get(state.rule.number)?.opened === true, burst: outcome.burst });
        if (!temporal) break;
      }
    }
    return hits;
  }

  /** Ends all bursts. */
  flush(): PlainHit[] {
    return this.states.flatMap((state) => (state.rule.info.raisesHits ? state.groups.flatMap((group) => this.told(state, group, false, false)) : []));
  }

  private occur(state: State, input: CorrelationInput, at: number, event: EventRecord, timeMs: number | null, burst: Burst | null, offset: number, hits: PlainHit[]): Fired | null {
    const { rule, report } = state;
    const horizon = this.watermarkMs === null ? null : this.watermarkMs - rule.timespanMs - this.limits.latenessMs;
    while (horizon !== null && state.groups.length > 0 && state.groups[0]!.newestMs < horizon) hits.push(...this.told(state, state.groups.shift()!, false, false));
    const texts = (fields: readonly number[]) => fields.map((field) => event[this.fieldNames[field]!]);
    const group = texts(input.groupFields);
    const values = texts(input.valueFields);
    if (timeMs === null || horizon === null) report["untimed"]! += 1;
    else if ([...group, ...values].includes(undefined)) report["incomplete"]! += 1;
    else if (timeMs < horizon) report["late"]! += 1;
    else {
      const repeat = typeof event["repeatCount"] === "number" ? event["repeatCount"] : 1;
      const entry = { timeMs, sequence: this.sequence, weight: input.isCorrelation ? 1 : repeat, input: at, value: values.length === 0 ? null : String(values[0]), offset, hit: burst };
      return this.take(state, JSON.stringify(group.map(String)), entry, hits);
    }
    return null;
  }

  private take(state: State, key: string, entry: Entry, hits: PlainHit[]): Fired | null {
    const { rule, groups } = state;
    let group = groups.find((candidate) => candidate.key === key);
    if (group) {
      groups.splice(groups.indexOf(group), 1);
      if (entry.timeMs > group.newestMs + rule.timespanMs) {
        hits.push(...this.told(state, group, false, false));
        group = undefined;
      }
    }
    group ??= { key, entries: [], newestMs: Number.NEGATIVE_INFINITY, burst: null };
    groups.push(group);
    if (entry.timeMs < group.newestMs - rule.timespanMs) {
      state.report["late"]! += 1;
      return null;
    }
    while (groups.length > this.limits.groupsPerRule) {
      hits.push(...this.told(state, groups.shift()!, false, true));
      state.report["evictedGroups"]! += 1;
    }
    group.newestMs = Math.max(group.newestMs, entry.timeMs);
    const { newestMs } = group;
    group.entries = [...group.entries, entry].sort((a, b) => a.timeMs - b.timeMs || a.sequence - b.sequence).filter(({ timeMs }) => timeMs >= newestMs - rule.timespanMs);
    while (group.entries.length > this.limits.entriesPerGroup) {
      group.entries.shift();
      state.report["droppedEntries"]! += 1;
    }
    return this.judge(state, group, entry, hits);
  }

  private judge(state: State, group: Group, entry: Entry, hits: PlainHit[]): Fired | null {
    const observed = measured(state.rule, group.entries);
    const holds = !Number.isNaN(observed) && state.rule.thresholds.every(({ operator, value }) => ({ gt: observed > value, gte: observed >= value, lt: observed < value, lte: observed <= value, eq: observed === value, neq: observed !== value })[operator]);
    if (group.burst) {
      extend(group.burst, entry);
      return holds ? { opened: false, burst: group.burst } : null;
    }
    if (!holds) return null;
    const related = new Set(group.entries.flatMap(({ hit }) => (hit ? [hit] : []))).size;
    group.burst = { entries: [], observed, seen: new Set(), related: Math.min(related, this.limits.lastLines), count: 0 };
    for (const one of group.entries) extend(group.burst, one);
    hits.push(...this.told(state, group, true, false));
    return { opened: true, burst: group.burst };
  }

  private told(state: State, { key, burst }: Group, open: boolean, evicted: boolean): PlainHit[] {
    if (!burst) return [];
    const times = burst.entries.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
    const offsets = [...new Map(burst.entries.filter(({ sequence }, at) => at === 0 || sequence !== burst.entries[at - 1]!.sequence).map((entry) => [entry, entry.offset])).values()];
    const first = offsets.slice(0, this.limits.firstLines);
    const last = offsets.slice(this.limits.firstLines).slice(-this.limits.lastLines);
    return [{ rule: state.rule.info.id, group: key, firstTime: new Date(times[0]!).toISOString(), lastTime: new Date(times.at(-1)!).toISOString(), count: burst.count, observed: burst.observed, linesTotal: offsets.length, lines: [...first, ...last].join(), open, evicted, related: burst.related }];
  }
}

/** One event is one line of a burst, though it may match several rules. */
function extend(burst: Burst, entry: Entry): void {
  if (burst.entries.at(-1)?.sequence !== entry.sequence) burst.count += entry.weight;
  burst.entries.push(entry);
}

function measured({ type, inputs, percentile }: CompiledCorrelation, entries: readonly Entry[]): number {
  const numbers = entries.map(({ value }) => Number(value)).sort((a, b) => a - b);
  const sum = entries.reduce((total, { value }) => total + Number(value), 0);
  switch (type) {
    case "event_count":
      return entries.reduce((total, { weight }) => total + weight, 0);
    case "value_count":
      return new Set(entries.map(({ value }) => value)).size;
    case "temporal":
      return new Set(entries.map(({ input }) => input)).size;
    case "temporal_ordered":
      return ordered(entries, inputs.length);
    case "value_percentile":
      return numbers[Math.max(0, Math.ceil(((percentile ?? 50) / 100) * numbers.length) - 1)]!;
    default:
      return type === "value_avg" ? sum / entries.length : sum;
  }
}

function ordered(entries: readonly Entry[], inputCount: number): number {
  const missing = Array.from({ length: inputCount }, (_, input) => input).some((input) => !entries.some((entry) => entry.input === input));
  if (missing) return 0;
  let wanted = 0;
  let lastSequence = -1;
  for (const { input, sequence } of entries) {
    if (input !== wanted || sequence === lastSequence) continue;
    wanted += 1;
    lastSequence = sequence;
  }
  return wanted;
}
