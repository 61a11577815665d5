import { GROUP } from "./group-record.ts";

const NONE = -1;
const FIRST_PLACES = 256;
/** Places for each slot: with fewer, the queue is tidied more often; with more, it takes more memory. */
const PLACES_PER_SLOT = 4;

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
  private readonly groups: { readonly i32: Int32Array };

  /** @param groups where the records of all groups stand; a new group's is zero */
  constructor(groups: { readonly i32: Int32Array }) {
    this.groups = groups;
  }

  /** Makes a group the most recently used; adds it when it is not there. */
  use(slot: number): void {
    const word = slot * GROUP.words + GROUP.place;
    const place = this.groups.i32[word]! - 1;
    if (place === NONE) this.size += 1;
    else if (place === this.end - 1) return;
    if (this.end === this.queue.length) this.tidy();
    this.queue[this.end] = slot;
    this.end += 1;
    this.groups.i32[word] = this.end;
  }

  remove(slot: number): void {
    this.groups.i32[slot * GROUP.words + GROUP.place] = 0;
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
    return this.groups.i32[slot * GROUP.words + GROUP.place] === place + 1;
  }

  /** Drops the places that no longer count. */
  private tidy(): void {
    const { queue } = this;
    const wanted = Math.max(FIRST_PLACES, this.size * PLACES_PER_SLOT);
    const into = wanted > queue.length ? new Int32Array(wanted * 2) : queue;
    let kept = 0;
    for (let at = this.head; at < this.end; at += 1) {
      const slot = queue[at]!;
      if (!this.isLast(slot, at)) continue;
      into[kept] = slot;
      kept += 1;
      this.groups.i32[slot * GROUP.words + GROUP.place] = kept;
    }
    this.queue = into;
    this.head = 0;
    this.end = kept;
  }
}
