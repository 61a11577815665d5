import { expect, test } from "vitest";
import { compileRules } from "../index.ts";
import { holdAgainstReference, type Tally } from "./held-against-reference.examples.ts";
import { Dice, madeUpRule } from "./made-up.examples.ts";

const SETS = 60;
const RULES_PER_SET = 12;

test("scanner, matcher and reference find the same on thousands of oddly spelled events that match a rule, and that miss it by one value", () => {
  const dice = new Dice(20_261_122);
  const tally: Tally = { matching: 0, missing: 0, differences: [] };
  for (let set = 0; set < SETS; set += 1) {
    const text = Array.from({ length: RULES_PER_SET }, (_, at) => madeUpRule(dice, at)).join("---\n");
    const { ruleSet } = compileRules([{ path: "made-up.yml", text }]);
    expect(ruleSet.rules.length).toBeGreaterThan(0);
    holdAgainstReference(ruleSet, 8, dice, tally);
  }
  expect(tally.differences.slice(0, 5)).toEqual([]);
  expect(tally.matching).toBeGreaterThan(2_000);
  expect(tally.missing).toBeGreaterThan(1_000);
});
