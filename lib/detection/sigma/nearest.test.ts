import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventRecord } from "../fields.ts";
import { compileRules, evaluateByReference, type RuleSet } from "./rule-set.ts";
import { costOf, nearestMisses } from "./nearest-rules.ts";

const rule = (title: string, detection: string, product = "p") => `title: ${title}\nlogsource: { product: ${product} }\ndetection:\n${detection}`;
const setOf = (...rules: string[]): RuleSet => compileRules(rules.map((text, at) => ({ path: `${at}.yml`, text }))).ruleSet;
const nearest = (ruleSet: RuleSet, event: EventRecord) => nearestMisses(ruleSet, { product: "p", ...event });

describe("nearest misses", () => {
  test("the rule of which most holds, with the predicate that fails and what the event has instead", () => {
    const ruleSet = setOf(rule("Far", "  s: { a: x, b: x, c: x }\n  condition: s"), rule("Near", "  s: { a: 1, b: 2, 'c|contains': secret }\n  condition: s"), rule("Elsewhere", "  s: { a: 1, b: 2 }\n  condition: s", "q"));
    const [first, ...more] = nearest(ruleSet, { a: 1, b: 2, c: "public" });
    expect(first).toMatchObject({ rule: { title: "Near" }, held: 2, failed: [{ field: "c", asked: "c contains secret", negated: false, values: ["public"] }] });
    expect(more).toEqual([]);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
  });

  test("a filter that drops an event is what fails", () => {
    const ruleSet = setOf(rule("T", "  s: { a: 1 }\n  filter_a: { user: root }\n  filter_b: { user: ann }\n  condition: s and not 1 of filter_*"));
    expect(nearest(ruleSet, { a: 1, user: "root" })).toMatchObject([{ held: 2, failed: [{ field: "user", asked: "user is root", negated: true, values: ["root"] }] }]);
  });

  test("of alternatives the shortest way counts; of quantities, those that lack least", () => {
    const ruleSet = setOf(rule("T", "  s1: { a: 1, b: 1 }\n  s2: { c: 1, d: 1, e: 1 }\n  s3: { f: 1 }\n  condition: 2 of s*"));
    expect(nearest(ruleSet, { a: 1, c: 1, d: 1 })[0]).toMatchObject({ held: 3, failed: [{ field: "e" }, { field: "b" }] });
    expect(nearest(ruleSet, { f: 1, c: 1, d: 1 })[0]).toMatchObject({ held: 3, failed: [{ field: "e" }] });
  });

  test("a rule that matches is no miss, nor is one of which nothing holds", () => {
    const ruleSet = setOf(rule("A", "  s: { a: 1 }\n  condition: s"), rule("B", "  s: { b: 1 }\n  condition: s"));
    expect(nearest(ruleSet, { a: 1 })).toEqual([]);
  });

  test("whatever the condition: an event that matches lacks nothing, and one that does not lacks something", () => {
    const selection = fc.constantFrom("{ a: 1 }", "{ b: 1, c: 1 }", "{ 'a|contains': x, b: 2 }", "[{ a: 2 }, { c: 2 }]", "{ d: null }");
    const condition = fc.constantFrom("s1 and s2 and s3", "s1 or not s2", "not (s1 and s3)", "1 of s*", "2 of s*", "all of s* and not 1 of f*", "not 2 of s*");
    const value = fc.constantFrom("1", "2", "x", undefined);
    fc.assert(
      fc.property(fc.tuple(selection, selection, selection, selection), condition, fc.record({ a: value, b: value, c: value, d: value }), ([one, two, three, four], wanted, event) => {
        const ruleSet = setOf(rule("T", `  s1: ${one}\n  s2: ${two}\n  s3: ${three}\n  f1: ${four}\n  condition: ${wanted}`));
        const record = { product: "p", ...Object.fromEntries(Object.entries(event).filter(([, text]) => text !== undefined)) };
        const misses = nearestMisses(ruleSet, record);
        expect(misses.every(({ failed }) => failed.length > 0)).toBe(true);
        if (evaluateByReference(ruleSet, record).length > 0) expect(misses).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what wakes a rule", () => {
  test("its rarest literals, with how often they are expected", () => {
    const ruleSet = setOf(rule("T", "  s: { a: 1, 'b|endswith': ['\\very-long-name.exe', '\\other-name.exe'] }\n  condition: s"), rule("Open", "  s: { a: null }\n  condition: s"));
    expect(costOf(ruleSet, 0)).toMatchObject({ witness: [{ field: "b", place: "ends", text: "\\very-long-name.exe" }, { field: "b", place: "ends", text: "\\other-name.exe" }] });
    expect(costOf(ruleSet, 0)!.wokenShare).toBeLessThan(0.01);
    expect(costOf(ruleSet, 1)).toEqual({ witness: null, wokenShare: 1, predicates: 1 });
    expect(costOf(ruleSet, 7)).toBeNull();
  });
});
