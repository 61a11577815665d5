import { createCorrelator } from "./correlation/correlator.ts";
import type { Hit } from "./correlation/hit.ts";
import type { EventRecord } from "./fields.ts";
import { parseLine } from "./parsers/parse-line.ts";
import { evaluateEvent, type RuleSet } from "./sigma/rule-set.ts";
import type { YamlMap, YamlNode } from "./sigma/yaml-document.ts";

/** The outcome of one example that a rule carries under `tickmark.tests`. */
export type RuleTestResult = {
  readonly ruleId: string;
  readonly name: string;
  readonly expectation: "positive" | "negative";
  readonly passed: boolean;
  /** A sentence: what was expected and what came, or why the example cannot be run. */
  readonly message: string;
};

/** Examples write year-less times; they are read as of the end of this year, so that a result never changes. */
const EXAMPLE_REFERENCE = { referenceTimeMs: Date.UTC(2025, 11, 31), zoneOffsetMinutes: 0 };

/**
 * Runs every example of every rule through parser, rules and correlator. A positive example must raise `hits` hits of
 * its rule (1 unless stated), a negative one none. A rule without both kinds fails.
 *
 *     tests:
 *       positive: [{ name: ..., lines: [...], hits: 1 }]
 *       negative: [{ name: ..., lines: [...] }, { name: ..., events: [{ field: value }] }]
 */
export function runRuleTests(ruleSet: RuleSet): RuleTestResult[] {
  return ruleSet.tests.flatMap(({ rule, tests }) => {
    const both = (["positive", "negative"] as const).map((expectation) => ({ expectation, examples: readExamples(tests, expectation) }));
    return both.flatMap(({ expectation, examples }): RuleTestResult[] => {
      const base = { ruleId: rule.id, expectation };
      if (examples.length === 0) return [{ ...base, name: "examples", passed: false, message: `"${rule.title}" has no ${expectation} example.` }];
      return examples.map((example) => {
        const { name } = example;
        if (example.events.length === 0) return { ...base, name, passed: false, message: "The example has neither lines nor events." };
        const raised = new Set(hitsOf(ruleSet, example.events, rule.id).map(({ hitKey }) => hitKey)).size;
        const wanted = expectation === "positive" ? example.hits : 0;
        return { ...base, name, passed: raised === wanted, message: `Expected ${wanted} hits of "${rule.title}", got ${raised}.` };
      });
    });
  });
}

/** A rule that only serves correlations is judged by its matches, one per event. */
function hitsOf(ruleSet: RuleSet, events: readonly EventRecord[], ruleId: string): Pick<Hit, "hitKey">[] {
  const correlator = createCorrelator(ruleSet);
  const found: Pick<Hit, "hitKey">[] = [];
  events.forEach((event, at) => {
    const matches = evaluateEvent(ruleSet, event);
    found.push(...matches.filter(({ rule }) => rule.id === ruleId && !rule.raisesHits).map(() => ({ hitKey: `event ${at}` })));
    const line = { lineNumber: at + 1, offset: at, length: 1 };
    found.push(...correlator.observe(event, matches, line).filter((hit) => hit.ruleId === ruleId));
  });
  return found;
}

type Example = { readonly name: string; readonly events: readonly EventRecord[]; readonly hits: number };

function readExamples(tests: YamlNode | null, expectation: string): Example[] {
  const list = tests?.kind === "map" ? tests.entries.find(({ key }) => key === expectation)?.value : undefined;
  if (list?.kind !== "list") return [];
  return list.items.map((item, at): Example => {
    if (item.kind === "scalar") return { name: item.text, events: [parseLine(item.text, EXAMPLE_REFERENCE)], hits: 1 };
    if (item.kind === "list") return { name: `${expectation} ${at + 1}`, events: [], hits: 1 };
    const value = (key: string) => item.entries.find((entry) => entry.key === key)?.value;
    const [name, hits] = [value("name"), value("hits")];
    return {
      name: name?.kind === "scalar" ? name.text : `${expectation} ${at + 1}`,
      events: [...linesIn(value("lines")), ...eventsIn(value("events"))],
      hits: hits?.kind === "scalar" && typeof hits.value === "number" ? hits.value : 1,
    };
  });
}

function linesIn(node: YamlNode | undefined): EventRecord[] {
  const texts = node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : node?.kind === "scalar" ? node.text.trimEnd().split("\n") : [];
  return texts.map((text) => parseLine(text, EXAMPLE_REFERENCE));
}

function eventsIn(node: YamlNode | undefined): EventRecord[] {
  return node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "map" ? [plain(item) as EventRecord] : [])) : [];
}

function plain(node: YamlNode | YamlMap): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}
