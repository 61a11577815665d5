import { describe, expect, test } from "vitest";
import { compileRules, createCorrelator, DETECTION_LIMITS, evaluateByReference, evaluateEvent, explainEvent, nearestMisses, readRecord, Scanner } from "../index.ts";

const HEAD = "title: T\nid: t\nlogsource: { product: p }\ndetection:\n";
const bytesOf = (text: string) => new TextEncoder().encode(text);

function ruleSetOf(detection: string) {
  const { ruleSet, problems } = compileRules([{ path: "r.yml", text: `${HEAD}${detection}` }]);
  expect(problems).toEqual([]);
  return ruleSet;
}

/** Lines at which the only rule matched, lines that were refused, and lines read. */
function scanned(detection: string, bytes: Uint8Array): { matched: number[]; refused: [number, string][]; lines: number } {
  const scanner = new Scanner(ruleSetOf(detection));
  const results = [scanner.push(bytes), scanner.finish()];
  return {
    matched: results.flatMap(({ matches }) => matches.map(({ line }) => line)),
    refused: results.flatMap(({ problems }) => problems.map(({ line, problem }): [number, string] => [line, problem])),
    lines: scanner.statistics().lines,
  };
}

const ANY = "  s: { a: x }\n  condition: s\n";

describe("events that are attacks", () => {
  test("a line of 100 MB is refused with its place, holds no more than the limit, and the lines around it are judged", () => {
    const scanner = new Scanner(ruleSetOf(ANY));
    const chunk = new Uint8Array(1_000_000).fill(97);
    const before = scanner.push(bytesOf('{"a":"x"}\n{"a":"'));
    for (let at = 0; at < 100; at += 1) scanner.push(chunk);
    const after = scanner.push(bytesOf('"}\n{"a":"x"}\n'));
    expect([before.matches, after.matches].map((found) => found.map(({ line }) => line))).toEqual([[1], [3]]);
    expect(after.problems).toEqual([{ line: 2, offset: 10, length: 100_000_000 + 8, problem: "too_long" }]);
  });

  test.each([
    ["arrays", "[".repeat(200_000), "]".repeat(200_000)],
    ["objects", '{"a":'.repeat(100_000), "1" + "}".repeat(100_000)],
  ])("%s nested deeper than any stack are read, and nothing else is lost", (_name, open, close) => {
    const { matched, lines } = scanned(ANY, bytesOf(`{"b":${open}${close},"a":"x"}\n{"a":"x"}\n`));
    expect([matched.at(-1), lines]).toEqual([2, 2]);
  });

  test("a field that a rule asks for, a correlation groups by and one counts may nest deeper than any stack: its values count as if it did not", () => {
    const { ruleSet, problems } = compileRules([{ path: "r.yml", text: `${HEAD}  s: { a: x, b.c: y }\n  condition: s\n---\ntitle: C\nid: c\ncorrelation: { type: value_count, rules: [t], group-by: [a], timespan: 1m, condition: { field: b.c, gte: 1 } }\n` }]);
    expect(problems).toEqual([]);
    const nested = (inner: string) => `${"[".repeat(200_000)}${inner}${"]".repeat(200_000)}`;
    const lines = [[`{"product":"p","a":${nested('"x"')},"b":${nested('{"c":["n","y"]}')}}`, true], [`{"product":"p","a":${nested('"x"')},"b":${nested('{"c":1}')}}`, false], ['{"product":"p","a":"x","b":{"c":"y"}}', true]] as const;
    const { matches } = new Scanner(ruleSet).push(bytesOf(lines.map(([line]) => `${line}\n`).join("")));
    expect(matches.map(({ line }) => line)).toEqual([1, 3]);
    for (const [line, expected] of lines) {
      const event = { ...readRecord(line)!, time: "2026-01-01T00:00:00Z" };
      expect([evaluateEvent(ruleSet, event).length > 0, evaluateByReference(ruleSet, event).length > 0, explainEvent(ruleSet, 0, event)!.matched, nearestMisses(ruleSet, event).length === 0]).toEqual([expected, expected, expected, expected]);
      const hits = createCorrelator(ruleSet).observe(event, evaluateEvent(ruleSet, event), { lineNumber: 1, offset: 0, length: 1 });
      expect(hits.map(({ groupKey }) => groupKey)).toEqual(expected ? [{ a: "x" }] : []);
    }
  });

  test("of keys that stand twice the last counts, also where it is spelled with escapes", () => {
    expect(scanned(ANY, bytesOf('{"a":"x","a":"y"}\n{"a":"y","a":"x"}\n{"a":"y","\\u0061":"x"}\n')).matched).toEqual([2, 3]);
  });

  test("bytes that are no UTF-8, NUL, and fields named like parts of every object change nothing but their own line", () => {
    const broken = Uint8Array.from([...bytesOf('{"a":"x'), 0xff, 0xc0, ...bytesOf('"}\n')]);
    const bytes = Uint8Array.from([...broken, ...bytesOf('{"a":"\0"}\n{"__proto__":{"a":"x"}}\n{"constructor":1,"a":"x"}\n')]);
    expect(scanned(ANY, bytes)).toEqual({ matched: [4], refused: [[2, "not_an_object"]], lines: 4 });
    expect(scanned("  s: { '__proto__.a': x }\n  condition: s\n", bytesOf('{"__proto__":{"a":"x"}}\n{"a":"x"}\n')).matched).toEqual([1]);
  });

  test.each(['{"a":01}', '{"a":1.}', '{"a":"x"', '{"a":"x"}}', '{"a":tru}', '{"a":"\\q"}', '{"a":"x",}', "[1]", '"x"', "null", '{"a" "x"}', "{'a':1}", '{"a":"\t"}', '{"a":1e}', "\uFEFF{}"])("%j, which JSON.parse refuses as an event, is refused with its line", (line) => {
    expect(scanned(ANY, bytesOf(`{"a":"x"}\n${line}\n{"a":"x"}\n`))).toEqual({ matched: [1, 3], refused: [[2, "not_an_object"]], lines: 3 });
  });

  test("log sources of an attacker's choice, thousands of them, are routed as they say", () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `${JSON.stringify({ product: at % 3 === 0 ? "P" : `p${at}`, service: `s${at}`, a: "x" })}\n`).join("");
    expect(scanned(ANY, bytesOf(lines)).matched).toEqual(Array.from({ length: 1_000 }, (_, at) => at * 3 + 1));
  });

  test("integers that a double cannot hold are compared as written", () => {
    expect(scanned("  s: { a: '9007199254740993' }\n  condition: s\n", bytesOf('{"a":9007199254740993}\n{"a":9007199254740992}\n')).matched).toEqual([1]);
  });

  test("a text that repeats what ten thousand literals begin with is searched within the test's time", () => {
    const values = Array.from({ length: 10_000 }, (_, at) => `aaaaaaaa${at}`).join(", ");
    expect(scanned(`  s: { 'a|contains': [${values}] }\n  condition: s\n`, bytesOf(`{"a":"${"a".repeat(200_000)}"}\n`)).matched).toEqual([]);
  });
});

describe("rules that are attacks", () => {
  const refused = (text: string) => compileRules([{ path: "r.yml", text }]).problems.map(({ line, message }) => `${line}: ${message}`);

  test("aliases that unfold to billions, and documents beyond the limit, are refused", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 20 }, (_, at) => `b${at}: &b${at} [${Array.from({ length: 9 }, () => `*${at === 0 ? "a" : `b${at - 1}`}`).join(",")}]`).join("\n")}\n`;
    expect(refused(bomb).some((problem) => problem.includes("aliases"))).toBe(true);
    expect(refused(`${HEAD}${"#".repeat(DETECTION_LIMITS.ruleDocumentChars)}`)[0]).toContain("longer than");
  });

  test.each([
    ["lists in lists", `${HEAD}  s: ${"[".repeat(100_000)}\n  condition: s\n`, 5, "nested deeper"],
    ["maps in maps", `${HEAD}  s: ${"{ a: ".repeat(50_000)}\n  condition: s\n`, 5, "nested deeper"],
    ["a field of a thousand parts", `${HEAD}  s: { '${Array.from({ length: 1_000 }, () => "a").join(".")}': x }\n  condition: s\n`, 5, "longer than"],
    ["a field of forty parts", `${HEAD}  s: { '${"a.".repeat(40)}a': x }\n  condition: s\n`, 5, "more than 16 parts"],
    ["a field compared with one of forty parts", `${HEAD}  s: { 'a|fieldref': '${"a.".repeat(40)}a' }\n  condition: s\n`, 5, "more than 16 parts"],
    ["repetitions in repetitions", `${HEAD}  s: { 'a|re': '((a{1,30}){1,30})b' }\n  condition: s\n`, 5, "more than 1500 steps"],
    ["groups in groups", `${HEAD}  s: { 'a|re': '${"(".repeat(400)}a${")".repeat(400)}' }\n  condition: s\n`, 5, "nested deeper"],
    ["20,000 values", `${HEAD}  s: { a: [${Array.from({ length: 20_000 }, (_, at) => at).join(",")}] }\n  condition: s\n`, 5, "more than 16384 values"],
    ["one of 1,500 names", `${HEAD}${Array.from({ length: 1_500 }, (_, at) => `  x${at}: { a: ${at} }\n`).join("")}  condition: 1 of x*\n`, 1_505, "more than 1000 names"],
    ["a key that stands twice", `${HEAD}  s: { a: 1, a: 2 }\n  condition: s\n`, 5, "stands twice"],
    ["20,000 times not", `${HEAD}  s: { a: 1 }\n  condition: ${"not ".repeat(20_000)}s\n`, 6, "nested deeper"],
    ["a group by a field of forty parts", `title: C\nid: c\ncorrelation: { type: event_count, rules: [other], group-by: [${"a.".repeat(40)}a], timespan: 1m, condition: { gte: 1 } }\n`, 1, "more than 16 parts"],
  ])("%s: the rule is refused at its line, and the others run", (_name, text, line, reason) => {
    const other = HEAD.replace("id: t", "id: other");
    const { ruleSet, problems } = compileRules([{ path: "r.yml", text }, { path: "other.yml", text: `${other}${ANY}` }]);
    expect(problems.map((problem) => [problem.path, problem.severity, problem.line > 0 && problem.column > 0])).toEqual([["r.yml", "refused", true]]);
    expect(problems[0]!.message).toContain(reason);
    if (line > 1) expect(problems[0]!.line).toBe(line);
    expect(new Scanner(ruleSet).push(bytesOf('{"a":"x"}\n')).matches.map(({ rule }) => rule.id)).toEqual(["other"]);
  });

  test("selections, fields and attributes named like parts of every object are names like any other", () => {
    const { ruleSet, problems } = compileRules([{ path: "r.yml", text: `__proto__: { polluted: 1 }\n${HEAD}  __proto__: { __proto__: x, constructor: y }\n  condition: __proto__\n` }]);
    expect([problems, Object.hasOwn(Object.prototype, "polluted")]).toEqual([[], false]);
    expect(new Scanner(ruleSet).push(bytesOf('{"a":1}\n{"__proto__":"x","constructor":"y"}\n{"constructor":"y"}\n')).matches.map(({ line }) => line)).toEqual([2]);
  });

  test("a condition of 10,000 branches is judged, one nested without end is refused", () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `s${at}`);
    const detection = `${names.map((name, at) => `  ${name}: { a: v${at} }`).join("\n")}\n  condition: ${names.join(" or ")}\n`;
    expect(scanned(detection, bytesOf('{"a":"v9999"}\n{"a":"v10000"}\n')).matched).toEqual([1]);
    expect(refused(`${HEAD}  s: { a: 1 }\n  condition: ${"(".repeat(5_000)}s${")".repeat(5_000)}\n`)[0]).toContain("nested deeper");
  });

  test("placeholders that multiply are refused where they stand", () => {
    const { problems } = compileRules([{ path: "r.yml", text: `${HEAD}  s: { 'a|expand': '%x%%x%%x%%x%' }\n  condition: s\n` }], { placeholders: { x: Array.from({ length: 100 }, (_, at) => String(at)) } });
    expect(problems.map(({ message }) => message)).toEqual(["The placeholders expand to too many values."]);
  });

  test.each(["(a+)+$", "(a|a)*b", "(a|aa)*b", "(.*)*x", ".*.*.*x", "(.*a){20}b", "([a-z]+)*!", "(x+x+)+y"])("the pattern %s, which stalls engines that go back, answers on 100,000 characters", (pattern) => {
    const event = { product: "p", a: "a".repeat(100_000) };
    const ruleSet = ruleSetOf(`  s: { 'a|re': '${pattern}' }\n  condition: s\n`);
    const found = new Scanner(ruleSet).push(bytesOf(`${JSON.stringify(event)}\n`)).matches.length;
    expect(found).toBe(evaluateByReference(ruleSet, readRecord(JSON.stringify(event))!).length);
  });

  test("a pattern with more states than are kept costs no more than its steps, told or explained, and the rules beside it answer", () => {
    const { ruleSet } = compileRules([{ path: "r.yml", text: `${HEAD}  s: { 'a|re': '(a|b)*a(a|b){400}[c-z]' }\n  condition: s\n---\n${HEAD.replace("id: t", "id: other")}  s: { 'a|endswith': bc }\n  condition: s\n` }]);
    let state = 1;
    const letters = (count: number) => Array.from({ length: count }, () => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 31 === 0 ? "a" : "b")).join("");
    const events = [letters(6_000), `${letters(6_000)}bc`, `${letters(6_000)}a${letters(399)}bc`].map((a) => ({ product: "p", a }));
    expect(events.map((event) => evaluateEvent(ruleSet, event).map(({ rule }) => rule.id))).toEqual([[], events[1]!.a.at(-402) === "a" ? ["t", "other"] : ["other"], ["t", "other"]]);
    expect(explainEvent(ruleSet, 0, events[2]!)!.matched).toBe(true);
  });

  test("wildcards without end are matched without going back", () => {
    expect(scanned(`  s: { a: '${"*a".repeat(1_000)}*b' }\n  condition: s\n`, bytesOf(`{"a":"${"a".repeat(200_000)}"}\n`)).matched).toEqual([]);
  });
});
