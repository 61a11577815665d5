import { ownText } from "./counted-texts.ts";
import { GROUP, recordWords } from "./group-record.ts";
import { AHEAD, type Lookahead } from "./lookahead.ts";
import { GrowingMemory } from "./growing-memory.ts";
import { Recency } from "./recency.ts";

/** In place of the first length: the values stand apart. */
const APART = 255;
/** Bytes of a group's share of the table that finds it. */
const SHARE_BYTES = 24;
const CHAR_BYTES = 2;
const NONE = -1;
const FIRST_GROUPS = 64;
/** The word with which a record's second line of the cache begins. */
const SECOND_LINE = 16;
/** Of the table's places at most two in three are taken: beyond that, looking for a free one takes long. */
const FULLEST = 2 / 3;

/**
 * The groups of one correlation by their values, in the order of last use. A group is a number, its slot; what is known of
 * it stands in typed arrays, so that a million groups are two allocations that the garbage collector never looks into.
 */
export class GroupTable {
  /** Of one record. */
  readonly words: number;
  private readonly recordBytes: number;
  private readonly valuesByte: number;
  private readonly memory: GrowingMemory;
  i32: Int32Array;
  f64: Float64Array;
  private u8: Uint8Array;
  size = 0;
  /** Characters of the values that do not stand in a record. */
  private chars = 0;
  readonly recency: Recency;
  /** What was only looked at: kept, so that looking is not left out as useless. */
  private seen = 0;
  private readonly width: number;
  /** Values too long for their record, by slot. */
  private readonly apart = new Map<number, readonly string[]>();
  /** The first of the free slots, each of which has the next in place of its head. */
  private free: number = NONE;
  private used = 0;
  /** Pairs of slot + 1 (0: free) and hash, by open addressing. */
  private places = new Int32Array(FIRST_GROUPS * 4);
  private readonly hashOf = seededHash();

  /**
   * @param width how many values name a group
   * @param counts words of its record that the caller counts in
   */
  constructor(width: number, counts: number) {
    this.width = width;
    this.words = recordWords(counts);
    this.recordBytes = this.words * 4;
    this.valuesByte = (GROUP.counts + counts) * 4;
    this.memory = new GrowingMemory(FIRST_GROUPS * this.recordBytes);
    this.i32 = new Int32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
    this.u8 = new Uint8Array(this.memory.buffer);
    this.recency = new Recency(this);
  }

  /** Memory of all groups. */
  get bytes(): number {
    return this.size * (this.recordBytes + SHARE_BYTES) + this.chars * CHAR_BYTES;
  }

  /** The slot of the group that the values name, or -1. */
  find(values: readonly string[], hash: number): number {
    const { places } = this;
    const mask = places.length - 2;
    for (let at = (hash << 1) & mask; places[at] !== 0; at = (at + 2) & mask) {
      if (places[at + 1] !== hash) continue;
      const slot = places[at]! - 1;
      if (this.isOf(slot, values)) return slot;
    }
    return NONE;
  }

  hash(values: readonly string[]): number {
    let hash = 0;
    for (let at = 0; at < this.width; at += 1) hash = this.hashOf(values[at]!, hash);
    return hash;
  }

  /**
   * Looks where the groups of many events probably stand, one kind of place after the other: the processor fetches many at
   * once from memory, where `find` would wait for each. `slots` is filled with what was found, -1 where nothing was.
   */
  foresee(ahead: Lookahead): void {
    const { places, i32, words } = this;
    const { hashes, slots } = ahead;
    const mask = places.length - 2;
    let seen = this.seen;
    for (let at = 0; at < AHEAD; at += 1) seen ^= places[(hashes[at]! << 1) & mask]!;
    for (let at = 0; at < AHEAD; at += 1) slots[at] = ahead.isKnown(at) ? this.firstWith(hashes[at]!) : NONE;
    for (let at = 0; at < AHEAD; at += 1) if (slots[at] !== NONE) seen ^= i32[slots[at]! * words]! ^ i32[slots[at]! * words + SECOND_LINE]!;
    this.seen = seen;
  }

  /** The slot of the first group with the hash, or -1. */
  private firstWith(hash: number): number {
    const { places } = this;
    const mask = places.length - 2;
    let at = (hash << 1) & mask;
    while (places[at] !== 0 && places[at + 1] !== hash) at = (at + 2) & mask;
    return places[at]! - 1;
  }

  /** Adds a group that is not in the table, as the most recently used. Its record is all zero but for its hash and values. */
  add(values: readonly string[], hash: number): number {
    const slot = this.take();
    const at = slot * this.words;
    this.i32.fill(0, at, at + this.words);
    this.i32[at + GROUP.hash] = hash;
    if (!this.write(slot, values)) {
      const kept = Array.from({ length: this.width }, (_, index) => ownText(values[index]!));
      this.u8[slot * this.recordBytes + this.valuesByte] = APART;
      this.apart.set(slot, kept);
      this.chars += charsOf(kept);
    }
    this.size += 1;
    if (this.size * 2 > this.places.length * FULLEST) this.rehash();
    this.place(slot, hash);
    this.recency.use(slot);
    return slot;
  }

  remove(slot: number): void {
    this.recency.remove(slot);
    this.displace(slot);
    if (this.width > 0 && this.u8[slot * this.recordBytes + this.valuesByte] === APART) {
      this.chars -= charsOf(this.apart.get(slot)!);
      this.apart.delete(slot);
    }
    this.i32[slot * this.words + GROUP.head] = this.free;
    this.free = slot;
    this.size -= 1;
  }

  valuesOf(slot: number): string[] {
    const values: string[] = [];
    let at = slot * this.recordBytes + this.valuesByte;
    if (this.width > 0 && this.u8[at] === APART) return [...this.apart.get(slot)!];
    while (values.length < this.width) {
      const end = at + 1 + this.u8[at]!;
      values.push(String.fromCharCode(...this.u8.subarray(at + 1, end)));
      at = end;
    }
    return values;
  }

  /** Whether the values name the group. */
  private isOf(slot: number, values: readonly string[]): boolean {
    const { u8, width } = this;
    let at = slot * this.recordBytes + this.valuesByte;
    if (width > 0 && u8[at] === APART) {
      const apart = this.apart.get(slot)!;
      for (let index = 0; index < width; index += 1) if (apart[index] !== values[index]) return false;
      return true;
    }
    for (let index = 0; index < width; index += 1) {
      const value = values[index]!;
      if (u8[at] !== value.length) return false;
      at += 1;
      for (let char = 0; char < value.length; char += 1) if (u8[at + char] !== value.charCodeAt(char)) return false;
      at += value.length;
    }
    return true;
  }

  /** Writes the values into the group's record; false when they do not fit. */
  private write(slot: number, values: readonly string[]): boolean {
    const { u8 } = this;
    let at = slot * this.recordBytes + this.valuesByte;
    const end = (slot + 1) * this.recordBytes;
    for (let index = 0; index < this.width; index += 1) {
      const value = values[index]!;
      if (at + 1 + value.length > end) return false;
      u8[at] = value.length;
      at += 1;
      for (let char = 0; char < value.length; char += 1) {
        const code = value.charCodeAt(char);
        if (code > 255) return false;
        u8[at + char] = code;
      }
      at += value.length;
    }
    return true;
  }

  newestMs(slot: number): number {
    return this.f64[((slot * this.words) >> 1) + GROUP.newestMs]!;
  }

  private take(): number {
    const { free } = this;
    if (free !== NONE) {
      this.free = this.i32[free * this.words + GROUP.head]!;
      return free;
    }
    if ((this.used + 1) * this.words > this.i32.length) {
      this.memory.grow((this.used + 1) * this.recordBytes);
      this.i32 = new Int32Array(this.memory.buffer);
      this.f64 = new Float64Array(this.memory.buffer);
      this.u8 = new Uint8Array(this.memory.buffer);
    }
    this.used += 1;
    return this.used - 1;
  }

  private place(slot: number, hash: number): void {
    const { places } = this;
    const mask = places.length - 2;
    let at = (hash << 1) & mask;
    while (places[at] !== 0) at = (at + 2) & mask;
    places[at] = slot + 1;
    places[at + 1] = hash;
  }

  private rehash(): void {
    const { places } = this;
    this.places = new Int32Array(places.length * 2);
    for (let at = 0; at < places.length; at += 2) if (places[at] !== 0) this.place(places[at]! - 1, places[at + 1]!);
  }

  /** Frees the slot's place; those after it that were pushed on by it move back, so that no search ends too early. */
  private displace(slot: number): void {
    const { places } = this;
    const mask = places.length - 2;
    let hole = (this.i32[slot * this.words + GROUP.hash]! << 1) & mask;
    while (places[hole] !== slot + 1) hole = (hole + 2) & mask;
    for (let at = (hole + 2) & mask; places[at] !== 0; at = (at + 2) & mask) {
      const home = (places[at + 1]! << 1) & mask;
      // It may move back unless its home lies after the hole.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      places[hole] = places[at]!;
      places[hole + 1] = places[at + 1]!;
      hole = at;
    }
    places[hole] = 0;
  }
}

/**
 * Hashes texts, each table in its own way: who chooses the texts cannot choose them so that all fall on one place. The order
 * of groups does not depend on it.
 */
function seededHash(): (text: string, seed: number) => number {
  const [start, first, second] = crypto.getRandomValues(new Uint32Array(3)) as unknown as [number, number, number];
  const one = first | 1;
  const two = second | 1;
  return (text, seed) => {
    let hash = start ^ seed ^ text.length;
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), one);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash, two);
    return hash ^ (hash >>> 13);
  };
}

function charsOf(values: readonly string[]): number {
  return values.reduce((total, { length }) => total + length, 0);
}
