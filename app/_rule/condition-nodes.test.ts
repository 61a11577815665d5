import { describe, expect, test } from "vitest";
import type { AlertExplanation } from "#lib/alerts/index.ts";
import { conditionNodes } from "./condition-nodes.ts";

type Tree = AlertExplanation["tree"];
const field = (label: string, matched: boolean, value?: string): Tree => ({ label, kind: "field", matched, ...(value === undefined ? {} : { evidence: [{ field: label, value, expected: value }] }) });
const all = (...children: Tree[]): Tree => ({ label: "all fields", kind: "and", matched: children.every((child) => child.matched), children });

describe("the tree of an explanation", () => {
  test("says conditions that belong together as one list, without levels that say only \"all of these\"", () => {
    const rule: Tree = { label: "Refused", kind: "rule", matched: true, children: [{ label: "and", kind: "and", matched: true, children: [{ label: "refused", kind: "name", matched: true, children: [all(field("format is sshd", true, "sshd"))] }] }] };
    expect(conditionNodes(rule)).toEqual([
      { id: "0", outcome: "matched", text: "Refused", children: [{ id: "0.0", outcome: "matched", text: "refused", children: [{ id: "0.0.0", outcome: "matched", text: "format is sshd", value: "sshd" }] }] },
    ]);
  });

  test("draws an exclusion as one node that says whether it matched", () => {
    const excluded: Tree = { label: "not", kind: "not", matched: true, children: [{ label: "own_scanner", kind: "name", matched: false, children: [all(field("source is 10.0.0.1", false))] }] };
    expect(conditionNodes(excluded)[0]).toMatchObject({ outcome: "matched", text: "not own_scanner", value: "it did not match", children: [{ outcome: "not_matched", text: "source is 10.0.0.1" }] });
  });

  test("letters the conditions of a sequence, and says how many were left out", () => {
    const sequence: Tree = { label: "in order", kind: "correlation", matched: true, omitted: 2, children: [field("first", true), field("then", true)] };
    expect(conditionNodes(sequence)[0]?.children?.map((child) => [child.tag, child.outcome, child.text])).toEqual([["A", "matched", "first"], ["B", "matched", "then"], [undefined, "not_evaluated", "2 more that did not match"]]);
  });
});
