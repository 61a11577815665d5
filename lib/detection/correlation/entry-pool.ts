import type { LineReference } from "./hit.ts";
import { CountedTexts } from "./counted-texts.ts";
import { GrowingMemory } from "./growing-memory.ts";

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

/** One entry is eight doubles: six numbers, then before, after, input and the number of its value plus one as words of 32 bits. */
const DOUBLES = 8;
const WORDS = 16;
const AT = { timeMs: 0, sequence: 1, lineNumber: 2, offset: 3, length: 4, weight: 5, before: 12, after: 13, input: 14, value: 15 } as const;
const NONE = -1;
const FIRST_ENTRIES = 64;
const ENTRY_BYTES = DOUBLES * 8;
const CHAR_BYTES = 2;

/** The occurrences of all groups of one correlation, as linked lists in one typed array: an entry is a number. */
export class EntryPool {
  /** Entries in use. */
  size = 0;
  readonly texts = new CountedTexts();
  private readonly memory = new GrowingMemory(FIRST_ENTRIES * DOUBLES * 8);
  private f64 = new Float64Array(this.memory.buffer);
  private i32 = new Int32Array(this.memory.buffer);
  private used = 0;
  /** What was only looked at: kept, so that looking is not left out as useless. */
  private seen = 0;
  private free = NONE;
  /** Empty as long as no entry has such a thing. */
  private readonly segments: (string | undefined)[] = [];
  private readonly hitKeys: (string | null)[] = [];

  /** Memory of all entries, with their values. */
  get bytes(): number {
    return this.size * ENTRY_BYTES + this.texts.chars * CHAR_BYTES;
  }

  /** Keeps an occurrence between two entries, either of which may be -1. */
  insert(entry: WindowEntry, before: number, after: number): number {
    const at = this.take();
    const { f64, i32 } = this;
    const { line } = entry;
    const double = at * DOUBLES;
    f64[double + AT.timeMs] = entry.timeMs;
    f64[double + AT.sequence] = entry.sequence;
    f64[double + AT.lineNumber] = line.lineNumber;
    f64[double + AT.offset] = line.offset;
    f64[double + AT.length] = line.length;
    f64[double + AT.weight] = entry.weight;
    const word = at * WORDS;
    i32[word + AT.before] = before;
    i32[word + AT.after] = after;
    i32[word + AT.input] = entry.input;
    if (before !== NONE) i32[before * WORDS + AT.after] = at;
    if (after !== NONE) i32[after * WORDS + AT.before] = at;
    i32[word + AT.value] = entry.value === null ? 0 : this.texts.take(entry.value) + 1;
    if (line.segment !== undefined) keep(this.segments, at, line.segment, undefined);
    if (entry.hitKey !== null) keep(this.hitKeys, at, entry.hitKey, null);
    this.size += 1;
    return at;
  }

  /** Looks at entries that will be needed; -1 stands for none. */
  foresee(entries: Int32Array): void {
    const { i32 } = this;
    let seen = this.seen;
    for (let at = 0; at < entries.length; at += 1) if (entries[at] !== NONE) seen ^= i32[entries[at]! * WORDS]!;
    this.seen = seen;
  }

  /** Lets go of the first entry of a list; returns the one after it, or -1. */
  removeFirst(at: number): number {
    const after = this.after(at);
    if (after !== NONE) this.i32[after * WORDS + AT.before] = NONE;
    const value = this.value(at);
    if (value !== NONE) this.texts.release(value);
    if (at < this.segments.length) this.segments[at] = undefined;
    if (at < this.hitKeys.length) this.hitKeys[at] = null;
    this.i32[at * WORDS + AT.after] = this.free;
    this.free = at;
    this.size -= 1;
    return after;
  }

  timeMs(at: number): number {
    return this.f64[at * DOUBLES + AT.timeMs]!;
  }

  sequence(at: number): number {
    return this.f64[at * DOUBLES + AT.sequence]!;
  }

  weight(at: number): number {
    return this.f64[at * DOUBLES + AT.weight]!;
  }

  input(at: number): number {
    return this.i32[at * WORDS + AT.input]!;
  }

  before(at: number): number {
    return this.i32[at * WORDS + AT.before]!;
  }

  after(at: number): number {
    return this.i32[at * WORDS + AT.after]!;
  }

  /** The number of the value among `texts`; -1 without one. */
  value(at: number): number {
    return this.i32[at * WORDS + AT.value]! - 1;
  }

  /** Whether some entry belongs to a hit. */
  hasHits(): boolean {
    return this.hitKeys.length > 0;
  }

  lineNumber(at: number): number {
    return this.f64[at * DOUBLES + AT.lineNumber]!;
  }

  offset(at: number): number {
    return this.f64[at * DOUBLES + AT.offset]!;
  }

  length(at: number): number {
    return this.f64[at * DOUBLES + AT.length]!;
  }

  segment(at: number): string | undefined {
    return at < this.segments.length ? this.segments[at] : undefined;
  }

  entry(at: number): WindowEntry {
    const { f64 } = this;
    const double = at * DOUBLES;
    const value = this.value(at);
    const segment = this.segment(at);
    const line = { lineNumber: f64[double + AT.lineNumber]!, offset: f64[double + AT.offset]!, length: f64[double + AT.length]! };
    return {
      timeMs: this.timeMs(at),
      sequence: this.sequence(at),
      weight: this.weight(at),
      input: this.input(at),
      value: value === NONE ? null : this.texts.text(value),
      line: segment === undefined ? line : { ...line, segment },
      hitKey: at < this.hitKeys.length ? this.hitKeys[at]! : null,
    };
  }

  private take(): number {
    const { free } = this;
    if (free !== NONE) {
      this.free = this.after(free);
      return free;
    }
    if ((this.used + 1) * DOUBLES > this.f64.length) {
      this.memory.grow((this.used + 1) * DOUBLES * 8);
      this.f64 = new Float64Array(this.memory.buffer);
      this.i32 = new Int32Array(this.memory.buffer);
    }
    this.used += 1;
    return this.used - 1;
  }
}

/** Arrays with holes are slow: what lies before is filled. */
function keep<Kept>(list: Kept[], at: number, kept: Kept, filler: Kept): void {
  while (list.length < at) list.push(filler);
  list[at] = kept;
}
