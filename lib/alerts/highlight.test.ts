import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileRules } from "#lib/detection/index.ts";
import { conditionLetters, cut, highlightLine } from "./highlight.ts";

const RULES = `title: Refused
id: refused
name: refused
logsource: { product: linux, service: sshd }
detection: { selection: { action: authentication_failed }, words: [Failed password], condition: selection and words }
level: low
---
title: Accepted
id: accepted
name: accepted
logsource: { product: linux, service: sshd }
detection: { selection: { authMethod: password, action: authentication_succeeded }, condition: selection }
level: low
---
title: Brute force
id: brute
name: brute
correlation: { type: event_count, rules: [refused], group-by: [source], timespan: 10m, condition: { gte: 3 } }
level: medium
---
title: Let in
id: let-in
correlation: { type: temporal_ordered, rules: [brute, accepted], group-by: [source], timespan: 10m }
level: high
`;
const { ruleSet, problems } = compileRules([{ path: "rules.yaml", text: RULES }]);
const reference = { referenceTimeMs: Date.UTC(2026, 10, 20), zoneOffsetMinutes: 0 };
const line = "Nov 20 08:43:07 bastion-02 sshd[24935]: Failed password for root from 203.0.113.44 port 40118 ssh2";
const marked = (rule: string, text: string) => {
  const { parts, letter } = highlightLine(ruleSet, conditionLetters(ruleSet, rule), text, reference, ["203.0.113.44"]);
  return { letter, marks: parts.filter((part) => part.mark !== null).map((part) => [part.text, part.mark]) };
};

describe("a line of an alert", () => {
  test("compiles in this test", () => expect(problems).toEqual([]));

  test("shows what the rule matched and the value that its events are grouped by", () => {
    expect(marked("brute", line)).toEqual({ letter: null, marks: [["Failed password", 1], ["203.0.113.44", 1]] });
  });

  test("carries the letter of the condition that it satisfies, also through a chain of rules", () => {
    expect(marked("let-in", line).letter).toBe("A");
    const accepted = marked("let-in", line.replace("Failed", "Accepted"));
    expect(accepted.letter).toBe("B");
    expect(accepted.marks).toEqual([["password", 2], ["203.0.113.44", 2]]);
  });

  test("that satisfies nothing is shown without a mark", () => {
    expect(marked("brute", line.replace("Failed password for root", "Connection closed"))).toEqual({ letter: null, marks: [] });
  });

  test("is never changed by its marks", () => {
    const span = fc.record({ start: fc.integer({ min: -3, max: 30 }), end: fc.integer({ min: -3, max: 40 }) });
    fc.assert(fc.property(fc.string({ maxLength: 30 }), fc.array(span, { maxLength: 6 }), (text, spans) => {
      const parts = cut(text, spans, 1);
      expect(parts.map((part) => part.text).join("")).toBe(text);
      const covered = new Set(spans.filter(({ start, end }) => start >= 0 && end <= text.length).flatMap(({ start, end }) => Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)));
      expect(parts.filter((part) => part.mark !== null).reduce((sum, part) => sum + part.text.length, 0)).toBe(covered.size);
    }));
  });
});
