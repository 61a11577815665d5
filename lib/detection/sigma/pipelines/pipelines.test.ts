import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createCorrelator } from "../../correlation/correlator.ts";
import type { EventRecord } from "../../fields.ts";
import { compileRules, evaluateByReference, evaluateEvent } from "../rule-set.ts";

const pipeline = (steps: string, more = "") => ({ path: "p.yaml", text: `name: p\ntitle: P\n${more}steps:\n${steps}\n` });
const rule = (detection: string, logsource = "product: windows, category: process_creation") => ({ path: "r.yml", text: `title: R\nid: r\nlogsource: { ${logsource} }\ndetection:\n  s:\n    ${detection}\n  condition: s\n` });

/** Which of the events the rule matches after the steps; the matcher and the plain evaluator must agree. */
function matched(steps: string, detection: string, events: readonly EventRecord[]): boolean[] {
  const { ruleSet, problems } = compileRules([rule(detection)], { pipelines: [pipeline(steps)] });
  expect(problems).toEqual([]);
  return events.map((event) => {
    const found = evaluateEvent(ruleSet, event).length > 0;
    expect(evaluateByReference(ruleSet, event).length > 0).toBe(found);
    return found;
  });
}

/** What is said of the steps or of a rule that goes through them, with its place. */
function said(steps: string, detection = "a: 1"): string[] {
  const { ruleSet, problems } = compileRules([rule(detection)], { pipelines: [pipeline(steps)] });
  expect(ruleSet.rules).toEqual([]);
  return problems.map(({ path: file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

const TWO = "- fields: { User: [user.name, user.email] }";

describe("pipelines", () => {
  test.each<[string, string, string, readonly EventRecord[], readonly boolean[]]>([
    ["a field is read by its new name alone", "- fields: { Image: process.executable }", "Image|endswith: '\\sh.exe'", [{ process: { executable: "C:\\SH.exe" } }, { "process.executable": "c:\\sh.exe" }, { Image: "c:\\sh.exe" }], [true, true, false]],
    ["of several names any may hold the value", TWO, "User: ann", [{ user: { email: "ann" } }, { user: { name: "ann" } }, { user: { name: "bob" } }], [true, true, false]],
    ["all parts of a value must stand in one of them", TWO, "User|contains|all: [a, b]", [{ user: { name: "ab" } }, { user: { name: "a", email: "b" } }], [true, false]],
    ["null asks that none of several is there", TWO, "User: null", [{}, { user: { email: "x" } }], [true, false]],
    ["null among values asks the same, or for a value", TWO, "User: [null, ann]", [{}, { user: { email: "x" } }, { user: { email: "ann", name: "x" } }], [true, false, true]],
    ["absence of a field is absence of all of its names", TWO, "User|exists: false", [{}, { user: { name: "x" } }], [true, false]],
    ["presence is presence of any", TWO, "User|exists: true", [{}, { user: { name: "x" } }], [false, true]],
    ["a star brings all that begin alike", "- fields: { req.*: api.data.*, req.b.*: deep.* }", "req.a.c: 1\n    req.b.d: 2", [{ api: { data: { a: { c: 1 } } }, deep: { d: 2 } }, { api: { data: { a: { c: 1 }, b: { d: 2 } } } }], [true, false]],
    ["a prefix is put before what nothing named", "- fields: { EventID: event.code }\n- prefix: winlog.event_data.", "EventID: 1\n    Hashes|contains: AB", [{ "event.code": 1, winlog: { event_data: { Hashes: "xab" } } }, { "winlog.event_data.EventID": 1, "winlog.event_data.Hashes": "ab" }], [true, false]],
    ["names that values state are brought, too", "- fields: { a: x, b: y }", "a|fieldref: b", [{ x: 1, y: 1 }, { x: 1, b: 1 }], [true, false]],
    ["a dropped condition asks nothing", "- drop: [EventID]", "EventID: 1\n    a: 2", [{ a: 2 }, { a: 3 }], [true, false]],
    ["added conditions must hold besides", "- add: { class_uid: [1007, 1008], kind|startswith: x }", "a: 1", [{ a: 1, class_uid: 1008, kind: "xy" }, { a: 1, class_uid: 1008 }, { class_uid: 1007, kind: "x" }], [true, false, false]],
    ["whole values are replaced, of one field", "- values: { EventType: { CreateKey: [creation, made] } }", "EventType: createkey\n    b: CreateKey", [{ EventType: "made", b: "CreateKey" }, { EventType: "CreateKey", b: "CreateKey" }], [true, false]],
    ["steps follow one another", "- fields: { a: b }\n- fields: { b: c }", "a: 1", [{ c: 1 }, { b: 1 }], [true, false]],
    ["a step is for the log sources that it names", "- when: { product: linux }\n  fields: { a: b }\n- when: { product: [linux, windows], category: process_creation }\n  fields: { a: c }", "a: 1", [{ c: 1 }, { b: 1 }], [true, false]],
    ["a log source is another for what follows, and for events", "- logsource: { product: linux }\n- when: { product: windows }\n  refuse: Never.", "a: 1", [{ product: "linux", a: 1 }, { product: "windows", a: 1 }], [true, false]],
  ])("%s", (_name, steps, detection, events, expected) => {
    expect(matched(steps, detection, events)).toEqual(expected);
  });

  test.each([
    ["- fields: { User: [a, b] }", "User|neq: x", ['r.yml:6:5: "User|neq" asks for another value, which cannot be told of a field that a pipeline reads from several.']],
    ["- drop: [a]", "a: 1", ['r.yml:6:5: A pipeline leaves nothing of "s".']],
    ["- refuse: Such records are not collected.", "a: 1", ["r.yml:1:1: Such records are not collected."]],
    ["- fields: { a: [] }", "a: 1", ['p.yaml:4:13: "a" is brought to nothing: say at least one name.']],
    ["- fields: { a.*: b }", "a: 1", ['p.yaml:4:13: "a.*": a star stands for the end of a name, after a dot, on both sides or on none.']],
    ["- add: { a|nosuch: 1 }", "a: 1", ['p.yaml:4:10: The modifier "nosuch" of "a|nosuch" is not known.']],
    ["- map: { a: b }", "a: 1", ['p.yaml:4:3: "map" is not one of when, fields, prefix, drop, add, values, logsource, refuse.']],
    ["- { prefix: x, drop: [a] }", "a: 1", ["p.yaml:4:3: A step does one thing: fields, prefix, drop, add, values, logsource, refuse."]],
    ["- when: { host: x }\n  prefix: y", "a: 1", ['p.yaml:4:11: "host" is not one of product, service, category.']],
  ])("%s with %s is refused where it stands", (steps, detection, expected) => {
    expect(said(steps, detection)).toEqual(expected);
  });

  test.each([
    ["name: A B", 'The name of a pipeline is of small letters, digits and hyphens.'],
    ["priority: high", '"priority" must be a whole number from 0 to 1000.'],
    ["name: x\nname: y", '"name" stands twice in one map.'],
  ])("%s is refused, and no rule is compiled with half a pipeline", (head, sentence) => {
    const { ruleSet, problems } = compileRules([rule("a: 1")], { pipelines: [{ path: "p.yaml", text: `${head.startsWith("name") ? "" : "name: p\n"}${head}\ntitle: P\nsteps: [{ prefix: x }]\n` }] });
    expect(problems.map(({ message }) => message).join()).toContain(sentence);
    expect(ruleSet.rules).toEqual([]);
  });

  test("those of a lower number come first, whatever the order in which they are asked for", () => {
    const [late, early] = [pipeline("- fields: { b: c }", "priority: 30\n"), pipeline("- fields: { a: b }", "priority: 10\n")];
    const { ruleSet } = compileRules([rule("a: 1")], { pipelines: [late, early] });
    expect(evaluateEvent(ruleSet, { c: 1 })).toHaveLength(1);
  });

  test("a rule that went through one is another version of it, and a filter goes the same way", () => {
    const filter = { path: "f.yml", text: "title: F\nlogsource: { product: windows, category: process_creation }\nfilter:\n  rules: [r]\n  quiet: { a: 2 }\n  condition: quiet\ntickmark: { filter: drops }\n" };
    const [plain, through] = [[], [pipeline("- fields: { a: b }")]].map((pipelines) => compileRules([rule("a: [1, 2]"), filter], { pipelines }).ruleSet);
    expect(through!.rules[0]!.hash).not.toBe(plain!.rules[0]!.hash);
    expect([{ b: 1 }, { b: 2 }, { a: 1 }].map((event) => evaluateEvent(through!, event).length)).toEqual([1, 0, 0]);
  });

  test("correlations group by the new names of each rule; a field read from several is refused", () => {
    const correlation = { path: "c.yml", text: "title: C\nid: c\ncorrelation: { type: event_count, rules: [r], group-by: [User], timespan: 1m, condition: { gte: 2 } }\n" };
    const { ruleSet, problems } = compileRules([rule("a: 1"), correlation], { pipelines: [pipeline("- fields: { User: user.name }")] });
    expect(problems).toEqual([]);
    const correlator = createCorrelator(ruleSet);
    const hits = ["ann", "bob", "ann"].flatMap((name, at) => {
      const event = { a: 1, user: { name }, time: `2026-01-01T00:00:0${at}Z` };
      return correlator.observe(event, evaluateEvent(ruleSet, event), { lineNumber: at, offset: at, length: 1 });
    });
    expect(hits.map(({ groupKey, count }) => [groupKey, count])).toEqual([[{ User: "ann" }, 2]]);
    const refused = compileRules([rule("a: 1"), correlation], { pipelines: [pipeline(TWO)] });
    expect(refused.problems.map(({ message }) => message)).toEqual(['A pipeline reads "User" of the rule "r" from user.name and user.email: a correlation needs one field.']);
  });
});

describe("the shipped pipelines", () => {
  const folder = path.resolve(import.meta.dirname, "..", "..", "..", "..", "controls", "pipelines");
  const shipped = readdirSync(folder).map((name) => ({ path: name, text: readFileSync(path.join(folder, name), "utf8") }));
  const started = { process_creation: "Image|endswith: '/nc'\n    CommandLine|contains: ' -e '" };

  test.each(shipped.map((source) => [source.path, source] as const))("%s is called as its file is, and every rule goes through it", (name, source) => {
    const { ruleSet, problems } = compileRules([rule(started.process_creation, "product: linux, category: process_creation")], { pipelines: [source] });
    expect(problems).toEqual([]);
    expect(ruleSet.rules).toHaveLength(1);
    expect(source.text.startsWith(`name: ${path.basename(name, ".yaml")}\n`)).toBe(true);
  });

  test.each<[string, EventRecord, EventRecord]>([
    ["ecs.yaml", { process: { executable: "/usr/bin/nc", command_line: "nc -e sh" } }, { Image: "/usr/bin/nc", CommandLine: "nc -e sh" }],
    ["ocsf.yaml", { class_uid: 1007, activity_id: 1, process: { file: { path: "/usr/bin/nc" }, cmd_line: "nc -e sh" } }, { class_uid: 1001, activity_id: 1, process: { file: { path: "/usr/bin/nc" }, cmd_line: "nc -e sh" } }],
  ])("%s brings a rule to its records", (name, hit, miss) => {
    const { ruleSet } = compileRules([rule(started.process_creation, "product: linux, category: process_creation")], { pipelines: shipped.filter((source) => source.path === name) });
    expect([hit, miss].map((event) => evaluateEvent(ruleSet, event).length)).toEqual([1, 0]);
  });
});
