import { join } from "node:path";
import { expect, test } from "vitest";
import { compileRules, imageOfRules, rulesOfImage } from "../index.ts";
import { holdAgainstReference, type Tally } from "./held-against-reference.examples.ts";
import { Dice, madeUpRule } from "./made-up.examples.ts";
import { publishedRules } from "#lib/testing/published-rules.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const RULES_PER_SET = 16;
const PAIRS = 100_000;

test("100,000 events that match a rule and 100,000 that miss it by one value: scanner, matcher and reference find the same", { timeout: 300_000 }, () => {
  const dice = new Dice(6);
  const tally: Tally = { matching: 0, missing: 0, differences: [] };
  const published = publishedRules(join(oracles, "detection"));
  for (let round = 0; tally.matching < PAIRS || tally.missing < PAIRS; round += 1) {
    for (let at = 0; at < published.length; at += RULES_PER_SET) {
      // Every other set is made up: it has what published rules do not use.
      const sources = (at / RULES_PER_SET) % 2 === round % 2 ? published.slice(at, at + RULES_PER_SET) : [{ path: "made-up.yml", text: Array.from({ length: RULES_PER_SET }, (_, number) => madeUpRule(dice, number)).join("---\n") }];
      // Every third set is one that was taken from its image.
      const compiled = compileRules(sources);
      const { ruleSet } = at % 3 === 0 ? rulesOfImage(structuredClone(imageOfRules(compiled)), () => compileRules(sources).ruleSet)! : compiled;
      holdAgainstReference(ruleSet, 16, dice, tally);
      if (tally.matching >= PAIRS && tally.missing >= PAIRS) break;
    }
  }
  expect(tally.differences.slice(0, 5)).toEqual([]);
});
