const NONE = -1;
const FIRST_PLACES = 256;
/** Places for each slot: with fewer, the queue is tidied more often; with more, it takes more memory. */
const PLACES_PER_SLOT = 4;

/**
 * Slots in the order of their last use. Every use appends to a queue, and only a slot's last place in it counts: a use
 * writes to two places of memory, where a linked list would write to its neighbours, too.
 */
export class Recency {
  private queue = new Int32Array(FIRST_PLACES);
  /** Of each slot; -1 when it is not in use. */
  private lastPlace = new Int32Array(FIRST_PLACES).fill(NONE);
  private head = 0;
  private end = 0;
  private size = 0;

  /** Makes a slot the most recently used; adds it when it is not there. */
  use(slot: number): void {
    if (slot >= this.lastPlace.length) this.widen(slot);
    const place = this.lastPlace[slot]!;
    if (place === NONE) this.size += 1;
    else if (place === this.end - 1) return;
    if (this.end === this.queue.length) this.tidy();
    this.queue[this.end] = slot;
    this.lastPlace[slot] = this.end;
    this.end += 1;
  }

  remove(slot: number): void {
    this.lastPlace[slot] = NONE;
    this.size -= 1;
  }

  /** The slot not used for longest, or -1. */
  oldest(): number {
    while (this.head < this.end) {
      const slot = this.queue[this.head]!;
      if (this.lastPlace[slot] === this.head) return slot;
      this.head += 1;
    }
    return NONE;
  }

  /** All slots, the one not used for longest first. */
  slots(): number[] {
    const slots: number[] = [];
    for (let at = this.head; at < this.end; at += 1) if (this.lastPlace[this.queue[at]!] === at) slots.push(this.queue[at]!);
    return slots;
  }

  private widen(slot: number): void {
    const wider = new Int32Array(Math.max(slot + 1, this.lastPlace.length * 2)).fill(NONE);
    wider.set(this.lastPlace);
    this.lastPlace = wider;
  }

  /** Drops the places that no longer count. */
  private tidy(): void {
    const { queue, lastPlace } = this;
    const wanted = Math.max(FIRST_PLACES, this.size * PLACES_PER_SLOT);
    const into = wanted > queue.length ? new Int32Array(wanted * 2) : queue;
    let kept = 0;
    for (let at = this.head; at < this.end; at += 1) {
      const slot = queue[at]!;
      if (lastPlace[slot] !== at) continue;
      into[kept] = slot;
      lastPlace[slot] = kept;
      kept += 1;
    }
    this.queue = into;
    this.head = 0;
    this.end = kept;
  }
}
