import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRegex } from "./regex.ts";

const plain = { i: false, m: false, s: false };

function compiled(pattern: string, flags = plain) {
  const result = compileRegex(pattern, flags);
  if (!result.ok) throw new Error(`${pattern}: ${result.message}`);
  return result.regex;
}

describe("linear regular expressions", () => {
  test("every pattern that V8 and we both take gives V8's answer", () => {
    const atom = fc.constantFrom("a", "b", "B", ".", "\\d", "\\w", "\\s", "[ab]", "[^a]", "[a-c1]", "\\b", "^", "$", "-", "1", "\\B", "(?:)");
    const pattern = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        atom,
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => a + b),
        fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
        fc.tuple(tie("node"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{2,}", "*?")).map(([a, q]) => `(?:${a}a)${q}`),
        tie("node").map((a) => `(${a})*`),
      ),
    })).node;
    const flags = fc.record({ i: fc.boolean(), m: fc.boolean(), s: fc.boolean() });
    const text = fc.string({ unit: fc.constantFrom("a", "A", "b", "B", "1", "-", " ", "\n", "c"), maxLength: 12 });
    fc.assert(
      fc.property(pattern, flags, text, (source, on, input) => {
        const letters = Object.entries(on).filter(([, set]) => set).map(([letter]) => letter).join("");
        const regex = compiled(source, on);
        expect(regex.test(input)).toBe(new RegExp(source, letters).test(input));
        const found = regex.find(input);
        expect(found !== null).toBe(regex.test(input));
        if (found) expect(found.start).toBe(input.search(new RegExp(source, letters)));
      }),
      { numRuns: 3000 },
    );
  });

  test("a pattern that stalls a backtracking engine is answered by a table walk", () => {
    const regex = compiled("^(a+)+$");
    expect(regex.test(`${"a".repeat(100_000)}!`)).toBe(false);
    expect(regex.test("a".repeat(100_000))).toBe(true);
  });

  test("a pattern with more states than the cache holds keeps answering rightly", () => {
    const regex = compiled("(?:a|b)*a(?:a|b){12}c");
    const text = Array.from({ length: 4000 }, (_, at) => ((at * at + (at >> 3)) % 3 === 0 ? "a" : "b")).join("");
    expect(regex.test(text)).toBe(false);
    expect(regex.test(`${text}a${"b".repeat(12)}c`)).toBe(true);
  });

  test("a text that has states without end is read on without noting them, assertions included, to the same answer and place", () => {
    const random = (seed: number, letters: string) => {
      let state = seed;
      return Array.from({ length: 3_000 }, () => letters[(state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % letters.length]).join("");
    };
    let found = 0;
    for (const gap of [20, 150, 400]) {
      for (let seed = 0; seed < 12; seed += 1) {
        // Now and then a word ends, and the letter that the pattern asks for stands somewhere.
        const text = random(seed, "ab").replace(/./g, (letter, at: number) => ((at * 7 + seed) % 613 === 0 ? "c" : (at + seed) % 911 === 0 ? " " : letter));
        const source = `(?:a|b)*a(?:a|b){${gap}}${seed % 2 === 0 ? "c" : "\\b"}`;
        const v8 = new RegExp(`a[ab]{${gap}}${seed % 2 === 0 ? "c" : "\\b"}`).exec(text);
        const regex = compiled(source);
        expect([gap, seed, regex.test(text)]).toEqual([gap, seed, v8 !== null]);
        const leftmost = compiled(`a(?:a|b){${gap}}${seed % 2 === 0 ? "c" : "\\b"}`).find(text);
        expect(leftmost?.start ?? null).toBe(v8?.index ?? null);
        found += Number(v8 !== null);
      }
    }
    expect(found).toBeGreaterThan(8);
    expect(found).toBeLessThan(36);
  });

  test("find returns the leftmost longest occurrence", () => {
    expect(compiled("b+").find("abbbab")).toEqual({ start: 1, end: 4 });
    expect(compiled("x").find("ab")).toBeNull();
  });

  test("inline flags apply to the rest of their group", () => {
    expect(compiled("(?i)abc").test("xABC")).toBe(true);
    expect(compiled("(?:(?i)a)b").test("AB")).toBe(false);
    expect(compiled("(?i:a)b").test("Ab")).toBe(true);
    expect(compiled("(?s)a.b").test("a\nb")).toBe(true);
  });

  test("the dot matches CR and U+2028, as PCRE's does, but not LF", () => {
    expect(["a\rb", "a\u2028b", "a\nb"].map((text) => compiled("a.b").test(text))).toEqual([true, true, false]);
  });

  test.each([
    ["a(?=b)", "lookaround", 1],
    ["(?<!a)b", "lookaround", 0],
    ["(a)\\1", "backreferences", 3],
    ["(?>a)", "atomic", 0],
    ["a++", "possessive", 2],
    ["[[:alpha:]]", "POSIX", 1],
    ["a{1000}{1000}", "quantifier follows", 12],
    ["(?:a{100}){100}", "more than", 0],
    ["(a", "not closed", 0],
    ["a)", "no opening", 1],
    ["[a", "not closed", 0],
    ["*a", "nothing to repeat", 0],
    ["\\q", "not supported", 0],
    ["a\\", "backslash", 1],
    ["[b-a]", "wrong order", 0],
    ["a".repeat(2000), "longer than", 0],
  ])("%s is refused: %s", (pattern, reason, index) => {
    const result = compileRegex(pattern, plain);
    expect(result).toMatchObject({ ok: false, index });
    expect(result.ok ? "" : result.message).toContain(reason);
  });
});
