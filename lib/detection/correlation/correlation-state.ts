import type { CorrelatorLimits } from "../limits.ts";
import { NamesAfter } from "../sha256.ts";
import type { CompiledCorrelation } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import type { Hit, OpenHit } from "./hit.ts";
import type { WindowEntry } from "./entry-pool.ts";
import { countWords } from "./group-counts.ts";
import { GroupTable } from "./group-table.ts";
import { Lookahead } from "./lookahead.ts";
import { OpenHits } from "./open-hits.ts";
import { emptyReport, type RuleReport, type RuleSnapshot } from "./snapshot.ts";
import { meets, Windows } from "./windows.ts";

/** What an occurrence did, for the correlations that refer to this one. Written anew by every occurrence. */
export type Outcome = {
  /** The condition holds with this event. Not told while a hit goes on that no correlation refers to. */
  holds: boolean;
  opened: boolean;
  hitKey: string | null;
};

/** Why a hit is raised: asked once for each. */
export type Explain = (rule: CompiledCorrelation, groupValues: readonly string[], observed: number, input: number) => ExplanationNode;

const NOTHING_RELATED: OpenHit["related"] = [];
const NONE = -1;
const MANY_GROUPS = 20_000;

/**
 * The groups of one correlation.
 *
 * Burst: a hit is raised when the condition first holds in a group whose window (the timespan up to and including the
 * newest event) is not already part of a hit. It starts with all events of the window and is extended by every further
 * event of the group, whether or not the condition still holds, until the window is empty: until more than the timespan
 * has passed, in event time, since the group's newest event. The next event then starts afresh.
 */
export class CorrelationState {
  readonly rule: CompiledCorrelation;
  readonly report: RuleReport;
  readonly outcome: Outcome = { holds: false, opened: false, hitKey: null };
  readonly ahead: Lookahead;
  private readonly limits: CorrelatorLimits;
  private readonly groups: GroupTable;
  private readonly windows: Windows;
  private readonly hits: OpenHits;
  private readonly referredTo: boolean;
  private readonly explain: Explain;
  private readonly hitNames: NamesAfter;

  /** @param referredTo whether another correlation asks what this one does */
  constructor(rule: CompiledCorrelation, limits: CorrelatorLimits, from: RuleSnapshot | null, referredTo: boolean, explain: Explain) {
    this.rule = rule;
    this.limits = limits;
    this.referredTo = referredTo;
    this.explain = explain;
    this.hitNames = new NamesAfter(`${rule.info.id}\n${rule.info.hash}\n`);
    this.report = from ? { ...from.report } : emptyReport();
    const measure = { type: rule.type, inputCount: rule.inputs.length, percentile: rule.percentile };
    this.groups = new GroupTable(rule.groupBy.length, countWords(measure));
    this.hits = new OpenHits(this.groups, limits);
    this.ahead = new Lookahead(rule.groupBy.length);
    this.windows = new Windows(this.groups, measure, rule.timespanMs);
    for (const { values, entries, hit } of from?.groups ?? []) {
      const slot = this.groups.add(values, this.groups.hash(values));
      this.windows.open(slot);
      for (const entry of entries) this.windows.insert(slot, entry);
      if (hit) this.hits.restore(slot, hit);
    }
  }

  /** Takes an occurrence into its group, which the values with this hash name; adds the hits that it raises or ends. */
  observe(entry: WindowEntry, groupValues: readonly string[], hash: number, watermarkMs: number, hits: Hit[]): void {
    const { groups, windows } = this;
    this.nothing();
    if (entry.timeMs < this.horizon(watermarkMs)) {
      this.report.late += 1;
      return;
    }
    let slot = groups.find(groupValues, hash);
    if (slot !== -1) {
      groups.recency.use(slot);
      if (windows.hasEndedBy(slot, entry.timeMs)) this.end(slot, hits, false);
      else if (!windows.accepts(slot, entry.timeMs)) {
        this.report.late += 1;
        return;
      }
    } else {
      if (groups.size >= this.limits.groupsPerRule) this.evictOldest(hits);
      slot = groups.add(groupValues, hash);
      windows.open(slot);
    }
    this.report.droppedEntries += windows.add(slot, entry, this.limits.entriesPerGroup);
    this.judge(slot, entry, groupValues, hits);
    if (this.bytes() > this.limits.bytesPerRule) this.makeRoom(slot, hits);
  }

  /** Evicts other groups, then lets go of occurrences of this one. */
  private makeRoom(slot: number, hits: Hit[]): void {
    while (this.bytes() > this.limits.bytesPerRule && this.groups.recency.oldest() !== slot) this.evictOldest(hits);
    while (this.bytes() > this.limits.bytesPerRule && this.windows.dropOldest(slot)) this.report.droppedEntries += 1;
  }

  /** Whether the groups are too many for the processor's caches. */
  get isLarge(): boolean {
    return this.groups.size >= MANY_GROUPS;
  }

  hash(groupValues: readonly string[]): number {
    return this.groups.hash(groupValues);
  }

  /** Fetches what `observe` will need of the groups ahead. Changes nothing else. */
  foresee(watermarkMs: number): void {
    this.groups.foresee(this.ahead);
    this.hits.foresee(this.ahead.slots);
    this.windows.foresee(this.ahead.slots, watermarkMs);
  }

  /** Notes that an event that might have occurred here did nothing. */
  nothing(): void {
    this.outcome.holds = false;
    this.outcome.opened = false;
    this.outcome.hitKey = null;
  }

  private judge(slot: number, entry: WindowEntry, groupValues: readonly string[], hits: Hit[]): void {
    const { outcome } = this;
    const hit = this.hits.of(slot);
    if (hit !== NONE) {
      const { line } = entry;
      this.hits.extend(hit, entry.timeMs, entry.sequence, entry.weight, line.lineNumber, line.offset, line.length, line.segment);
      outcome.holds = this.referredTo && meets(this.windows.observed(slot), this.rule.thresholds);
      outcome.hitKey = this.hits.hitKey(hit);
      return;
    }
    const observed = this.windows.observed(slot);
    if (!meets(observed, this.rule.thresholds)) return;
    outcome.hitKey = this.open(slot, entry, groupValues.slice(0, this.rule.groupBy.length), observed, hits);
    outcome.holds = true;
    outcome.opened = true;
  }

  /** Begins a hit with all that the window holds, and tells it; returns its key. */
  private open(slot: number, trigger: WindowEntry, values: readonly string[], observed: number, hits: Hit[]): string {
    const { rule, windows } = this;
    const { pool } = windows;
    const first = windows.first(slot);
    const firstTimeMs = first === NONE ? trigger.timeMs : pool.timeMs(first);
    const firstLine = first === NONE ? lineKey(trigger.line.offset, trigger.line.segment) : lineKey(pool.offset(first), pool.segment(first));
    const hitKey = this.hitNames.halfSha256Hex(`${JSON.stringify(values)}\n${firstTimeMs}\n${trigger.timeMs}\n${firstLine}\n${lineKey(trigger.line.offset, trigger.line.segment)}`);
    const explanation = this.explain(rule, values, observed, trigger.input);
    const hit = this.hits.begin(slot, { hitKey, firstTimeMs, lastTimeMs: trigger.timeMs, observed, related: this.relatedTo(slot), explanation });
    for (let at = first; at !== NONE; at = pool.after(at)) this.hits.extend(hit, pool.timeMs(at), pool.sequence(at), pool.weight(at), pool.lineNumber(at), pool.offset(at), pool.length(at), pool.segment(at));
    hits.push(this.toHit(values, hit, explanation, true, false));
    return hitKey;
  }

  /** The hits that occurrences belong to, each once. */
  private relatedTo(slot: number): OpenHit["related"] {
    if (!this.windows.pool.hasHits()) return NOTHING_RELATED;

    const entries = this.windows.entries(slot);
    if (entries.every(({ hitKey }) => hitKey === null)) return NOTHING_RELATED;
    const related = new Map(entries.flatMap(({ hitKey, input }) => (hitKey === null ? [] : [[hitKey, this.rule.inputs[input]!.info.id] as const])));
    return [...related].slice(-this.limits.lastLines).map(([hitKey, ruleId]) => ({ ruleId, hitKey }));
  }

  /** Ends the group's burst, if it has one, and empties its window; the group stays. */
  private end(slot: number, hits: Hit[], evicted: boolean): void {
    const hit = this.hits.of(slot);
    if (hit !== NONE) {
      hits.push(this.toHit(this.groups.valuesOf(slot), hit, this.hits.explanation(hit), false, evicted));
      this.hits.remove(slot);
    }
    this.windows.clear(slot);
    this.windows.open(slot);
  }

  private remove(slot: number, hits: Hit[], evicted: boolean): void {
    this.end(slot, hits, evicted);
    this.groups.remove(slot);
  }

  /** Lets go of groups whose window is over for good; adds the hits that thereby end. Oldest update first. */
  sweep(watermarkMs: number, hits: Hit[]): void {
    const { groups } = this;
    const horizon = this.horizon(watermarkMs);
    for (let oldest = groups.recency.oldest(); oldest !== -1 && groups.newestMs(oldest) < horizon; oldest = groups.recency.oldest()) this.remove(oldest, hits, false);
  }

  private evictOldest(hits: Hit[]): void {
    const oldest = this.groups.recency.oldest();
    if (oldest === -1) return;
    this.remove(oldest, hits, true);
    this.report.evictedGroups += 1;
  }

  /** Memory of all that is kept, by its parts: the same after a restore. */
  private bytes(): number {
    return this.groups.bytes + this.windows.bytes + this.hits.bytes;
  }

  /** Ends every hit. */
  close(): Hit[] {
    const ended: Hit[] = [];
    for (const slot of this.groups.recency.slots()) this.remove(slot, ended, false);
    return ended;
  }

  openHits(): Hit[] {
    return this.groups.recency.slots().flatMap((slot) => {
      const hit = this.hits.of(slot);
      return hit === NONE ? [] : [this.toHit(this.groups.valuesOf(slot), hit, this.hits.explanation(hit), true, false)];
    });
  }

  snapshot(): RuleSnapshot {
    const groups = this.groups.recency.slots().map((slot) => {
      const values = this.groups.valuesOf(slot);
      const hit = this.hits.of(slot);
      return { values, entries: this.windows.entries(slot), hit: hit === NONE ? null : this.hits.stored(hit, values) };
    });
    return { ruleId: this.rule.info.id, ruleHash: this.rule.info.hash, report: { ...this.report }, groups };
  }

  /** Events older than this can no longer belong to any window. */
  private horizon(watermarkMs: number): number {
    return watermarkMs - this.rule.timespanMs - this.limits.latenessMs;
  }

  private toHit(values: readonly string[], hit: number, explanation: ExplanationNode, open: boolean, evicted: boolean): Hit {
    const { info } = this.rule;
    const { hitKey, firstTime, lastTime, count, observed, lines, linesTotal, related } = this.hits.figures(hit);
    return {
      hitKey,
      ruleId: info.id,
      ruleHash: info.hash,
      title: info.title,
      severity: info.severity,
      kind: info.kind,
      groupKey: this.groupKey(values),
      firstTime,
      lastTime,
      count,
      observed,
      lines,
      linesTotal,
      open,
      evicted,
      related,
      explanation,
    };
  }

  private groupKey(values: readonly string[]): Hit["groupKey"] {
    const { groupBy } = this.rule;
    if (groupBy.length === 0) return {};
    // Most correlations group by one field. A field may be called `__proto__`.
    if (groupBy.length === 1 && groupBy[0] !== "__proto__") return { [groupBy[0]!]: values[0]! };
    return Object.fromEntries(groupBy.map((name, at) => [name, values[at]!]));
  }
}

/** Names a line within everything that a correlator reads. */
export function lineKey(offset: number, segment: string | undefined): string {
  return `${segment ?? ""}:${offset}`;
}
