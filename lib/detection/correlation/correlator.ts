import type { EventRecord } from "../fields.ts";
import { CORRELATOR_LIMITS, type CorrelatorLimits } from "../limits.ts";
import { sha256Hex } from "../sha256.ts";
import type { CompiledCorrelation, CorrelationInput } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import { explainEvent, type RuleMatch, type RuleSet } from "../sigma/rule-set.ts";
import { CorrelationState, lineKey, type Outcome } from "./correlation-state.ts";
import { explainCorrelation } from "./explain-correlation.ts";
import type { Hit, LineReference } from "./hit.ts";
import type { CorrelatorSnapshot, RuleReport } from "./snapshot.ts";

/** A line's place, and when it was received (ISO 8601): attackers choose the times that lines state. */
export type ObservedLine = LineReference & { readonly receivedTime?: string };

export type Correlator = {
  /**
   * Takes the matches of one event, in the order of the log. Returns the hits that it raises or ends: one for every
   * single-event rule, one with `open: true` when a correlation's condition first holds, one with `open: false` when
   * that burst is over. An event without matches need not be observed; it changes nothing.
   */
  observe(event: EventRecord, matches: readonly RuleMatch[], line: ObservedLine): Hit[];
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

type Fired = { readonly opened: boolean; readonly hitKey: string | null };
const MATCHED: Fired = { opened: true, hitKey: null };
type Observed = { readonly event: EventRecord; readonly line: LineReference; readonly timeMs: number | null; readonly futureDated: boolean; readonly sequence: number; readonly weight: number };

class StatefulCorrelator implements Correlator {
  readonly discarded: { ruleId: string; openHits: number }[] = [];
  private readonly ruleSet: RuleSet;
  private readonly limits: CorrelatorLimits;
  private readonly states: readonly CorrelationState[];
  /** Numbers of the rules that some correlation takes. */
  private readonly inputRules: ReadonlySet<number>;
  private watermarkMs: number | null;
  private sequence: number;

  constructor(ruleSet: RuleSet, snapshot: CorrelatorSnapshot | null, limits: CorrelatorLimits) {
    this.ruleSet = ruleSet;
    this.limits = limits;
    this.watermarkMs = snapshot?.watermarkMs ?? null;
    this.sequence = snapshot?.sequence ?? 0;
    this.inputRules = new Set(ruleSet.correlations.flatMap(({ inputs }) => inputs.map(({ rule }) => rule)));
    const stored = new Map(snapshot?.rules.map((rule) => [rule.ruleId, rule]));
    this.states = ruleSet.correlations.map((rule) => {
      const from = stored.get(rule.info.id);
      if (from?.ruleHash !== rule.info.hash) return new CorrelationState(rule, limits, null);
      stored.delete(rule.info.id);
      return new CorrelationState(rule, limits, from);
    });
    for (const { ruleId, groups } of stored.values()) this.discarded.push({ ruleId, openHits: groups.filter(({ hit }) => hit !== null).length });
  }

  observe(event: EventRecord, matches: readonly RuleMatch[], line: ObservedLine): Hit[] {
    if (matches.length === 0) return [];
    const { receivedTime, ...reference } = line;
    const hits: Hit[] = [];
    for (const match of matches) if (match.rule.raisesHits) hits.push(this.single(event, match, reference));
    if (!matches.some(({ number }) => this.inputRules.has(number))) return hits;
    const fired = new Map<number, Fired>();
    for (const { number } of matches) fired.set(number, MATCHED);
    const observed = this.dated(event, reference, receivedTime);
    this.ruleSet.view.reset(event);
    for (const state of this.states) this.correlateAll(state, observed, fired, hits);
    return hits;
  }

  private correlateAll(state: CorrelationState, observed: Observed, fired: Map<number, Fired>, hits: Hit[]): void {
    const { rule } = state;
    for (let at = 0; at < rule.inputs.length; at += 1) {
      const input = rule.inputs[at]!;
      if (!isOccurrence(rule, input, fired.get(input.rule))) continue;
      const outcome = this.correlate(state, input, at, observed, fired);
      if (rule.info.raisesHits) hits.push(...outcome.hits);
      if (outcome.holds) fired.set(rule.number, { opened: outcome.opened || fired.get(rule.number)?.opened === true, hitKey: outcome.hitKey });
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
    return { version: 1, watermarkMs: this.watermarkMs, sequence: this.sequence, rules: this.states.map((state) => state.snapshot()) };
  }

  report(): { [ruleId: string]: Readonly<RuleReport> } {
    return Object.fromEntries(this.states.map((state) => [state.rule.info.id, { ...state.report }]));
  }

  private visible(): CorrelationState[] {
    return this.states.filter(({ rule }) => rule.info.raisesHits);
  }

  /** The event's time for correlation; moves the watermark on, and lets go of what is over. */
  private dated(event: EventRecord, line: LineReference, receivedTime: string | undefined): Observed {
    const stated = typeof event["time"] === "string" ? Date.parse(event["time"]) : Number.NaN;
    const received = receivedTime === undefined ? Number.NaN : Date.parse(receivedTime);
    const futureDated = stated > received + this.limits.clockSkewMs;
    const known = futureDated || Number.isNaN(stated) ? received : stated;
    // Without any time of its own an event is taken to happen now, in the log's time.
    const timeMs = Number.isNaN(known) ? this.watermarkMs : known;
    if (timeMs !== null && (this.watermarkMs === null || timeMs > this.watermarkMs)) this.watermarkMs = timeMs;
    this.sequence += 1;
    const repeat = event["repeatCount"];
    return { event, line, timeMs, futureDated, sequence: this.sequence, weight: typeof repeat === "number" && repeat >= 1 ? Math.floor(repeat) : 1 };
  }

  private correlate(state: CorrelationState, input: CorrelationInput, at: number, observed: Observed, fired: ReadonlyMap<number, Fired>): Outcome {
    const watermark = this.watermarkMs;
    const ended = watermark === null ? [] : state.sweep(watermark);
    const nothing = { holds: false, opened: false, hitKey: null, hits: ended };
    if (observed.timeMs === null || watermark === null) {
      state.report.untimed += 1;
      return nothing;
    }
    const groupValues = this.fieldValues(input.groupFields);
    const values = this.fieldValues(input.valueFields);
    if (groupValues === null || values === null) {
      state.report.incomplete += 1;
      return nothing;
    }
    if (observed.futureDated) state.report.futureDated += 1;
    const entry = {
      timeMs: observed.timeMs,
      sequence: observed.sequence,
      // A line that stands for several events is several where events are counted; a burst of a chained rule is one.
      weight: input.isCorrelation ? 1 : observed.weight,
      input: at,
      value: values.length === 0 ? null : values.length === 1 ? values[0]! : JSON.stringify(values),
      line: observed.line,
      hitKey: fired.get(input.rule)?.hitKey ?? null,
    };
    const outcome = state.observe(entry, groupValues, watermark, (measured) => this.explanation(state.rule, groupValues, measured, input, observed.event));
    return ended.length === 0 ? outcome : { ...outcome, hits: [...ended, ...outcome.hits] };
  }

  private explanation(rule: CompiledCorrelation, groupValues: readonly string[], measured: number, trigger: CorrelationInput, event: EventRecord): ExplanationNode {
    return explainCorrelation(rule, groupValues, measured, trigger, trigger.isCorrelation ? null : explainEvent(this.ruleSet, trigger.rule, event));
  }

  /** The texts of all fields, or null when one is missing. A field with several values is their list. */
  private fieldValues(fields: readonly number[]): string[] | null {
    const values: string[] = [];
    for (const field of fields) {
      const texts = this.ruleSet.view.texts(field);
      if (texts.length === 0) return null;
      values.push(texts.length === 1 ? texts[0]!.text : JSON.stringify(texts.map(({ text }) => text)));
    }
    return values;
  }

  private single(event: EventRecord, match: RuleMatch, line: LineReference): Hit {
    const { rule, number } = match;
    const time = typeof event["time"] === "string" ? event["time"] : null;
    return {
      hitKey: sha256Hex([rule.id, rule.hash, lineKey(line), time ?? ""].join("\n")).slice(0, 32),
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

/**
 * Whether an input counts as having occurred. For temporal correlations a chained correlation occurs with every event
 * at which its condition holds (a brute force still going on is "before" the sign-in that ends it); where occurrences
 * are counted, a burst counts once, when it begins.
 */
function isOccurrence(rule: CompiledCorrelation, input: CorrelationInput, fired: Fired | undefined): boolean {
  if (!fired) return false;
  return !input.isCorrelation || rule.type.startsWith("temporal") || fired.opened;
}
