import { evaluateByReference, evaluateEvent, readRecord, type RuleSet, Scanner } from "../index.ts";
import { changed, type Dice, eventNear, spelled } from "./made-up.examples.ts";

export type Difference = { readonly line: string; readonly expected: readonly string[]; readonly lines: readonly string[]; readonly record: readonly string[] };
export type Tally = { matching: number; missing: number; readonly differences: Difference[] };

/**
 * For each rule of a set, events that match it and the same with one value changed so that it does not, as lines of
 * oddly spelled JSON: the scanner, and the matcher of records, must find what the reference finds, of all the set's rules.
 */
export function holdAgainstReference(ruleSet: RuleSet, pairsPerRule: number, dice: Dice, tally: Tally): void {
  const lines: string[] = [];
  for (const { expression, info, logsource } of ruleSet.eventRules) {
    for (let pair = 0; pair < pairsPerRule; pair += 1) {
      const event = { ...eventNear(expression, dice), ...(dice.oneIn(4) ? {} : logsource) };
      const matches = (candidate: typeof event) => evaluateByReference(ruleSet, candidate).some(({ ruleId }) => ruleId === info.id);
      if (!matches(event)) continue;
      lines.push(spelled(event, dice));
      tally.matching += 1;
      for (let attempt = 0; attempt < 6; attempt += 1) {
        const near = changed(event, dice);
        if (matches(near)) continue;
        lines.push(spelled(near, dice));
        tally.missing += 1;
        break;
      }
    }
  }
  compare(ruleSet, lines, dice, tally.differences);
}

function compare(ruleSet: RuleSet, lines: readonly string[], dice: Dice, differences: Difference[]): void {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}${dice.oneIn(5) ? "\r" : ""}\n`).join(""));
  const whole = idsByLine(ruleSet, [bytes], lines.length);
  const cuts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + dice.below(400);
    cuts.push(bytes.subarray(at, at + size));
    at += size;
  }
  const cut = idsByLine(ruleSet, cuts, lines.length);
  lines.forEach((line, at) => {
    const record = readRecord(line);
    const expected = record ? evaluateByReference(ruleSet, record).map(({ ruleId }) => ruleId) : [];
    const found = record ? evaluateEvent(ruleSet, record).map(({ ruleId }) => ruleId) : [];
    const agreed = [whole[at]!, cut[at]!, found].every((ids) => ids.join() === expected.join());
    if (!agreed) differences.push({ line, expected, lines: whole[at]!, record: found });
  });
}

function idsByLine(ruleSet: RuleSet, chunks: readonly Uint8Array[], count: number): string[][] {
  const found: string[][] = Array.from({ length: count }, () => []);
  const scanner = new Scanner(ruleSet);
  for (const { matches } of [...chunks.map((chunk) => scanner.push(chunk)), scanner.finish()]) {
    for (const { line, rule } of matches) found[line - 1]!.push(rule.id);
  }
  return found;
}
