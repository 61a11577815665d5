import { expect, test } from "vitest";
import { compileRules, imageOfRules, rulesOfImage, textSplitter } from "../index.ts";
import { holdTextAgainstReference, misdescribed, plainTextOf } from "./held-against-lines.examples.ts";
import { Dice } from "./made-up.examples.ts";
import { textNear, textRule } from "./text-lines.examples.ts";

const SETS = 100;
const RULES_PER_SET = 3;
const LINES_PER_SET = 120;

function rules(texts: readonly string[], kept = false) {
  const compile = () => compileRules([{ path: "made-up.yml", text: texts.join("---\n") }]);
  const compiled = compile();
  expect(compiled.problems).toEqual([]);
  return kept ? rulesOfImage(structuredClone(imageOfRules(compiled)), () => compile().ruleSet)!.ruleSet : compiled.ruleSet;
}

test("in lines of text, sieved, whole and by the reference, the same rules match at the same places, compiled or kept compiled", () => {
  const dice = new Dice(20_261_123);
  let found = 0;
  let passed = 0;
  for (let set = 0; set < SETS; set += 1) {
    const ruleSet = rules(Array.from({ length: RULES_PER_SET }, (_, at) => textRule(dice, at, set % 3 > 0)), set % 2 > 0);
    const held = holdTextAgainstReference(ruleSet, Array.from({ length: LINES_PER_SET }, () => textNear(dice)), dice);
    expect(held.plain).toEqual(held.reference);
    expect(held.sieved).toEqual(held.reference);
    found += held.reference.length;
    passed += held.passed;
  }
  expect(found).toBeGreaterThan(400);
  expect(passed).toBeGreaterThan(1_000);
});

test("what is said of plain lines is what their parsers make of them", () => {
  const dice = new Dice(7);
  const wrong: string[] = [];
  let plain = 0;
  for (let at = 0; at < 12_000; at += 1) {
    const line = textNear(dice);
    const text = plainTextOf(line);
    if (text === undefined) continue;
    plain += 1;
    wrong.push(...misdescribed(line, text).map((field) => `${field} of ${line}`));
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(plain).toBeGreaterThan(4_000);
});

test("lines that no rule can match are counted, and left out", () => {
  const ruleSet = rules(["title: T\nlogsource: { product: linux, service: sudo }\ndetection:\n  a:\n    Image|endswith: /nmap\n  condition: a\n"]);
  const quiet = "Mar 13 10:11:12 web7 sudo:  mike : TTY=pts/2 ; PWD=/nmap ; USER=root ; COMMAND=/bin/ls /tmp\n";
  const splitter = textSplitter(ruleSet);
  const lines = splitter.push(new TextEncoder().encode(`${quiet}${quiet}${quiet.replace("/bin/ls", "/bin/NMAP")}${quiet}`));
  expect(lines).toMatchObject([{ number: 3, offset: 2 * quiet.length, told: { rules: [0] } }]);
  expect(splitter.position()).toEqual({ number: 5, offset: 4 * quiet.length + 2 });
});

const CLOSED = "Mar 13 10:11:12 web7 sshd[1]: Connection closed by 198.51.100.7 port 1\n";
const FAILED = "Mar 13 10:11:12 web7 sshd[1]: Failed password for root from 198.51.100.7 port 1 ssh2\n";

function linesRead(selection: string, text: string): number[] {
  const splitter = textSplitter(rules([`title: T\nlogsource: { product: linux }\ndetection:\n  a:\n    ${selection}\n  condition: a\n`]));
  return splitter.push(new TextEncoder().encode(text)).map(({ number }) => number);
}

test("a rule that asks for what only reading tells has every line read", () => {
  expect(linesRead("repeatCount: 3", CLOSED + FAILED)).toEqual([1, 2]);
});

test("a rule that asks for a verdict has lines read that hold the words of which it is made", () => {
  expect(linesRead("outcome: failure", CLOSED + FAILED)).toEqual([2]);
  expect(linesRead("action|startswith: connection_", CLOSED + FAILED)).toEqual([1]);
});
