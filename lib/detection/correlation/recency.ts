import { GROUP } from "./group-record.ts";

const NONE = -1;
const FIRST_PLACES = 256;
/** Places for each slot: with fewer, the queue is tidied more often; with more, it takes more memory. */
const PLACES_PER_SLOT = 4;

type Records = { readonly i32: Int32Array; readonly words: number };

/**
 * Groups in the order of their last use. Every use appends to a queue, and only a group's last place in it counts, which
 * stands in its record: a use writes to where the group is looked at anyhow, where a linked list would write to its
 * neighbours, too.
 */
export class Recency {
  private queue = new Int32Array(FIRST_PLACES);
  private head = 0;
  private end = 0;
  private size = 0;
  private highest = 0;
  private readonly groups: Records;

  /** @param groups where the records of all groups stand, each of so many words; a new group's is zero */
  constructor(groups: Records) {
    this.groups = groups;
  }

  /** Makes a group the most recently used; adds it when it is not there. */
  use(slot: number): void {
    const word = slot * this.groups.words + GROUP.place;
    const place = this.groups.i32[word]! - 1;
    if (place === NONE) this.size += 1;
    else if (place === this.end - 1) return;
    if (this.end === this.queue.length) this.tidy();
    if (slot > this.highest) this.highest = slot;
    this.queue[this.end] = slot;
    this.end += 1;
    this.groups.i32[word] = this.end;
  }

  remove(slot: number): void {
    this.groups.i32[slot * this.groups.words + GROUP.place] = 0;
    this.size -= 1;
  }

  /** The slot not used for longest, or -1. */
  oldest(): number {
    while (this.head < this.end) {
      const slot = this.queue[this.head]!;
      if (this.isLast(slot, this.head)) return slot;
      this.head += 1;
    }
    return NONE;
  }

  /** All slots, the one not used for longest first. */
  slots(): number[] {
    const slots: number[] = [];
    for (let at = this.head; at < this.end; at += 1) if (this.isLast(this.queue[at]!, at)) slots.push(this.queue[at]!);
    return slots;
  }

  private isLast(slot: number, place: number): boolean {
    return this.groups.i32[slot * this.groups.words + GROUP.place] === place + 1;
  }

  /**
   * Drops the places that no longer count: seen from the end, all but the first of each slot. Marks of the slots seen fit
   * into the processor's cache, where asking each group's record would mean as many looks into memory.
   */
  private tidy(): void {
    const { queue } = this;
    const seen = new Uint8Array((this.highest >> 3) + 1);
    let from = this.end;
    for (let at = this.end - 1; at >= this.head; at -= 1) {
      const slot = queue[at]!;
      const bit = 1 << (slot & 7);
      if ((seen[slot >> 3]! & bit) !== 0) continue;
      seen[slot >> 3]! |= bit;
      // A group that was removed has no place.
      if (!this.isLast(slot, at)) continue;
      from -= 1;
      queue[from] = slot;
    }
    const kept = queue.subarray(from, this.end);
    const wanted = Math.max(FIRST_PLACES, this.size * PLACES_PER_SLOT);
    if (wanted > queue.length) this.queue = new Int32Array(wanted * 2);
    this.queue.set(kept);
    this.head = 0;
    this.end = kept.length;
    for (let at = 0; at < this.end; at += 1) this.groups.i32[this.queue[at]! * this.groups.words + GROUP.place] = at + 1;
  }
}
