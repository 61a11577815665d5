import { GrowingMemory } from "./growing-memory.ts";

/** So many values of a group stand in its record, as pairs of number + 1 (0: none) and count; most groups never have more. */
const PAIRS = 4;
const WORDS = PAIRS * 2;
/** In place of the first number: the group's values stand apart. */
const APART = -1;
const FIRST_GROUPS = 64;

/** How often each value occurs in each group. Groups and values are numbers. */
export class DistinctValues {
  private readonly memory = new GrowingMemory(FIRST_GROUPS * WORDS * 4);
  private i32 = new Int32Array(this.memory.buffer);
  private readonly apart = new Map<number, Map<number, number>>();

  /** Empties a group, or makes room for a new one. */
  open(slot: number): void {
    if ((slot + 1) * WORDS > this.i32.length) {
      this.memory.grow((slot + 1) * WORDS * 4);
      this.i32 = new Int32Array(this.memory.buffer);
    }
    const at = slot * WORDS;
    if (this.i32[at] === APART) this.apart.delete(slot);
    this.i32.fill(0, at, at + WORDS);
  }

  /** Whether the value is new in the group. */
  add(slot: number, value: number): boolean {
    const { i32 } = this;
    const from = slot * WORDS;
    if (i32[from] === APART) return addTo(this.apart.get(slot)!, value);
    let free = -1;
    for (let at = from; at < from + WORDS; at += 2) {
      if (i32[at] === value + 1) {
        i32[at + 1]! += 1;
        return false;
      }
      if (i32[at] === 0) free = at;
    }
    if (free === -1) {
      this.setApart(slot);
      return addTo(this.apart.get(slot)!, value);
    }
    i32[free] = value + 1;
    i32[free + 1] = 1;
    return true;
  }

  /** Whether that was the last of the value in the group, which has it. */
  remove(slot: number, value: number): boolean {
    const { i32 } = this;
    let at = slot * WORDS;
    if (i32[at] === APART) {
      const counts = this.apart.get(slot)!;
      const left = counts.get(value)! - 1;
      if (left === 0) counts.delete(value);
      else counts.set(value, left);
      return left === 0;
    }
    while (i32[at] !== value + 1) at += 2;
    i32[at + 1]! -= 1;
    if (i32[at + 1] !== 0) return false;
    i32[at] = 0;
    return true;
  }

  private setApart(slot: number): void {
    const counts = new Map<number, number>();
    const from = slot * WORDS;
    for (let at = from; at < from + WORDS; at += 2) counts.set(this.i32[at]! - 1, this.i32[at + 1]!);
    this.i32[from] = APART;
    this.apart.set(slot, counts);
  }
}

function addTo(counts: Map<number, number>, value: number): boolean {
  const count = counts.get(value) ?? 0;
  counts.set(value, count + 1);
  return count === 0;
}
