import type { EventRecord } from "../fields.ts";
import { CORRELATOR_LIMITS, type CorrelatorLimits } from "../limits.ts";
import { halfSha256Hex } from "../sha256.ts";
import type { CompiledCorrelation, CorrelationInput } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import { explainEvent, type RuleMatch, type RuleSet } from "../sigma/rule-set.ts";
import { CorrelationState, type Explain, lineKey } from "./correlation-state.ts";
import { EventClock } from "./event-clock.ts";
import { explainCorrelation } from "./explain-correlation.ts";
import { FiredRules } from "./fired-rules.ts";
import { type Hit, type LineReference, referenceOf } from "./hit.ts";
import { AHEAD } from "./lookahead.ts";
import type { CorrelatorSnapshot, RuleReport } from "./snapshot.ts";

/** A line's place, and when it was received (ISO 8601): attackers choose the times that lines state. */
export type ObservedLine = LineReference & { readonly receivedTime?: string };

export type MatchedEvent = { readonly event: EventRecord; readonly matches: readonly RuleMatch[]; readonly line: ObservedLine };

export type Correlator = {
  /**
   * Takes the matches of one event, in the order of the log. Returns the hits that it raises or ends: one for every
   * single-event rule, one with `open: true` when a correlation's condition first holds, one with `open: false` when
   * that burst is over. An event without matches need not be observed; it changes nothing.
   */
  observe(event: EventRecord, matches: readonly RuleMatch[], line: ObservedLine): Hit[];
  /**
   * The same for several events in their order. With very many groups it takes half the time.
   *
   * @param told is told, hit by hit, which event raised or ended it
   */
  observeAll<Matched extends MatchedEvent>(events: readonly Matched[], told?: (hit: Hit, event: Matched) => void): Hit[];
  /** The current state of every open hit: store it at the end of a run, the next run's hits replace it by `hitKey`. */
  openHits(): Hit[];
  /** Ends all open hits. Only for input that is over; a job that will continue takes a snapshot instead. */
  flush(): Hit[];
  snapshot(): CorrelatorSnapshot;
  /** What each correlation could not take into account so far, by rule id. */
  report(): { readonly [ruleId: string]: Readonly<RuleReport> };
  /** Rules whose stored state could not be restored, because they were changed or removed. */
  readonly discarded: readonly { readonly ruleId: string; readonly openHits: number }[];
};

/**
 * Creates a correlator, empty or from a snapshot. Resumed at any line, it returns exactly the hits of an
 * uninterrupted run. Throws RangeError for a snapshot of another version.
 */
export function createCorrelator(ruleSet: RuleSet, snapshot: CorrelatorSnapshot | null = null, limits: Partial<CorrelatorLimits> = {}): Correlator {
  if (snapshot && snapshot.version !== 1) throw new RangeError(`snapshot version ${String(snapshot.version)} is not known`);
  return new StatefulCorrelator(ruleSet, snapshot, { ...CORRELATOR_LIMITS, ...limits });
}

/** Several rules of one correlation may match one event: for counting it is one event, for sequences each rule counts. */
const COUNTS_ONCE = new Set(["event_count", "value_count", "value_sum", "value_avg", "value_percentile"]);
const ALONE = -1;
const NO_LINE: LineReference = { lineNumber: 0, offset: 0, length: 0 };

class StatefulCorrelator implements Correlator {
  readonly discarded: { ruleId: string; openHits: number }[] = [];
  private readonly ruleSet: RuleSet;
  private readonly limits: CorrelatorLimits;
  private readonly states: readonly CorrelationState[];
  /** Which rules matched the event at hand, or which correlations' conditions hold with it. */
  private readonly fired: FiredRules;
  private readonly clock = new EventClock();
  /** The event at hand, as an occurrence: one object for all, kept by none. */
  private readonly entry = { timeMs: 0, sequence: 0, weight: 1, input: 0, value: null as string | null, line: NO_LINE, hitKey: null as string | null };
  private readonly groupValues: string[] = [];
  /** The place of the event at hand among those that were looked at together; -1 when it stands alone. */
  private place = ALONE;
  private event: EventRecord = {};
  /** Of the event at hand, and the newest of all: not a number while none is known, for null beside numbers would have every number kept as an object. */
  private timeMs = Number.NaN;
  private futureDated = false;
  private repeats = 1;
  private watermarkMs: number;
  private sequence: number;

  constructor(ruleSet: RuleSet, snapshot: CorrelatorSnapshot | null, limits: CorrelatorLimits) {
    this.ruleSet = ruleSet;
    this.limits = limits;
    this.watermarkMs = snapshot?.watermarkMs ?? Number.NaN;
    this.sequence = snapshot?.sequence ?? 0;
    this.fired = new FiredRules(ruleSet.correlations);
    const stored = new Map(snapshot?.rules.map((rule) => [rule.ruleId, rule]));
    const explain: Explain = (rule, groupValues, measured, input) => this.explanation(rule, groupValues, measured, rule.inputs[input]!);
    this.states = ruleSet.correlations.map((rule) => {
      const from = stored.get(rule.info.id);
      const known = from?.ruleHash === rule.info.hash;
      if (known) stored.delete(rule.info.id);
      return new CorrelationState(rule, limits, known ? from : null, this.fired.isInput(rule.number), explain);
    });
    for (const { ruleId, groups } of stored.values()) this.discarded.push({ ruleId, openHits: groups.filter(({ hit }) => hit !== null).length });
  }

  observe(event: EventRecord, matches: readonly RuleMatch[], line: ObservedLine): Hit[] {
    const hits: Hit[] = [];
    this.place = ALONE;
    this.take(event, matches, line, hits);
    return hits;
  }

  observeAll<Matched extends MatchedEvent>(events: readonly Matched[], told?: (hit: Hit, event: Matched) => void): Hit[] {
    const hits: Hit[] = [];
    let untold = 0;
    for (let from = 0; from < events.length; from += AHEAD) {
      const to = Math.min(from + AHEAD, events.length);
      for (const state of this.states) this.foresee(state, events, from, to);
      for (let at = from; at < to; at += 1) {
        const { event, matches, line } = events[at]!;
        this.place = at - from;
        this.take(event, matches, line, hits);
        if (told) for (; untold < hits.length; untold += 1) told(hits[untold]!, events[at]!);
      }
    }
    return hits;
  }

  private foresee(state: CorrelationState, events: readonly MatchedEvent[], from: number, to: number): void {
    const { view } = this.ruleSet;
    state.ahead.forget();
    if (!state.isLarge) return;
    for (let at = from; at < to; at += 1) {
      const { event, matches } = events[at]!;
      const input = firstInput(state.rule, matches);
      if (input === -1) continue;
      view.reset(event);
      if (this.readGroup(state.rule.inputs[input]!.groupFields)) state.ahead.note(at - from, input, this.groupValues, state.hash(this.groupValues));
    }
    state.foresee(this.watermarkMs);
  }

  /** Takes the matches of one event; adds the hits that it raises or ends. */
  private take(event: EventRecord, matches: readonly RuleMatch[], line: ObservedLine, hits: Hit[]): void {
    let correlated = false;
    // Counted: taken from an iterator, each match would make garbage whenever the engine does not see through it.
    for (let at = 0; at < matches.length; at += 1) {
      const match = matches[at]!;
      if (match.rule.raisesHits) hits.push(this.single(event, match, referenceOf(line)));
      correlated ||= this.fired.isInput(match.number);
    }
    if (!correlated) return;
    this.fired.next();
    for (let at = 0; at < matches.length; at += 1) this.fired.matched(matches[at]!.number);
    this.date(event, line.receivedTime);
    this.event = event;
    this.entry.line = line;
    this.ruleSet.view.reset(event);
    for (let at = 0; at < this.states.length; at += 1) this.correlateAll(this.states[at]!, hits);
    this.entry.line = NO_LINE;
  }

  private correlateAll(state: CorrelationState, hits: Hit[]): void {
    const { rule, outcome } = state;
    for (let at = 0; at < rule.inputs.length; at += 1) {
      const input = rule.inputs[at]!;
      if (!this.fired.occurs(rule, input)) continue;
      this.correlate(state, input, at, rule.info.raisesHits ? hits : []);
      if (outcome.holds) this.fired.holds(rule.number, outcome.opened, outcome.hitKey);
      if (COUNTS_ONCE.has(rule.type)) return;
    }
  }

  openHits(): Hit[] {
    return this.visible().flatMap((state) => state.openHits());
  }

  flush(): Hit[] {
    return this.states.flatMap((state) => {
      const ended = state.close();
      return state.rule.info.raisesHits ? ended : [];
    });
  }

  snapshot(): CorrelatorSnapshot {
    return { version: 1, watermarkMs: Number.isNaN(this.watermarkMs) ? null : this.watermarkMs, sequence: this.sequence, rules: this.states.map((state) => state.snapshot()) };
  }

  report(): { [ruleId: string]: Readonly<RuleReport> } {
    return Object.fromEntries(this.states.map((state) => [state.rule.info.id, { ...state.report }]));
  }

  private visible(): CorrelationState[] {
    return this.states.filter(({ rule }) => rule.info.raisesHits);
  }

  /** The event's time for correlation; moves the watermark on. */
  private date(event: EventRecord, receivedTime: string | undefined): void {
    const stated = this.clock.stated(event);
    const received = receivedTime === undefined ? Number.NaN : this.clock.received(receivedTime);
    this.futureDated = stated > received + this.limits.clockSkewMs;
    const known = this.futureDated || Number.isNaN(stated) ? received : stated;
    // Without any time of its own an event is taken to happen now, in the log's time.
    this.timeMs = Number.isNaN(known) ? this.watermarkMs : known;
    if (Number.isNaN(this.watermarkMs) || this.timeMs > this.watermarkMs) this.watermarkMs = this.timeMs;
    this.sequence += 1;
    const repeat = event["repeatCount"];
    this.repeats = typeof repeat === "number" && repeat >= 1 ? Math.floor(repeat) : 1;
  }

  private correlate(state: CorrelationState, input: CorrelationInput, at: number, hits: Hit[]): void {
    const { entry, groupValues, timeMs, watermarkMs } = this;
    state.nothing();
    if (!Number.isNaN(watermarkMs)) state.sweep(watermarkMs, hits);
    if (Number.isNaN(timeMs)) {
      state.report.untimed += 1;
      return;
    }
    const value = input.valueFields.length === 0 ? null : this.valueOf(input.valueFields);
    const known = state.ahead.read(this.place, at, groupValues);
    if (value === undefined || !(known || this.readGroup(input.groupFields))) {
      state.report.incomplete += 1;
      return;
    }
    if (this.futureDated) state.report.futureDated += 1;
    entry.timeMs = timeMs;
    entry.sequence = this.sequence;
    // A line that stands for several events is several where events are counted; a burst of a chained rule is one.
    entry.weight = input.isCorrelation ? 1 : this.repeats;
    entry.input = at;
    entry.value = value;
    entry.hitKey = this.fired.hitKey(input.rule);
    state.observe(entry, groupValues, known ? state.ahead.hashes[this.place]! : state.hash(groupValues), watermarkMs, hits);
  }

  private explanation(rule: CompiledCorrelation, groupValues: readonly string[], measured: number, trigger: CorrelationInput): ExplanationNode {
    return explainCorrelation(rule, groupValues, measured, trigger, trigger.isCorrelation ? null : explainEvent(this.ruleSet, trigger.rule, this.event));
  }

  /** Reads the values that name the event's group; false when one is missing. */
  private readGroup(fields: readonly number[]): boolean {
    for (let at = 0; at < fields.length; at += 1) {
      const text = this.ruleSet.view.joined(fields[at]!);
      if (text === null) return false;
      this.groupValues[at] = text;
    }
    return true;
  }

  /** The counted value: several fields are a list; undefined when one is missing. */
  private valueOf(fields: readonly number[]): string | undefined {
    if (fields.length === 1) return this.ruleSet.view.joined(fields[0]!) ?? undefined;
    const texts = fields.map((field) => this.ruleSet.view.joined(field));
    return texts.includes(null) ? undefined : JSON.stringify(texts);
  }

  private single(event: EventRecord, match: RuleMatch, line: LineReference): Hit {
    const { rule, number } = match;
    const time = typeof event["time"] === "string" ? event["time"] : null;
    return {
      hitKey: halfSha256Hex([rule.id, rule.hash, lineKey(line.offset, line.segment), time ?? ""].join("\n")),
      ruleId: rule.id,
      ruleHash: rule.hash,
      title: rule.title,
      severity: rule.severity,
      kind: rule.kind,
      groupKey: {},
      firstTime: time,
      lastTime: time,
      count: 1,
      observed: 1,
      lines: [line],
      linesTotal: 1,
      open: false,
      evicted: false,
      related: [],
      explanation: explainEvent(this.ruleSet, number, event) ?? { label: rule.title, kind: "rule", matched: true },
    };
  }
}

/** The first of a correlation's rules that is among the matches, by its place; -1 when none of them is. */
function firstInput({ inputs }: CompiledCorrelation, matches: readonly RuleMatch[]): number {
  for (let at = 0; at < inputs.length; at += 1) for (let other = 0; other < matches.length; other += 1) if (matches[other]!.number === inputs[at]!.rule) return at;
  return -1;
}
