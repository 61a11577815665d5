import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compileRules } from "../index.ts";
import { holdTextAgainstReference, misdescribed, plainTextOf } from "./held-against-lines.examples.ts";
import { Dice } from "./made-up.examples.ts";
import { publishedRules } from "#lib/testing/published-rules.ts";
import { textNear } from "./text-lines.examples.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const MOST_LINES = 60_000;
const PROGRAM = /\b(sshd|sudo)(?:\[\d+\])?: (.*)$/;

/** Lines of the supplied logs, as they stand, and those of plain programs once more behind a header of ours. */
function suppliedLines(): string[] {
  const folder = join(oracles!, "detection");
  const files = ["loghub", "fail2ban-logs", "crowdsec-hub-tests", "wazuh-ruleset-tests", "go-libaudit"].flatMap((name) => readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)));
  const lines = [...new Set(files.flatMap((file) => readFileSync(file, "utf8").split(/\r?\n/)))].filter((line) => line !== "" && line.length < 5_000).slice(0, MOST_LINES);
  return lines.flatMap((line) => {
    const found = PROGRAM.exec(line);
    return found === null ? [line] : [line, `Mar 13 10:11:12 web7 ${found[1]!}[4711]: ${found[2]!}`];
  });
}

test("in the supplied logs and in changed lines, published Linux rules match by bytes what they match by the reference", { timeout: 300_000 }, () => {
  const dice = new Dice(11);
  const linux = publishedRules(join(oracles, "detection")).filter(({ path }) => path.includes("/linux/"));
  const { ruleSet } = compileRules(linux);
  const lines = [...suppliedLines(), ...Array.from({ length: 20_000 }, () => textNear(dice))];
  const { sieved, plain, reference, passed } = holdTextAgainstReference(ruleSet, lines, dice);
  expect(sieved).toEqual(plain);
  expect(plain).toEqual(reference);
  expect(reference.length).toBeGreaterThan(100);
  expect(passed).toBeGreaterThan(3_000);
});

test("what is said of plain lines holds of all supplied ones", () => {
  const wrong = suppliedLines().flatMap((line) => {
    const text = plainTextOf(line);
    return text === undefined ? [] : misdescribed(line, text).map((field) => `${field} of ${line}`);
  });
  expect(wrong.slice(0, 5)).toEqual([]);
});
