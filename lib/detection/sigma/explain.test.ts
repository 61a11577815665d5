import { expect, test } from "vitest";
import { parseLine } from "../parsers/parse-line.ts";
import type { ExplanationNode } from "./explain.ts";
import { compileRules, evaluateEvent, explainEvent } from "./rule-set.ts";

const reference = { referenceTimeMs: Date.UTC(2025, 11, 31), zoneOffsetMinutes: 0 };
const line = "Mar 3 10:00:01 root sshd[100]: Failed password for root from 192.0.2.10 port 4001 ssh2";

function explained(detection: string): ExplanationNode {
  const { ruleSet, problems } = compileRules([{ path: "r.yml", text: `title: T\nlogsource: { product: linux }\ndetection:\n${detection}` }]);
  expect(problems).toEqual([]);
  const event = parseLine(line, reference);
  expect(evaluateEvent(ruleSet, event)).toHaveLength(1);
  return explainEvent(ruleSet, 0, event)!;
}

function spans(node: ExplanationNode): string[] {
  return [...(node.evidence ?? []).flatMap(({ lineSpan }) => (lineSpan ? [line.slice(lineSpan.start, lineSpan.end)] : [])), ...(node.children ?? []).flatMap(spans)];
}

test("the tree shows every condition, held or not, with the values that matched", () => {
  const tree = explained("  who: { user: root }\n  filter: { sourceIp: 10.0.0.1 }\n  condition: who and not filter");
  expect(tree).toMatchObject({
    kind: "rule", label: "T", matched: true,
    children: [{ kind: "and", matched: true, children: [
      { kind: "name", label: "who", matched: true, children: [{ kind: "field", label: "user is root", evidence: [{ field: "user", value: "root", expected: "root" }] }] },
      { kind: "not", matched: true, children: [{ kind: "name", label: "filter", matched: false }] },
    ] }],
  });
});

test("a field's value is highlighted in the message, not where the header happens to contain the same word", () => {
  const tree = explained("  who: { user: root }\n  condition: who");
  const [span] = tree.children![0]!.children![0]!.evidence!.map(({ lineSpan }) => lineSpan!);
  expect(span).toEqual({ start: line.indexOf("root from"), end: line.indexOf("root from") + 4 });
});

test("keywords, parts of the message and of fields are highlighted where they stand", () => {
  expect(spans(explained("  k: ['failed*for']\n  condition: k"))).toEqual(["Failed password for"]);
  expect(spans(explained("  m: { 'message|contains': PASSWORD }\n  condition: m"))).toEqual(["password"]);
  expect(spans(explained("  m: { 'sourceIp|startswith': 192.0 }\n  condition: m"))).toEqual(["192.0"]);
  expect(spans(explained("  m: { 'message|re': 'port \\d+' }\n  condition: m"))).toEqual(["port 4001"]);
  expect(spans(explained("  m: { action: authentication_failed }\n  condition: m"))).toEqual([]);
});

test("an explanation survives JSON, and summarises what did not match", () => {
  const many = Array.from({ length: 60 }, (_, at) => `    - a${at}: x`).join("\n");
  const tree = explained(`  m:\n${many}\n    - user: root\n  condition: m`);
  expect(JSON.parse(JSON.stringify(tree))).toEqual(tree);
  const list = tree.children![0]!.children![0]!;
  expect([list.children!.length, list.omitted]).toEqual([20, 41]);
  expect(list.children!.some(({ matched }) => matched)).toBe(true);
});
