import type { CorrelatorLimits } from "../limits.ts";
import { sha256Hex } from "../sha256.ts";
import type { CompiledCorrelation } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import { addToHit, type Hit, type LineReference, type OpenHit } from "./hit.ts";
import { RecencyMap } from "./recency-map.ts";
import { emptyReport, type RuleReport, type RuleSnapshot } from "./snapshot.ts";
import { meets, TimeWindow, type WindowEntry } from "./window.ts";

type Group = { readonly values: readonly string[]; window: TimeWindow; hit: OpenHit | null };

/** An occurrence that a correlation passes on to the correlations that refer to it. */
export type Outcome = {
  /** The condition holds with this event. */
  readonly holds: boolean;
  readonly opened: boolean;
  readonly hitKey: string | null;
  readonly hits: readonly Hit[];
};

const NOTHING: Outcome = { holds: false, opened: false, hitKey: null, hits: [] };

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
  private readonly limits: CorrelatorLimits;
  private readonly groups = new RecencyMap<Group>();

  constructor(rule: CompiledCorrelation, limits: CorrelatorLimits, from: RuleSnapshot | null) {
    this.rule = rule;
    this.limits = limits;
    this.report = from ? { ...from.report } : emptyReport();
    for (const { values, entries, hit } of from?.groups ?? []) {
      const window = new TimeWindow(this.measure(), rule.timespanMs, entries);
      this.groups.add(groupKey(values), { values, window, hit: hit && structuredClone(hit) });
    }
  }

  /** Takes an occurrence into its group. `explain` is called only when a hit is raised. */
  observe(entry: WindowEntry, groupValues: readonly string[], watermarkMs: number, explain: (observed: number) => ExplanationNode): Outcome {
    if (entry.timeMs < this.horizon(watermarkMs)) {
      this.report.late += 1;
      return NOTHING;
    }
    const key = groupKey(groupValues);
    const hits: Hit[] = [];
    let group = this.groups.use(key);
    if (group && group.window.hasEndedBy(entry.timeMs)) {
      if (group.hit) hits.push(this.toHit(group.hit, false, false));
      this.groups.delete(key);
      group = undefined;
    }
    if (group && !group.window.accepts(entry.timeMs)) {
      this.report.late += 1;
      return { ...NOTHING, hits };
    }
    if (!group) {
      group = { values: groupValues, window: new TimeWindow(this.measure(), this.rule.timespanMs), hit: null };
      this.groups.add(key, group);
      hits.push(...this.evict());
    }
    this.report.droppedEntries += group.window.add(entry, this.limits.entriesPerGroup);
    return this.judge(group, entry, hits, explain);
  }

  private judge(group: Group, entry: WindowEntry, hits: Hit[], explain: (observed: number) => ExplanationNode): Outcome {
    const observed = group.window.observed();
    const holds = meets(observed, this.rule.thresholds);
    if (group.hit) {
      addToHit(group.hit, entry, this.limits);
      return { holds, opened: false, hitKey: group.hit.hitKey, hits };
    }
    if (!holds) return hits.length === 0 ? NOTHING : { ...NOTHING, hits };
    group.hit = this.open(group, entry, observed, explain(observed));
    hits.push(this.toHit(group.hit, true, false));
    return { holds, opened: true, hitKey: group.hit.hitKey, hits };
  }

  private open(group: Group, trigger: WindowEntry, observed: number, explanation: ExplanationNode): OpenHit {
    const entries = group.window.entries();
    const first = entries[0] ?? trigger;
    const identity = [this.rule.info.id, this.rule.info.hash, JSON.stringify(group.values), first.timeMs, trigger.timeMs, lineKey(first.line), lineKey(trigger.line)];
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
      groupValues: group.values,
      related: [...related].slice(-this.limits.lastLines).map(([hitKey, ruleId]) => ({ ruleId, hitKey })),
      explanation,
    };
    for (const entry of entries) addToHit(hit, entry, this.limits);
    return hit;
  }

  /** Lets go of groups whose window is over for good; returns the hits that thereby end. Oldest update first. */
  sweep(watermarkMs: number): Hit[] {
    const ended: Hit[] = [];
    const horizon = this.horizon(watermarkMs);
    for (let oldest = this.groups.peekOldest(); oldest && oldest.value.window.newestMs < horizon; oldest = this.groups.peekOldest()) {
      this.groups.delete(oldest.key);
      if (oldest.value.hit) ended.push(this.toHit(oldest.value.hit, false, false));
    }
    return ended;
  }

  private evict(): Hit[] {
    const ended: Hit[] = [];
    for (let oldest = this.groups.peekOldest(); oldest && this.groups.size > this.limits.groupsPerRule; oldest = this.groups.peekOldest()) {
      this.groups.delete(oldest.key);
      this.report.evictedGroups += 1;
      if (oldest.value.hit) ended.push(this.toHit(oldest.value.hit, false, true));
    }
    return ended;
  }

  /** Ends every hit. */
  close(): Hit[] {
    const ended = this.openHits().map((hit) => ({ ...hit, open: false }));
    this.groups.clear();
    return ended;
  }

  openHits(): Hit[] {
    return this.groups.entries().flatMap(({ value: { hit } }) => (hit ? [this.toHit(hit, true, false)] : []));
  }

  snapshot(): RuleSnapshot {
    const groups = this.groups.entries().map(({ value: { values, window, hit } }) => ({ values, entries: window.entries(), hit: hit && structuredClone(hit) }));
    return { ruleId: this.rule.info.id, ruleHash: this.rule.info.hash, report: { ...this.report }, groups };
  }

  /** Events older than this can no longer belong to any window. */
  private horizon(watermarkMs: number): number {
    return watermarkMs - this.rule.timespanMs - this.limits.latenessMs;
  }

  private measure() {
    return { type: this.rule.type, inputCount: this.rule.inputs.length, percentile: this.rule.percentile };
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

/** All groups of a correlation have the same number of values, so one value needs no quoting. */
function groupKey(values: readonly string[]): string {
  return values.length === 1 ? values[0]! : JSON.stringify(values);
}

/** Names a line within everything that a correlator reads. */
export function lineKey(line: LineReference): string {
  return `${line.segment ?? ""}:${line.offset}`;
}
