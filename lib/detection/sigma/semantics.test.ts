import { describe, expect, test } from "vitest";
import type { EventRecord } from "../fields.ts";
import { compileRules, evaluateEvent } from "./rule-set.ts";

const HEAD = "title: T\nlogsource: { product: p }\n";

function ruleSetOf(detection: string) {
  const { ruleSet, problems } = compileRules([{ path: "r.yml", text: `${HEAD}detection:\n${detection}` }]);
  expect(problems).toEqual([]);
  return ruleSet;
}

/** Whether a rule with one selection matches. */
function matches(selection: string, event: EventRecord): boolean {
  return evaluateEvent(ruleSetOf(`  s:\n    ${selection.split("\n").join("\n    ")}\n  condition: s`), event).length === 1;
}

function holds(names: string, condition: string, event: EventRecord): boolean {
  return evaluateEvent(ruleSetOf(`${names.split("\n").map((line) => `  ${line}`).join("\n")}\n  condition: ${condition}`), event).length === 1;
}

describe("values", () => {
  test.each<[string, EventRecord, boolean]>([
    ["a: Foo", { a: "fOO" }, true],
    ["a|cased: Foo", { a: "foo" }, false],
    ["a|cased: Foo", { a: "Foo" }, true],
    ["a: f*o?r", { a: "foooXr" }, true],
    ["a: f*o?r", { a: "for" }, false],
    ["a: 0x17", { a: 23 }, true],
    ["a: 0x17", { a: "0x17" }, true],
    ["a|startswith: 10.0", { a: "10.0.0.1" }, true],
    ["a|startswith: 10.0", { a: "10.1.0.1" }, false],
    ["a: '*'", { a: "" }, true],
    ["a: '*'", {}, false],
    ["a: ''", { a: "" }, true],
    ["a: ''", {}, false],
    ["a: 'x\\*y'", { a: "x*y" }, true],
    ["a: 'x\\*y'", { a: "xzy" }, false],
    ["a: 'x\\\\*'", { a: "x\\abc" }, true],
    ["a: 'C:\\win'", { a: "c:\\WIN" }, true],
    ["a: 4625", { a: "4625" }, true],
    ["a: 4625", { a: 4625 }, true],
    ["a: true", { a: true }, true],
    ["a: true", { a: "True" }, true],
    ["a: null", {}, true],
    ["a: null", { a: null }, true],
    ["a: null", { a: "" }, false],
    ["a: [x, null]", {}, true],
    ["a|exists: true", { a: null }, true],
    ["a|exists: true", {}, false],
    ["a|exists: false", {}, true],
    ["a|contains: oo", { a: "FOOD" }, true],
    ["a|startswith: fo", { a: "FOOD" }, true],
    ["a|endswith: od", { a: "FOOD" }, true],
    ["a|contains|all: [a, b]", { a: "xbya" }, true],
    ["a|contains|all: [a, b]", { a: "xb" }, false],
    ["a|all: [x, y]", { a: ["y", "x"] }, true],
    ["a|neq: x", { a: "y" }, true],
    ["a|neq: x", { a: "X" }, false],
    ["a|neq: x", {}, false],
    ["a|neq: [x, y]", { a: "y" }, false],
    ["a|windash|contains: ' -x'", { a: "cmd /x" }, true],
    ["a|windash|contains: ' -x'", { a: "cmd \u2014x" }, true],
    ["a|windash|contains: ' -x'", { a: "cmd +x" }, false],
    ["a|re: '^f[o]+$'", { a: "foo" }, true],
    ["a|re: '^f[o]+$'", { a: "FOO" }, false],
    ["a|re|i: '^f[o]+$'", { a: "FOO" }, true],
    ["a|re: 'a.b'", { a: "a\nb" }, false],
    ["a|re|s: 'a.b'", { a: "a\nb" }, true],
    ["a|re|m: '^b$'", { a: "a\nb" }, true],
    ["a|base64: foobar", { a: "Zm9vYmFy" }, true],
    ["a|base64offset|contains: foobar", { a: Buffer.from("xyfoobarz").toString("base64") }, true],
    ["a|base64offset|contains: foobar", { a: Buffer.from("xfoobarz").toString("base64") }, true],
    ["a|wide|base64offset|contains: cmd", { a: Buffer.from("-cmd.", "utf16le").toString("base64") }, true],
    ["a|utf16be|base64offset|contains: cmd", { a: Buffer.from([0, 45, 0, 99, 0, 109, 0, 100]).toString("base64") }, true],
    ["a|utf16|base64: cmd", { a: Buffer.from([255, 254, 99, 0, 109, 0, 100, 0]).toString("base64") }, true],
    ["a|lt: 5", { a: "4.5" }, true],
    ["a|lte: 5", { a: 5 }, true],
    ["a|gt: 5", { a: 5 }, false],
    ["a|gte: 5", { a: "1e3" }, true],
    ["a|gte: 5", { a: "0x10" }, false],
    ["a|gte: 5", { a: "" }, false],
    ["a|cidr: 10.0.0.0/8", { a: "10.200.3.4" }, true],
    ["a|cidr: 10.0.0.0/8", { a: "11.0.0.1" }, false],
    ["a|cidr: 10.0.0.0/8", { a: "::ffff:10.1.1.1" }, true],
    ["a|cidr: 192.0.2.128/25", { a: "192.0.2.127" }, false],
    ["a|cidr: 'fe80::/10'", { a: "febf::1" }, true],
    ["a|cidr: 'fe80::/10'", { a: "fec0::1" }, false],
    ["a|cidr: '2001:db8::/33'", { a: "2001:db8:8000::1" }, false],
    ["a|cidr: ['::1/128', 10.0.0.0/8]", { a: "0:0:0:0:0:0:0:1" }, true],
    ["a|fieldref: b", { a: "X", b: "x" }, true],
    ["a|fieldref: b", { a: "X" }, false],
    ["a|fieldref|startswith: b", { a: "xyz", b: "XY" }, true],
    ["a|neq|fieldref: b", { a: "x", b: "y" }, true],
    ["a|hour|gte: 22", { a: "2024-01-02T23:04:05Z" }, true],
    ["a|week: 1", { a: "2024-12-30" }, true],
    ["a|year: 2024", { a: "not a date" }, false],
    ["a.b: x", { a: { b: "x" } }, true],
    ["a.b: x", { "a.b": "x", a: { b: "y" } }, true],
    ["a.b: x", { a: [{ b: "y" }, { b: "x" }] }, true],
    ["a: x", { a: ["y", "X"] }, true],
    ["a: x", { a: { x: 1 } }, false],
    ["__proto__: x", {}, false],
    ["constructor: '*Object*'", {}, false],
    ["a.constructor.name: Object", { a: {} }, false],
    ["toString|exists: true", {}, false],
  ])("%s on %j: %s", (selection, event, expected) => {
    expect(matches(selection, event)).toBe(expected);
  });

  test("a list of maps is a disjunction, a map a conjunction", () => {
    expect(matches("- { a: 1, b: 2 }\n- c: 3", { a: "1", b: "9", c: "3" })).toBe(true);
    expect(matches("- { a: 1, b: 2 }\n- c: 3", { a: "1", b: "9" })).toBe(false);
  });

  test("keywords search all values of an event, and only the line of a log event", () => {
    expect(matches("- evil", { x: { y: ["an EVIL one"] } })).toBe(true);
    expect(matches("- evil", { x: 1 })).toBe(false);
    expect(matches("- linux", { line: "nothing here", product2: "linux" })).toBe(false);
    expect(matches("- 'w*t http'", { line: "Wget http://x" })).toBe(true);
    expect(matches("'|all': [one, two]", { line: "two and one" })).toBe(true);
    expect(matches("'|all': [one, two]", { line: "one" })).toBe(false);
    expect(matches("'|re': 'n[1-3]$'", { line: "x n2" })).toBe(true);
  });

  test("U+0130, whose lower case has two units, is compared and placed without error", () => {
    expect(matches("a|contains: '\u0130x'", { a: "\u0130\u0130X" })).toBe(true);
  });
});

describe("conditions", () => {
  const names = "sel_a: { a: 1 }\nsel_b: { b: 1 }\n_hidden: { h: 1 }\nflt: { f: 1 }";
  test.each<[string, EventRecord, boolean]>([
    ["sel_a and sel_b", { a: 1, b: 1 }, true],
    ["sel_a or sel_b and flt", { a: 1 }, true],
    ["(sel_a or sel_b) and flt", { a: 1 }, false],
    ["sel_a and not flt", { a: 1, f: 1 }, false],
    ["not not sel_a", { a: 1 }, true],
    ["1 of sel_*", { b: 1 }, true],
    ["all of sel_*", { b: 1 }, false],
    ["2 of them", { a: 1, f: 1 }, true],
    ["2 of them", { a: 1, h: 1 }, false],
    ["all of them", { a: 1, b: 1, f: 1 }, true],
    ["1 of _hid*", { h: 1 }, true],
    ["sel_a AND NOT 1 OF fl*", { a: 1 }, true],
    ["[sel_a, sel_b]", { b: 1 }, true],
  ])("%s on %j: %s", (condition, event, expected) => {
    expect(holds(names, condition, event)).toBe(expected);
  });
});

describe("log sources", () => {
  const set = ruleSetOf("  s: { a: 1 }\n  condition: s");
  test("a rule is left out only when the event states another log source", () => {
    expect(evaluateEvent(set, { a: 1, product: "p", service: "any" })).toHaveLength(1);
    expect(evaluateEvent(set, { a: 1 })).toHaveLength(1);
    expect(evaluateEvent(set, { a: 1, product: "q" })).toHaveLength(0);
  });

  test("rules for the auth log see what sshd and sudo write", () => {
    const auth = compileRules([{ path: "r", text: "title: T\nlogsource: { product: linux, service: auth }\ndetection: { s: { a: 1 }, condition: s }" }]).ruleSet;
    expect(["sshd", "sudo", "cron"].map((service) => evaluateEvent(auth, { a: 1, product: "linux", service }).length)).toEqual([1, 1, 0]);
  });
});

describe("filters", () => {
  const rules = ["one", "two"].map((id) => `title: ${id}\nid: ${id}\nlogsource: { product: p }\ndetection: { s: { a: 1 }, condition: s }`);
  const filter = (reading: string, more = "") => `title: F\nlogsource: { product: p }\ntickmark: { filter: ${reading} }\nfilter: { rules: [one${more}], s: { 'user|startswith': adm_ }, condition: s }`;
  const found = (document: string, event: EventRecord) => evaluateEvent(compileRules([{ path: "f", text: [...rules, document].join("\n---\n") }]).ruleSet, event).map(({ ruleId }) => ruleId);

  test.each<[string, EventRecord, string[]]>([
    ["drops", { a: 1, user: "adm_x" }, ["two"]],
    ["drops", { a: 1, user: "x" }, ["one", "two"]],
    ["drops", { a: 1 }, ["one", "two"]],
    ["keeps", { a: 1, user: "adm_x" }, ["one", "two"]],
    ["keeps", { a: 1, user: "x" }, ["two"]],
  ])("one that %s, on %j, leaves %j", (reading, event, left) => {
    expect(found(filter(reading), event)).toEqual(left);
  });

  test("a filter is part of what its rule says, names rules of the set, and is for their log source", () => {
    const compile = (documents: readonly string[]) => compileRules([{ path: "f", text: documents.join("\n---\n") }]);
    const hashes = (documents: readonly string[]) => compile(documents).ruleSet.rules.map(({ hash }) => hash);
    const [plain, filtered] = [hashes(rules), hashes([...rules, filter("drops")])];
    expect([filtered[0] === plain[0], filtered[1] === plain[1], filtered.length]).toEqual([false, true, 2]);
    expect(compile([...rules, filter("drops", ", three")]).problems.map(({ message }) => message)).toEqual(['The filter refers to "three", which is not a rule of this set.']);
    expect(compile([...rules, filter("drops").replace("product: p", "product: q")]).problems[0]?.message).toContain("another log source");
  });
});

describe("refusals", () => {
  const whole = (text: string) => compileRules([{ path: "f.yml", text }]).problems.map(({ line, column, message, severity }) => `${line}:${column} ${severity}: ${message}`);
  const detection = (text: string) => whole(`${HEAD}detection:\n${text}\n  condition: s\n`);
  test.each([
    ["  s: { 'a|bogus': 1 }", '4:8 refused: The modifier "bogus"'],
    ["  s: { 'a|contains|startswith': 1 }", "4:8 refused: The modifiers"],
    ["  s: { 'a|re': '(a)(?=b)' }", "4:16 refused: The regular expression is refused at its character 4: lookaround"],
    ["  s: { 'a|re': '(a)\\1' }", "4:16 refused: The regular expression is refused at its character 4: backreferences"],
    ["  s: { 'a|cidr': 10.0.0.0/33 }", '4:18 refused: "10.0.0.0/33" is not'],
    ["  s: { 'a|lt': x }", '4:16 refused: "lt" compares with a number'],
    ["  s: { 'a|i': x }", '4:8 refused: The modifiers "i"'],
    ["  s: { 'a|expand': '%x%' }", '4:20 refused: The placeholder "%x%" has no values'],
    ["  s: { 'a|base64': 'x*' }", '4:20 refused: "base64" needs a value without wildcards'],
    ["  s: { 'a|exists': 1 }", '4:8 refused: "exists" needs true or false'],
    ["  s: { a: { b: 1 } }", '4:8 refused: The values of "a" must be plain'],
    ["  s: {}", "4:6 refused: A selection without fields"],
    ["  s: []", '4:6 refused: The search identifier "s" is empty'],
    ["  s: { a: &x 1, b: *x }", "refused: YAML aliases"],
    ["  s: { a: 1, a: 2 }", "refused: The YAML is not valid"],
    ["  s: { a: 1 }\n  timeframe: 5m", '5:14 refused: "timeframe"'],
    ["  t: { a: 1 }", '5:14 refused: The condition names "s"'],
  ])("%s", (text, expected) => {
    const found = detection(text);
    expect(found.some((problem) => problem.includes(expected)), found.join("\n")).toBe(true);
  });

  test.each([
    ["s | count() > 5", "Aggregations in a condition"],
    ["s and", "ends where a name was expected"],
    ["s t", "stands where"],
    ["(s", "not closed"],
    ["1 of x*", "covers no search identifier"],
    ["3 of s*", "can never hold"],
    ["s*", 'needs "1 of"'],
    ["0 of s*", "no meaning"],
    ["s and ; s", "no meaning in a condition"],
    ["not ".repeat(100) + "s", "nested deeper"],
  ])("condition %s", (condition, expected) => {
    const found = whole(`${HEAD}detection:\n  s: { a: 1 }\n  condition: ${condition}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test.each([
    ["- a", "A rule must be a map"],
    ["title: T", 'no "detection"'],
    ["detection: { s: { a: 1 }, condition: s }", 'no "title"'],
    ["title: T\ndetection: { s: { a: 1 }, condition: s }", 'no "logsource"'],
    ["title: T\nlevel: severe\nlogsource: { product: p }\ndetection: { s: { a: 1 }, condition: s }", '"level" must be one of'],
    ["title: T\nlogsource: { product: p }\nfilter: { rules: [x], s: { a: 1 }, condition: s }", "whether the condition of a filter"],
    ["", "contains no rule"],
    [`a: ${"[".repeat(80)}${"]".repeat(80)}`, "nested deeper"],
    ["title: T\ncorrelation: { type: event_count, rules: [x], timespan: 5x, condition: { gte: 1 } }", "timespan"],
    ["title: T\ncorrelation: { type: value_count, rules: [x], timespan: 5m, condition: { gte: 1 } }", '"field"'],
    ["title: T\ncorrelation: { type: value_percentile, rules: [x], timespan: 5m, condition: { field: a, gte: 1 } }", '"percentile"'],
    ["title: T\ncorrelation: { type: event_count, rules: [x], timespan: 5m }", 'needs a "condition"'],
    ["title: T\ncorrelation: { type: event_count, rules: [x], timespan: 5m, condition: { gte: 1000000 } }", "bounded memory"],
    ["title: T\ncorrelation: { type: event_count, rules: [x], timespan: 5m, condition: { gte: 1 } }", 'refers to "x"'],
    ["title: T\nname: x\ncorrelation: { type: event_count, rules: [x], timespan: 5m, condition: { gte: 1 } }", "refers to itself"],
  ])("document %j", (text, expected) => {
    const found = whole(text);
    expect(found.some((problem) => problem.includes(expected)), found.join("\n")).toBe(true);
  });

  const problemsIn = (text: string) => whole(text).sort((one, other) => Number.parseInt(one) - Number.parseInt(other)).map((problem) => problem.replace("refused: ", ""));

  test("all problems of a rule are told at once, whatever part of it is refused first", () => {
    expect(problemsIn(`title: T\nlevel: severe\nlogsource: { product: p }\ndetection:\n  s: { 'a|bogus|odd': 1 }\n  t:\n    b|cidr: [10.0.0.0/33, 10.0.0.0/8, x]\n  u: { c: { d: 1 } }\n  condition: s and t and u and v\n`)).toEqual([
      '2:8 "level" must be one of informational, low, medium, high, critical.',
      '5:8 The modifier "bogus" of "a|bogus|odd" is not known.',
      '5:8 The modifier "odd" of "a|bogus|odd" is not known.',
      '7:14 "10.0.0.0/33" is not an IPv4 or IPv6 network.',
      '7:39 "x" is not an IPv4 or IPv6 network.',
      '8:8 The values of "c" must be plain values, not maps or lists.',
      '9:14 The condition names "v", which the detection does not define.',
    ]);
  });

  test("nor do correlations and filters hide their other problems", () => {
    const rule = `${HEAD}id: one\ndetection: { s: { a: 1 }, condition: s }\n`;
    const correlation = "title: C\nlevel: severe\ncorrelation: { type: event_count, rules: [one, two], timespan: 5m, condition: { gte: 1 } }\n";
    const aliased = "title: A\nlevel: severe\ncorrelation: { type: event_count, rules: [one], group-by: [x], timespan: 5m, condition: { gte: 1 }, aliases: { x: { four: a, five: a } } }\n";
    const filter = "title: F\nlevel: severe\nlogsource: { product: q }\ntickmark: { filter: drops }\nfilter: { rules: [one, three], s: { 'a|re': '(' }, condition: s }\n";
    expect(problemsIn([rule, correlation, aliased, filter].join("---\n"))).toEqual([
      expect.stringContaining('7:8 "level"'),
      expect.stringContaining('8:48 The correlation refers to "two"'),
      expect.stringContaining('11:8 "level"'),
      expect.stringContaining('12:14 The alias "x" names "four"'),
      expect.stringContaining('12:14 The alias "x" names "five"'),
      expect.stringContaining('12:14 The alias "x" says no field for the rule "one"'),
      expect.stringContaining('15:8 "level"'),
      expect.stringContaining("18:45 The regular expression is refused"),
      expect.stringContaining("18:19 The filter is for another log source"),
      expect.stringContaining('18:24 The filter refers to "three"'),
    ]);
  });

  test("a refused rule changes nothing of the others: the set is as without it", () => {
    const good = `${HEAD}id: one\ndetection: { s: { a: 1 }, condition: s }\n`;
    const refused = "title: T\nid: one\nlevel: severe\nlogsource: { product: p }\ndetection: { s: { zz: 1 }, condition: s }\n";
    const [alone, beside] = [[], [{ path: "bad.yml", text: refused }]].map((more) => compileRules([...more, { path: "f.yml", text: good }]).ruleSet);
    expect(beside!.hash).toBe(alone!.hash);
    expect(beside!.rules.map(({ id, path }) => [id, path])).toEqual([["one", "f.yml"]]);
  });

  test("one refused document leaves the others of its file, and is located in it", () => {
    const good = `${HEAD}detection: { s: { a: 1 }, condition: s }\n`;
    const { ruleSet, problems } = compileRules([{ path: "f.yml", text: `${good}id: one\n---\n${good.replace("condition: s", "condition: x")}---\n${good}id: two\n` }]);
    expect(ruleSet.rules.map(({ id }) => id)).toEqual(["one", "two"]);
    expect(problems.map(({ path, line, ruleTitle }) => [path, line, ruleTitle])).toEqual([["f.yml", 8, "T"]]);
  });

  test("an id used twice belongs to its first rule", () => {
    const rule = `${HEAD}id: same\ndetection: { s: { a: 1 }, condition: s }\n`;
    const { ruleSet, problems } = compileRules([{ path: "1.yml", text: rule }, { path: "2.yml", text: rule }]);
    expect(ruleSet.rules.map(({ path }) => path)).toEqual(["1.yml"]);
    expect(problems[0]).toMatchObject({ path: "2.yml", severity: "refused" });
  });
});
