import { createLineSplitter, type LineSplitter } from "../lines.ts";
import type { RuleSet } from "../sigma/rule-set.ts";
import { TextSieve } from "./text-sieve.ts";

/**
 * Splits log text into the lines that a rule of the set may match; the others are counted, and left out unread. Rules find
 * in what is left what they find in all lines read as text by `parseLine`, one by one.
 */
export function textSplitter(ruleSet: RuleSet): LineSplitter {
  let sieve: TextSieve | null = null;
  return createLineSplitter({ sieve: (chunk) => (sieve ??= TextSieve.for(ruleSet.matcher().rules(), chunk)) });
}
