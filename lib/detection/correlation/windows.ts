import type { Threshold } from "../sigma/rule.ts";
import { EntryPool, type WindowEntry } from "./entry-pool.ts";
import { GroupCounts, type Measure } from "./group-counts.ts";
import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";
import { AHEAD } from "./lookahead.ts";

const NONE = -1;

/**
 * The windows of a correlation's groups. A window holds the group's occurrences no older than the timespan before the
 * newest, in event-time order (then arrival). Counts are kept up to date so that an event costs constant time.
 */
export class Windows {
  readonly pool = new EntryPool();
  private readonly groups: GroupTable;
  private readonly measure: Measure;
  private readonly timespanMs: number;
  private readonly counts: GroupCounts;
  /** Whether what is observed is told by going through all entries. */
  private readonly walks: boolean;
  private readonly oldest = new Int32Array(AHEAD);

  constructor(groups: GroupTable, measure: Measure, timespanMs: number) {
    this.groups = groups;
    this.measure = measure;
    this.timespanMs = timespanMs;
    this.counts = new GroupCounts(groups, this.pool.texts, measure);
    this.walks = measure.type === "temporal_ordered";
  }

  /** Memory of all windows. */
  get bytes(): number {
    return this.pool.bytes + this.counts.bytes;
  }

  /** Makes the window of a new group. */
  open(slot: number): void {
    const { i32, f64 } = this.groups;
    const word = slot * this.groups.words;
    i32[word + GROUP.head] = NONE;
    i32[word + GROUP.tail] = NONE;
    i32[word + GROUP.size] = 0;
    const double = word >> 1;
    f64[double + GROUP.newestMs] = Number.NEGATIVE_INFINITY;
    f64[double + GROUP.oldestMs] = Number.POSITIVE_INFINITY;
    f64[double + GROUP.weight] = 0;
    this.counts.open(slot);
  }

  /**
   * Looks at entries that will be needed of groups, whose slots these replace: the newest, which the next ones are appended
   * to, and the oldest where it will go, or where all are gone through.
   */
  foresee(slots: Int32Array, watermarkMs: number): void {
    const { i32, f64, words } = this.groups;
    const { oldest } = this;
    const fromMs = this.walks ? Number.POSITIVE_INFINITY : watermarkMs - this.timespanMs;
    for (let at = 0; at < slots.length; at += 1) {
      const word = slots[at]! * words;
      oldest[at] = slots[at] === NONE || f64[(word >> 1) + GROUP.oldestMs]! >= fromMs ? NONE : i32[word + GROUP.head]!;
      if (slots[at] !== NONE) slots[at] = i32[word + GROUP.tail]!;
    }
    this.pool.foresee(slots);
    this.pool.foresee(oldest);
  }

  /** Lets go of all entries. */
  clear(slot: number): void {
    const { pool, counts } = this;
    const byOne = !counts.endsWithRecord(slot);
    for (let at = this.first(slot); at !== NONE; ) {
      if (byOne) counts.remove(slot, pool.value(at), pool.input(at));
      at = pool.removeFirst(at);
    }
    this.groups.i32[slot * this.groups.words + GROUP.head] = NONE;
  }

  /** The first of the group's entries, by its number in the pool; -1 without any. */
  first(slot: number): number {
    return this.groups.i32[slot * this.groups.words + GROUP.head]!;
  }

  entries(slot: number): WindowEntry[] {
    const entries: WindowEntry[] = [];
    for (let at = this.first(slot); at !== NONE; at = this.pool.after(at)) entries.push(this.pool.entry(at));
    return entries;
  }

  /** Whether an event of this time belongs to the window or moves it on; otherwise it came too late for it. */
  accepts(slot: number, timeMs: number): boolean {
    return timeMs >= this.groups.newestMs(slot) - this.timespanMs;
  }

  /** Whether an event of this time finds the window empty: more than a timespan after the newest. */
  hasEndedBy(slot: number, timeMs: number): boolean {
    return timeMs > this.groups.newestMs(slot) + this.timespanMs;
  }

  /** Adds an occurrence and lets go of those that fell out. Returns how many were dropped for the limit. */
  add(slot: number, entry: WindowEntry, maxEntries: number): number {
    this.insert(slot, entry);
    const { i32 } = this.groups;
    const word = slot * this.groups.words;
    const oldestMs = this.groups.newestMs(slot) - this.timespanMs;
    while (this.groups.f64[(word >> 1) + GROUP.oldestMs]! < oldestMs) this.dropOldest(slot);
    let dropped = 0;
    while (i32[word + GROUP.size]! > maxEntries) {
      this.dropOldest(slot);
      dropped += 1;
    }
    return dropped;
  }

  /** What the condition compares: events, distinct values, rules seen, sum, average or percentile. */
  observed(slot: number): number {
    switch (this.measure.type) {
      case "event_count":
        return this.groups.f64[((slot * this.groups.words) >> 1) + GROUP.weight]!;
      case "value_count":
      case "temporal":
        return this.groups.i32[slot * this.groups.words + GROUP.distinct]!;
      case "temporal_ordered":
        return this.orderedLength(slot);
      default:
        return this.aggregate(slot);
    }
  }

  insert(slot: number, entry: WindowEntry): void {
    const { pool, groups } = this;
    const { i32, f64 } = groups;
    const word = slot * this.groups.words;
    const double = word >> 1;
    let after = NONE;
    let before = i32[word + GROUP.tail]!;
    // The last entry is the newest: its time need not be fetched.
    if (entry.timeMs >= f64[double + GROUP.newestMs]!) f64[double + GROUP.newestMs] = entry.timeMs;
    else {
      while (before !== NONE && pool.timeMs(before) > entry.timeMs) {
        after = before;
        before = pool.before(before);
      }
    }
    const at = pool.insert(entry, before, after);
    this.counts.add(slot, pool.value(at), entry.input);
    if (before === NONE) {
      i32[word + GROUP.head] = at;
      f64[double + GROUP.oldestMs] = entry.timeMs;
    }
    if (after === NONE) i32[word + GROUP.tail] = at;
    i32[word + GROUP.size]! += 1;
    f64[double + GROUP.weight]! += entry.weight;
  }

  /** Lets go of the oldest entry of a window that has one; false when nothing is left beside the newest. */
  dropOldest(slot: number): boolean {
    const { i32, f64 } = this.groups;
    const word = slot * this.groups.words;
    const at = i32[word + GROUP.head]!;
    const value = this.pool.value(at);
    const input = this.pool.input(at);
    f64[(word >> 1) + GROUP.weight]! -= this.pool.weight(at);
    const head = this.pool.removeFirst(at);
    i32[word + GROUP.head] = head;
    f64[(word >> 1) + GROUP.oldestMs] = head === NONE ? Number.POSITIVE_INFINITY : this.pool.timeMs(head);
    if (head === NONE) i32[word + GROUP.tail] = NONE;
    i32[word + GROUP.size]! -= 1;
    this.counts.remove(slot, value, input);
    return i32[word + GROUP.size]! > 1;
  }

  /** How many of the rules, in their order, occur one after another. One event cannot stand for two of them. */
  private orderedLength(slot: number): number {
    const { inputCount } = this.measure;
    if (this.groups.i32[slot * this.groups.words + GROUP.distinct]! < inputCount) return 0;
    let wanted = 0;
    let lastSequence = -1;
    for (let at = this.first(slot); at !== NONE && wanted < inputCount; at = this.pool.after(at)) {
      const sequence = this.pool.sequence(at);
      if (this.pool.input(at) !== wanted || sequence === lastSequence) continue;
      wanted += 1;
      lastSequence = sequence;
    }
    return wanted;
  }

  /** A sum, an average or a percentile; NaN without numbers. */
  private aggregate(slot: number): number {
    const { type } = this.measure;
    if (type === "value_percentile") return this.counts.percentile(slot, this.measure.percentile ?? 50);
    const count = this.counts.numbers(slot);
    const exact = this.counts.exactSum(slot);
    const sum = Number.isNaN(exact) ? this.sum(slot) : exact;
    if (count === 0) return Number.NaN;
    return type === "value_avg" ? sum / count : sum;
  }

  /** Adds up the numbers in their order: a running sum of fractions would drift, and differ after a restore. */
  private sum(slot: number): number {
    let sum = 0;
    for (let at = this.first(slot); at !== NONE; at = this.pool.after(at)) {
      const amount = this.amount(at);
      if (Number.isFinite(amount)) sum += amount;
    }
    return sum;
  }

  /** What an entry's value says as a number; NaN where it says none. */
  private amount(entry: number): number {
    const value = this.pool.value(entry);
    return value === NONE ? Number.NaN : this.pool.texts.amount(value);
  }
}

export function meets(observed: number, thresholds: readonly Threshold[]): boolean {
  if (Number.isNaN(observed)) return false;
  for (let at = 0; at < thresholds.length; at += 1) if (!compare(observed, thresholds[at]!.operator, thresholds[at]!.value)) return false;
  return true;
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
