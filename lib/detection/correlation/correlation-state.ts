import type { CorrelatorLimits } from "../limits.ts";
import { sha256Hex } from "../sha256.ts";
import type { CompiledCorrelation } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import { addToHit, type Hit, type LineReference, type OpenHit } from "./hit.ts";
import { ENTRY_BYTES, type WindowEntry } from "./entry-pool.ts";
import { GROUP } from "./group-record.ts";
import { GROUP_BYTES, GroupTable } from "./group-table.ts";
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

const MANY_GROUPS = 20_000;
const CHAR_BYTES = 2;
/** Of a hit that goes on, with its lines and its explanation: an upper estimate. */
const HIT_BYTES = 6_000;

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
  private readonly limits: CorrelatorLimits;
  private readonly groups: GroupTable;
  private readonly windows: Windows;
  /** By slot. */
  private readonly hits = new Map<number, OpenHit>();
  private readonly referredTo: boolean;
  private readonly explain: Explain;

  /** @param referredTo whether another correlation asks what this one does */
  constructor(rule: CompiledCorrelation, limits: CorrelatorLimits, from: RuleSnapshot | null, referredTo: boolean, explain: Explain) {
    this.rule = rule;
    this.limits = limits;
    this.referredTo = referredTo;
    this.explain = explain;
    this.report = from ? { ...from.report } : emptyReport();
    this.groups = new GroupTable(rule.groupBy.length);
    this.windows = new Windows(this.groups, { type: rule.type, inputCount: rule.inputs.length, percentile: rule.percentile }, rule.timespanMs);
    for (const { values, entries, hit } of from?.groups ?? []) {
      const slot = this.groups.add(values, this.groups.hash(values));
      this.windows.open(slot);
      for (const entry of entries) this.windows.insert(slot, entry);
      if (hit) this.keepHit(slot, structuredClone(hit));
    }
  }

  /** Takes an occurrence into its group; adds the hits that it raises or ends. */
  observe(entry: WindowEntry, groupValues: readonly string[], watermarkMs: number, hits: Hit[]): void {
    const { groups, windows } = this;
    this.nothing();
    if (entry.timeMs < this.horizon(watermarkMs)) {
      this.report.late += 1;
      return;
    }
    const hash = groups.hash(groupValues);
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
    this.judge(slot, entry, hits);
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

  /** Fetches what `observe` will need of groups with these hashes. Changes nothing. */
  foresee(hashes: Int32Array, count: number, slots: Int32Array): void {
    this.groups.foresee(hashes, count, slots);
    this.windows.foresee(slots, count);
  }

  /** Notes that an event that might have occurred here did nothing. */
  nothing(): void {
    this.outcome.holds = false;
    this.outcome.opened = false;
    this.outcome.hitKey = null;
  }

  private judge(slot: number, entry: WindowEntry, hits: Hit[]): void {
    const { outcome } = this;
    const hit = this.groups.i32[slot * GROUP.words + GROUP.hit] === 0 ? undefined : this.hits.get(slot);
    if (hit) {
      addToHit(hit, entry, this.limits);
      outcome.holds = this.referredTo && meets(this.windows.observed(slot), this.rule.thresholds);
      outcome.hitKey = hit.hitKey;
      return;
    }
    const observed = this.windows.observed(slot);
    if (!meets(observed, this.rule.thresholds)) return;
    const opened = this.open(slot, entry, observed);
    this.keepHit(slot, opened);
    hits.push(this.toHit(opened, true, false));
    outcome.holds = true;
    outcome.opened = true;
    outcome.hitKey = opened.hitKey;
  }

  private open(slot: number, trigger: WindowEntry, observed: number): OpenHit {
    const entries = this.windows.entries(slot);
    const values = this.groups.valuesOf(slot);
    const first = entries[0] ?? trigger;
    const identity = [this.rule.info.id, this.rule.info.hash, JSON.stringify(values), first.timeMs, trigger.timeMs, lineKey(first.line), lineKey(trigger.line)];
    const related = new Map(entries.flatMap(({ hitKey, input }) => (hitKey === null ? [] : [[hitKey, this.rule.inputs[input]!.info.id] as const])));
    const hit: OpenHit = {
      hitKey: sha256Hex(identity.join("\n")).slice(0, 32),
      firstTimeMs: first.timeMs,
      lastTimeMs: trigger.timeMs,
      count: 0,
      observed,
      first: [],
      last: [],
      linesTotal: 0,
      lastSequence: -1,
      groupValues: values,
      related: [...related].slice(-this.limits.lastLines).map(([hitKey, ruleId]) => ({ ruleId, hitKey })),
      explanation: this.explain(this.rule, values, observed, trigger.input),
    };
    for (const entry of entries) addToHit(hit, entry, this.limits);
    return hit;
  }

  private keepHit(slot: number, hit: OpenHit): void {
    this.hits.set(slot, hit);
    this.groups.i32[slot * GROUP.words + GROUP.hit] = 1;
  }

  /** Ends the group's burst, if it has one, and empties its window; the group stays. */
  private end(slot: number, hits: Hit[], evicted: boolean): void {
    if (this.groups.i32[slot * GROUP.words + GROUP.hit] !== 0) {
      hits.push(this.toHit(this.hits.get(slot)!, false, evicted));
      this.hits.delete(slot);
      this.groups.i32[slot * GROUP.words + GROUP.hit] = 0;
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
    const { groups, windows, hits } = this;
    return groups.size * GROUP_BYTES + windows.pool.size * ENTRY_BYTES + (groups.chars + windows.pool.texts.chars) * CHAR_BYTES + hits.size * HIT_BYTES;
  }

  /** Ends every hit. */
  close(): Hit[] {
    const ended: Hit[] = [];
    for (const slot of this.groups.recency.slots()) this.remove(slot, ended, false);
    return ended;
  }

  openHits(): Hit[] {
    return this.groups.recency.slots().flatMap((slot) => {
      const hit = this.hits.get(slot);
      return hit ? [this.toHit(hit, true, false)] : [];
    });
  }

  snapshot(): RuleSnapshot {
    const groups = this.groups.recency.slots().map((slot) => ({ values: this.groups.valuesOf(slot), entries: this.windows.entries(slot), hit: structuredClone(this.hits.get(slot) ?? null) }));
    return { ruleId: this.rule.info.id, ruleHash: this.rule.info.hash, report: { ...this.report }, groups };
  }

  /** Events older than this can no longer belong to any window. */
  private horizon(watermarkMs: number): number {
    return watermarkMs - this.rule.timespanMs - this.limits.latenessMs;
  }

  private toHit(hit: OpenHit, open: boolean, evicted: boolean): Hit {
    const { info, groupBy } = this.rule;
    return {
      hitKey: hit.hitKey,
      ruleId: info.id,
      ruleHash: info.hash,
      title: info.title,
      severity: info.severity,
      kind: info.kind,
      groupKey: Object.fromEntries(groupBy.map((name, at) => [name, hit.groupValues[at] ?? ""])),
      firstTime: new Date(hit.firstTimeMs).toISOString(),
      lastTime: new Date(hit.lastTimeMs).toISOString(),
      count: hit.count,
      observed: hit.observed,
      lines: [...hit.first, ...hit.last],
      linesTotal: hit.linesTotal,
      open,
      evicted,
      related: [...hit.related],
      explanation: hit.explanation,
    };
  }
}

/** Names a line within everything that a correlator reads. */
export function lineKey(line: LineReference): string {
  return `${line.segment ?? ""}:${line.offset}`;
}
