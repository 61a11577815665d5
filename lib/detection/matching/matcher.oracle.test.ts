import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileRules, imageOfRules, type RuleSource, rulesOfImage } from "../index.ts";
import { holdAgainstReference, type Tally } from "./held-against-reference.examples.ts";
import { Dice, madeUpRule } from "./made-up.examples.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const RULES_PER_SET = 16;
const PAIRS = 100_000;

function publishedRules(): RuleSource[] {
  const folder = mkdtempSync(join(tmpdir(), "sigma-rules-"));
  try {
    execFileSync("tar", ["xzf", join(oracles!, "detection", "sigma-rules", "rules-all.tar.gz"), "-C", folder]);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith(".yml"));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => ({ path, text: readFileSync(path, "utf8") }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("100,000 events that match a rule and 100,000 that miss it by one value: scanner, matcher and reference find the same", { timeout: 300_000 }, () => {
  const dice = new Dice(6);
  const tally: Tally = { matching: 0, missing: 0, differences: [] };
  const published = publishedRules();
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
