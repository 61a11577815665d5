import type { CorrelationType, Threshold } from "../sigma/rule.ts";
import type { LineReference } from "./hit.ts";

/** One occurrence of an input rule in a group. JSON-safe, part of the snapshot. */
export type WindowEntry = {
  readonly timeMs: number;
  /** Order of arrival. */
  readonly sequence: number;
  readonly weight: number;
  /** Which of the correlation's rules. */
  readonly input: number;
  /** The counted or summed value, for value_* correlations. */
  readonly value: string | null;
  readonly line: LineReference;
  /** The hit that this occurrence belongs to, when the input is a correlation. */
  readonly hitKey: string | null;
};

export type Measure = { readonly type: CorrelationType; readonly inputCount: number; readonly percentile: number | null };

/**
 * The occurrences of one group no older than the timespan before the newest, in event-time order (then arrival).
 * Counts are kept up to date so that an event costs constant time.
 */
export class TimeWindow {
  newestMs = Number.NEGATIVE_INFINITY;
  private readonly measure: Measure;
  private readonly timespanMs: number;
  private items: WindowEntry[] = [];
  /** Entries before this index have left the window; they are cut off in bulk. */
  private head = 0;
  private weight = 0;
  private readonly distinct = new Map<string, number>();

  constructor(measure: Measure, timespanMs: number, entries: readonly WindowEntry[] = []) {
    this.measure = measure;
    this.timespanMs = timespanMs;
    for (const entry of entries) this.insert(entry);
  }

  get size(): number {
    return this.items.length - this.head;
  }

  entries(): readonly WindowEntry[] {
    return this.items.slice(this.head);
  }

  /** Whether an event of this time belongs to the window or moves it on; otherwise it came too late for it. */
  accepts(timeMs: number): boolean {
    return timeMs >= this.newestMs - this.timespanMs;
  }

  /** Whether an event of this time finds the window empty: more than a timespan after the newest. */
  hasEndedBy(timeMs: number): boolean {
    return timeMs > this.newestMs + this.timespanMs;
  }

  /** Adds an occurrence and lets go of those that fell out. Returns how many were dropped for the limit. */
  add(entry: WindowEntry, maxEntries: number): number {
    this.insert(entry);
    while (this.size > 0 && this.items[this.head]!.timeMs < this.newestMs - this.timespanMs) this.dropOldest();
    let dropped = 0;
    while (this.size > maxEntries) {
      this.dropOldest();
      dropped += 1;
    }
    return dropped;
  }

  /** What the condition compares: events, distinct values, rules seen, sum, average or percentile. */
  observed(): number {
    switch (this.measure.type) {
      case "event_count":
        return this.weight;
      case "value_count":
      case "temporal":
        return this.distinct.size;
      case "temporal_ordered":
        return this.orderedLength();
      default:
        return aggregate(this.numbers(), this.measure);
    }
  }

  private insert(entry: WindowEntry): void {
    let at = this.items.length;
    while (at > this.head && this.items[at - 1]!.timeMs > entry.timeMs) at -= 1;
    if (at === this.items.length) this.items.push(entry);
    else this.items.splice(at, 0, entry);
    this.newestMs = Math.max(this.newestMs, entry.timeMs);
    this.weight += entry.weight;
    const key = this.distinctKey(entry);
    if (key !== null) this.distinct.set(key, (this.distinct.get(key) ?? 0) + 1);
  }

  private dropOldest(): void {
    const entry = this.items[this.head]!;
    this.head += 1;
    this.weight -= entry.weight;
    const key = this.distinctKey(entry);
    if (key !== null) {
      const left = this.distinct.get(key)! - 1;
      if (left === 0) this.distinct.delete(key);
      else this.distinct.set(key, left);
    }
    if (this.head > 16 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
  }

  private distinctKey(entry: WindowEntry): string | null {
    const { type } = this.measure;
    if (type === "value_count") return entry.value;
    return type === "temporal" || type === "temporal_ordered" ? String(entry.input) : null;
  }

  /** How many of the rules, in their order, occur one after another. One event cannot stand for two of them. */
  private orderedLength(): number {
    if (this.distinct.size < this.measure.inputCount) return 0;
    let wanted = 0;
    let lastSequence = -1;
    for (let at = this.head; at < this.items.length && wanted < this.measure.inputCount; at += 1) {
      const entry = this.items[at]!;
      if (entry.input !== wanted || entry.sequence === lastSequence) continue;
      wanted += 1;
      lastSequence = entry.sequence;
    }
    return wanted;
  }

  private numbers(): number[] {
    return this.entries().flatMap(({ value }) => (value === null || value.trim() === "" || !Number.isFinite(Number(value)) ? [] : [Number(value)]));
  }
}

/** Sums from the entries each time: a running sum would drift, and differ after a restore. */
function aggregate(numbers: number[], measure: Measure): number {
  if (numbers.length === 0) return Number.NaN;
  if (measure.type === "value_percentile") {
    // Nearest rank.
    const sorted = numbers.sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(((measure.percentile ?? 50) / 100) * sorted.length) - 1)]!;
  }
  const sum = numbers.reduce((total, value) => total + value, 0);
  return measure.type === "value_avg" ? sum / numbers.length : sum;
}

export function meets(observed: number, thresholds: readonly Threshold[]): boolean {
  return !Number.isNaN(observed) && thresholds.every(({ operator, value }) => compare(observed, operator, value));
}

function compare(observed: number, operator: Threshold["operator"], value: number): boolean {
  switch (operator) {
    case "gt":
      return observed > value;
    case "gte":
      return observed >= value;
    case "lt":
      return observed < value;
    case "lte":
      return observed <= value;
    case "eq":
      return observed === value;
    case "neq":
      return observed !== value;
  }
}
