import { expect, test } from "vitest";
import { Adaptation, compileRules, costOf, countNewlines, evaluateByReference, evaluateEvent, findByReference, imageOfRules, rulesOfImage, Scanner } from "../index.ts";
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

test("of a rule the values are told by which it matched, whatever other rules asked, and whatever wakes it", () => {
  const either = "title: Either\nlogsource: { product: p }\ndetection: { a: { x: one }, b: { y|re: '^tw.$', z|re: 'no' }, c: { y|re: '^t.o$' }, condition: a or b or c }\n";
  const both = "title: Both\nlogsource: { product: p }\ndetection: { a: { x: one, y|re: '^t.o$' }, condition: a }\n";
  const valuesOf = (text: string, event: object, adapt: Adaptation | null) => {
    const { ruleSet } = compileRules([{ path: "r.yml", text }]);
    const { matches } = new Scanner(ruleSet, adapt === null ? {} : { adapt }).push(Buffer.from(`${JSON.stringify({ product: "p", ...event })}\n`.repeat(3)));
    return matches.filter(({ rule, line }) => rule.title === "Either" && line === 3).map(({ values }) => values);
  };
  for (const text of [either, `${both}---\n${either}`, `${either}---\n${both}`]) {
    for (const adapt of [null, new Adaptation()]) {
      expect(valuesOf(text, { x: "one", y: "two" }, adapt)).toEqual([[{ field: "x", value: "one" }]]);
      // What a part that failed found before is not told.
      expect(valuesOf(text, { x: "other", y: "two", z: "z" }, adapt)).toEqual([[{ field: "y", value: "two" }]]);
    }
  }
});

test("the reference tells by which values a rule matched, of alternatives those of the first as it is written", () => {
  const text = "title: R\nlogsource: { product: p }\ndetection: { a: { x: one }, b: { y: two, z|contains: t }, n: { w: no }, k: [loud], condition: (a or b) and not n or k }\n";
  const { ruleSet } = compileRules([{ path: "r.yml", text }]);
  const values = (event: object) => findByReference(ruleSet, { product: "p", ...event }).map((found) => found.values);
  expect(values({ x: "one", y: "two", z: "it" })).toEqual([[{ field: "x", value: "one" }]]);
  expect(values({ x: "other", y: "two", z: ["it", "at"] })).toEqual([[{ field: "y", value: "two" }, { field: "z", value: "it" }, { field: "z", value: "at" }]]);
  expect(values({ v: "loud" })).toEqual([[]]);
  expect(values({ x: "one", w: "no" })).toEqual([]);
});

test("what wakes the rules is chosen anew when many more lines do, and what is found stays the same", () => {
  const { ruleSet } = compileRules([{ path: "r.yml", text: "title: R\nlogsource: { product: p }\ndetection: { s: { a|contains: rare, b|contains: often }, condition: s }\n" }]);
  const witness = () => costOf(ruleSet, 0)!.witness!.map(({ text }) => text);
  const lines = (event: object, count: number) => Buffer.from(`${JSON.stringify({ product: "p", ...event })}\n`.repeat(count));
  const scanner = new Scanner(ruleSet, { adapt: new Adaptation() });
  const found: number[] = [];
  const push = (event: object, count: number) => found.push(scanner.push(lines(event, count)).matches.length);
  push({ a: "rare", b: "x" }, 300);
  expect(witness()).toEqual(["often"]);
  push({ a: "x", b: "x" }, 60_000);
  push({ a: "x", b: "often" }, 60_000);
  push({ a: "x", b: "often" }, 300);
  expect(witness()).toEqual(["rare"]);
  push({ a: "rare", b: "often" }, 2);
  expect(found).toEqual([0, 0, 0, 0, 2]);
});

test("of a list of values of which literals decide some, the others are tried, in records, lines and image alike", () => {
  const text = "title: R\nlogsource: { product: p }\ndetection: { s: { a: ['*plain*', 'cp * ksh', '*x?z*', 'whole'] }, k: ['*loud*', 'run * now'], condition: s or k }\n";
  const compiled = compileRules([{ path: "r.yml", text }]);
  const restored = rulesOfImage(imageOfRules(compileRules([{ path: "r.yml", text }])), () => expect.fail("nothing is compiled"))!;
  const events = ["a PLAIN b", "cp it ksh", "cp it ksh no", "it ksh", "xyz", "x yz", "whole", "whole no", "plai", "cp  ksh", ["none", "cp a ksh"]].flatMap((a) => ["b", "so LOUD", "run it now", "run now"].map((b) => ({ product: "p", a, b })));
  for (const { ruleSet } of [compiled, restored]) {
    const found = new Scanner(ruleSet).push(Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""))).matches.map(({ line }) => line);
    expect(found).toEqual(events.flatMap((event, at) => (evaluateByReference(compiled.ruleSet, event).length > 0 ? [at + 1] : [])));
    expect(found).toEqual(events.flatMap((event, at) => (evaluateEvent(ruleSet, event).length > 0 ? [at + 1] : [])));
    expect(found.length).toBeGreaterThan(20);
    expect(found.length).toBeLessThan(events.length);
  }
});

test("newlines are counted wherever bytes begin and end, and however many they are", () => {
  const { ruleSet } = compileRules([{ path: "r.yml", text: "title: R\nlogsource: { product: p }\ndetection: { s: { a: x }, condition: s }\n" }]);
  const dice = new Dice(7);
  const bytes = Uint8Array.from({ length: 600_000 }, () => (dice.below(9) === 0 ? 10 : dice.below(256)));
  const stretches = [...Array.from({ length: 300 }, () => [dice.below(500), dice.below(80)] as const), [0, 262_144], [3, 262_145], [1, 599_999]] as const;
  for (const [from, length] of stretches) {
    const part = bytes.subarray(from, from + length);
    expect(countNewlines(ruleSet, part)).toBe(part.reduce((count, byte) => count + Number(byte === 10), 0));
  }
});
