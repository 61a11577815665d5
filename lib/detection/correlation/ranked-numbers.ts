import type { CountedTexts } from "./counted-texts.ts";
import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";

/** So many numbers of a group stand in its record, as the numbers of their texts; most groups never have more. */
const IN_RECORD = 8;
/** Words of a group's record that its numbers take. */
export const RANKED_WORDS = IN_RECORD;
/** Memory of a number beyond those, with its share of room that is kept for more. */
export const RANKED_BYTES = 24;
/** In place of the first number: all stand apart. */
const APART = -1;

/** The numbers of each group in their order, so that one of any rank is told at once: small groups' in their records, all others in a list of their own. */
export class RankedNumbers {
  /** Numbers beyond those that every group has room for, of all groups: by what groups hold, not by where it stands. */
  beyond = 0;
  private readonly groups: GroupTable;
  private readonly texts: CountedTexts;
  /** By slot; longer than what a group holds. */
  private readonly apart = new Map<number, Float64Array>();

  constructor(groups: GroupTable, texts: CountedTexts) {
    this.groups = groups;
    this.texts = texts;
  }

  /** Adds what the text of this number says, where it says a finite number. */
  add(slot: number, value: number): void {
    const amount = this.texts.amount(value);
    if (!Number.isFinite(amount)) return;
    const { i32, words } = this.groups;
    const count = i32[slot * words + GROUP.distinct]!;
    i32[slot * words + GROUP.distinct] = count + 1;
    if (count >= IN_RECORD) this.beyond += 1;
    if (this.isApart(slot) || count === IN_RECORD) this.addApart(slot, count, amount);
    else {
      const from = slot * words + GROUP.counts;
      let at = from + count;
      for (; at > from && this.texts.amount(i32[at - 1]!) > amount; at -= 1) i32[at] = i32[at - 1]!;
      i32[at] = value;
    }
  }

  /** Takes back what was added. */
  remove(slot: number, value: number): void {
    const amount = this.texts.amount(value);
    if (!Number.isFinite(amount)) return;
    const { i32, words } = this.groups;
    const count = i32[slot * words + GROUP.distinct]! - 1;
    i32[slot * words + GROUP.distinct] = count;
    if (count >= IN_RECORD) this.beyond -= 1;
    const from = slot * words + GROUP.counts;
    if (!this.isApart(slot)) {
      let at = from;
      while (i32[at] !== value) at += 1;
      i32.copyWithin(at, at + 1, from + count + 1);
      // The room behind the last is not looked at, but for the first.
      if (count === 0) i32[from] = 0;
      return;
    }
    const list = this.apart.get(slot)!;
    const at = rankAfter(list, count + 1, amount) - 1;
    list.copyWithin(at, at + 1, count + 1);
    if (count > 0) return;
    this.apart.delete(slot);
    i32[from] = 0;
  }

  /** Whether the group's numbers must be taken back one by one, because they do not stand in its record. */
  isApart(slot: number): boolean {
    return this.groups.i32[slot * this.groups.words + GROUP.counts] === APART;
  }

  /** The number of a percentile by nearest rank; NaN without numbers. */
  percentile(slot: number, percentile: number): number {
    const { i32, words } = this.groups;
    const count = i32[slot * words + GROUP.distinct]!;
    if (count === 0) return Number.NaN;
    const rank = Math.max(0, Math.ceil((percentile / 100) * count) - 1);
    return this.isApart(slot) ? this.apart.get(slot)![rank]! : this.texts.amount(i32[slot * words + GROUP.counts + rank]!);
  }

  private addApart(slot: number, count: number, amount: number): void {
    const { i32, words } = this.groups;
    const from = slot * words + GROUP.counts;
    let list = this.apart.get(slot);
    if (list === undefined || count === list.length) {
      const longer = new Float64Array(count * 2);
      if (list === undefined) for (let at = 0; at < count; at += 1) longer[at] = this.texts.amount(i32[from + at]!);
      else longer.set(list);
      list = longer;
      this.apart.set(slot, list);
      i32[from] = APART;
    }
    const at = rankAfter(list, count, amount);
    list.copyWithin(at + 1, at, count);
    list[at] = amount;
  }
}

/** How many of the first numbers of a list, which are in order, are not greater. */
function rankAfter(list: Float64Array, count: number, amount: number): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle]! > amount) high = middle;
    else low = middle;
  }
  return high;
}
