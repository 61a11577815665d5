import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";

/** So many values of a group stand in its record, as pairs of number + 1 (0: none) and count; most groups never have more. */
const PAIRS = 4;
/** Words of a group's record that its first values take. */
export const DISTINCT_WORDS = PAIRS * 2;
/** Memory of a value beyond those, its share of free places included. */
export const BEYOND_BYTES = 48;
/** Words of a place: slot + 1 (0: free), value, count, and one that makes it a power of two. */
const PLACE = 4;
const FIRST_PLACES = 64;
const FULLEST = 2 / 3;

/** How often each value occurs in each group. Groups and values are numbers. A group's first values stand in its record, all others in one table of all groups. */
export class DistinctValues {
  /** Values beyond those that every group has room for, of all groups: by what groups hold, not by where it stands. */
  beyond = 0;
  private readonly groups: GroupTable;
  /** Places of pairs of group and value, by open addressing. */
  private places = new Int32Array(FIRST_PLACES * PLACE);
  private taken = 0;

  constructor(groups: GroupTable) {
    this.groups = groups;
  }

  /** Adds one of the value to the group. */
  add(slot: number, value: number): void {
    const { i32, words } = this.groups;
    const group = slot * words;
    const from = group + GROUP.counts;
    let free = -1;
    let inRecord = 0;
    for (let at = from; at < from + DISTINCT_WORDS; at += 2) {
      if (i32[at] === value + 1) {
        i32[at + 1]! += 1;
        return;
      }
      if (i32[at] === 0) free = at;
      else inRecord += 1;
    }
    const distinct = i32[group + GROUP.distinct]!;
    if (distinct > inRecord) {
      const place = this.find(slot, value);
      if (this.places[place] !== 0) {
        this.places[place + 2]! += 1;
        return;
      }
    }
    if (free === -1) this.place(slot, value, 1);
    else {
      i32[free] = value + 1;
      i32[free + 1] = 1;
    }
    i32[group + GROUP.distinct] = distinct + 1;
    if (distinct >= PAIRS) this.beyond += 1;
  }

  /** Takes one of the value from the group, which has it. */
  remove(slot: number, value: number): void {
    const { i32, words } = this.groups;
    const group = slot * words;
    const from = group + GROUP.counts;
    let at = from;
    while (at < from + DISTINCT_WORDS && i32[at] !== value + 1) at += 2;
    if (at < from + DISTINCT_WORDS) {
      i32[at + 1]! -= 1;
      if (i32[at + 1] !== 0) return;
      i32[at] = 0;
    } else {
      const place = this.find(slot, value);
      this.places[place + 2]! -= 1;
      if (this.places[place + 2] !== 0) return;
      this.displace(place);
    }
    i32[group + GROUP.distinct]! -= 1;
    if (i32[group + GROUP.distinct]! >= PAIRS) this.beyond -= 1;
  }

  /** Whether the group has more values than its record has room for. */
  isBeyond(slot: number): boolean {
    return this.groups.i32[slot * this.groups.words + GROUP.distinct]! > PAIRS;
  }

  private home(slot: number, value: number): number {
    let hash = Math.imul(slot + 1, 0x9e3779b1) ^ Math.imul(value + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return ((hash ^ (hash >>> 13)) * PLACE) & (this.places.length - PLACE);
  }

  /** The place of a pair, or the free one where it belongs. */
  private find(slot: number, value: number): number {
    const { places } = this;
    const mask = places.length - PLACE;
    let at = this.home(slot, value);
    while (places[at] !== 0 && (places[at] !== slot + 1 || places[at + 1] !== value)) at = (at + PLACE) & mask;
    return at;
  }

  private place(slot: number, value: number, count: number): void {
    if ((this.taken + 1) * PLACE > this.places.length * FULLEST) {
      const { places } = this;
      this.places = new Int32Array(places.length * 2);
      this.taken = 0;
      for (let at = 0; at < places.length; at += PLACE) if (places[at] !== 0) this.place(places[at]! - 1, places[at + 1]!, places[at + 2]!);
    }
    const at = this.find(slot, value);
    this.places[at] = slot + 1;
    this.places[at + 1] = value;
    this.places[at + 2] = count;
    this.taken += 1;
  }

  /** Frees a place; those after it that were pushed on by it move back, so that no search ends too early. */
  private displace(place: number): void {
    const { places } = this;
    const mask = places.length - PLACE;
    let hole = place;
    for (let at = (hole + PLACE) & mask; places[at] !== 0; at = (at + PLACE) & mask) {
      const home = this.home(places[at]! - 1, places[at + 1]!);
      // It may move back unless its home lies after the hole.
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      places.copyWithin(hole, at, at + PLACE);
      hole = at;
    }
    places[hole] = 0;
    this.taken -= 1;
  }
}
