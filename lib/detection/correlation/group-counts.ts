import type { CorrelationType } from "../sigma/rule.ts";
import type { CountedTexts } from "./counted-texts.ts";
import { BEYOND_BYTES, DISTINCT_WORDS, DistinctValues } from "./distinct-values.ts";
import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";
import { RANKED_BYTES, RANKED_WORDS, RankedNumbers } from "./ranked-numbers.ts";

export type Measure = { readonly type: CorrelationType; readonly inputCount: number; readonly percentile: number | null };

/** Where a sum stands, from a group's counts on: how many numbers, how many of them no exact sum is told of, and the sum in doubles of 8 bytes from the record on. */
const SUM = { numbers: 0, inexact: 3, double: (GROUP.counts + 1) / 2, words: 4 } as const;

/** Words of a group's record that its measure counts in. */
export function countWords({ type, inputCount }: Measure): number {
  switch (type) {
    case "temporal":
    case "temporal_ordered":
      return inputCount;
    case "value_count":
      return DISTINCT_WORDS;
    case "value_sum":
    case "value_avg":
      return SUM.words;
    case "value_percentile":
      return RANKED_WORDS;
    default:
      return 0;
  }
}

/** What the measure of a correlation counts in each group, kept up to date with every occurrence that comes or goes. */
export class GroupCounts {
  private readonly groups: GroupTable;
  private readonly texts: CountedTexts;
  private readonly kind: "inputs" | "values" | "sums" | "ranks" | "nothing";
  private readonly words: number;
  private readonly distinct: DistinctValues;
  private readonly ranked: RankedNumbers;

  /** @param texts the values by their numbers */
  constructor(groups: GroupTable, texts: CountedTexts, measure: Measure) {
    this.groups = groups;
    this.texts = texts;
    this.words = countWords(measure);
    this.distinct = new DistinctValues(groups);
    this.ranked = new RankedNumbers(groups, texts);
    const { type } = measure;
    if (type === "temporal" || type === "temporal_ordered") this.kind = "inputs";
    else if (type === "value_sum" || type === "value_avg") this.kind = "sums";
    else if (type === "value_percentile") this.kind = "ranks";
    else this.kind = type === "value_count" ? "values" : "nothing";
  }

  /** Memory of what does not stand in the groups' records. */
  get bytes(): number {
    return this.distinct.beyond * BEYOND_BYTES + this.ranked.beyond * RANKED_BYTES;
  }

  /** Begins a group, whose occurrences have gone, at nothing. */
  open(slot: number): void {
    const { i32, words } = this.groups;
    i32[slot * words + GROUP.distinct] = 0;
    const from = slot * words + GROUP.counts;
    if (this.words > 0) i32.fill(0, from, from + this.words);
  }

  /** Whether what a group counted is gone with its record, so that its occurrences need not be taken back one by one. */
  endsWithRecord(slot: number): boolean {
    if (this.kind === "ranks") return !this.ranked.isApart(slot);
    return this.kind !== "values" || !this.distinct.isBeyond(slot);
  }

  /** Counts an occurrence: of one of the rules, with the number of its value, or -1. */
  add(slot: number, value: number, input: number): void {
    const { i32, words } = this.groups;
    const word = slot * words;
    if (this.kind === "inputs") {
      i32[word + GROUP.counts + input]! += 1;
      if (i32[word + GROUP.counts + input] === 1) i32[word + GROUP.distinct]! += 1;
    } else if (value !== -1 && this.kind === "values") this.distinct.add(slot, value);
    else if (value !== -1 && this.kind === "sums") this.addToSum(word, value, 1);
    else if (value !== -1 && this.kind === "ranks") this.ranked.add(slot, value);
  }

  /** Takes an occurrence back. */
  remove(slot: number, value: number, input: number): void {
    const { i32, words } = this.groups;
    const word = slot * words;
    if (this.kind === "inputs") {
      i32[word + GROUP.counts + input]! -= 1;
      if (i32[word + GROUP.counts + input] === 0) i32[word + GROUP.distinct]! -= 1;
    } else if (value !== -1 && this.kind === "values") this.distinct.remove(slot, value);
    else if (value !== -1 && this.kind === "sums") this.addToSum(word, value, -1);
    else if (value !== -1 && this.kind === "ranks") this.ranked.remove(slot, value);
  }

  /** How many numbers the group has. */
  numbers(slot: number): number {
    return this.groups.i32[slot * this.groups.words + GROUP.counts + SUM.numbers]!;
  }

  /** The group's number of a percentile by nearest rank; NaN without numbers. */
  percentile(slot: number, percentile: number): number {
    return this.ranked.percentile(slot, percentile);
  }

  /** The sum of the group's numbers; NaN when it must be counted anew, because it would not be told exactly. */
  exactSum(slot: number): number {
    const word = slot * this.groups.words;
    return this.groups.i32[word + GROUP.counts + SUM.inexact] === 0 ? this.groups.f64[(word >> 1) + SUM.double]! : Number.NaN;
  }

  /** Whole numbers are summed exactly in any order; a running sum of others would drift, and differ after a restore. */
  private addToSum(word: number, value: number, sign: 1 | -1): void {
    const { i32, f64 } = this.groups;
    const amount = this.texts.amount(value);
    if (!Number.isFinite(amount)) return;
    i32[word + GROUP.counts + SUM.numbers]! += sign;
    if (!Number.isSafeInteger(amount)) {
      i32[word + GROUP.counts + SUM.inexact]! += sign;
      return;
    }
    const sum = f64[(word >> 1) + SUM.double]! + sign * amount;
    f64[(word >> 1) + SUM.double] = sum;
    // Something is lost: until the group begins anew, its sum is not told.
    if (!Number.isSafeInteger(sum)) i32[word + GROUP.counts + SUM.inexact]! += 1;
  }
}
