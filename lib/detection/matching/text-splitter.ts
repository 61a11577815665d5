import { createLineSplitter, type LinePosition, type LineSplitter } from "../lines.ts";
import { parseTimestamp, type TimeReference } from "../parsers/timestamp.ts";
import type { RuleSet } from "../sigma/rule-set.ts";
import { TextSieve } from "./text-sieve.ts";

/** From the first to the last second of a day. */
const DAY_MS = 86_399_000;

export type TextSplitter = LineSplitter & {
  /**
   * Times of lines that were left out, and of some that were not, since this was asked last: enough to know the earliest
   * and the latest. Each of the lines left out is one that `parseLine` has a time for.
   */
  takeTimes(): readonly string[];
};

/**
 * Splits log text into the lines that a rule of the set may match; the others are counted, and left out unread. Rules find
 * in what is left what they find in all lines read as text by `parseLine`, one by one.
 *
 * @param options.times what times are read against; without it nobody asks for the times
 */
export function textSplitter(ruleSet: RuleSet, options: { readonly start?: LinePosition; readonly times?: TimeReference } = {}): TextSplitter {
  let sieve: TextSieve | null = null;
  const { start, times } = options;
  const mayNote = times === undefined ? null : (day: string) => isOfOneYear(day, times);
  const splitter = createLineSplitter({ ...(start === undefined ? {} : { start }), sieve: (chunk) => (sieve ??= TextSieve.for(ruleSet.matcher().rules(), chunk, mayNote)) });
  return {
    ...splitter,
    takeTimes: () => (times === undefined ? [] : (sieve?.takeTimes() ?? []).flatMap((text) => parseTimestamp(`${text} `, times)?.time ?? [])),
  };
}

/** Whether all times of a day are of one year, so that what is later on the clock is later. */
function isOfOneYear(day: string, reference: TimeReference): boolean {
  const [first, last] = ["00:00:00 ", "23:59:59 "].map((clock) => parseTimestamp(day + clock, reference)?.time ?? null);
  return first !== null && last !== null && Date.parse(last!) - Date.parse(first!) === DAY_MS;
}
