import { describe, expect, it } from "vitest";
import { crosswalkEdges } from "./crosswalk.ts";
import { parseCrosswalkFile } from "./parse-crosswalk-file.ts";

const GOOD = `id: a-to-b
from: a
to: b
sources:
  - { key: table, citation: A table, checked: By eye }
totals: { rows: 2, edges: 4 }
without_successor: []
without_predecessor: []
rows:
  - { from: "1", to: ["1"], added: ["2"], relation: successor, shape: one_to_one, confidence: recalled, source: table, note: New beside it }
  - { from: "2", to: ["3", "4"], relation: successor, shape: split, confidence: unverified }
`;
const sentences = (source: string) =>
  parseCrosswalkFile("crosswalks/a-to-b.yaml", source).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("crosswalk file", () => {
  it("gives every pair, telling what is new from what succeeds", () => {
    const { value, problems } = parseCrosswalkFile("crosswalks/a-to-b.yaml", GOOD);
    expect(problems).toEqual([]);
    expect(value && crosswalkEdges(value).map(({ from, to, relation, confidence, source }) => [from, to, relation, confidence, source])).toEqual([
      ["1", "1", "successor", "recalled", "table"],
      ["1", "2", "added", "recalled", "table"],
      ["2", "3", "successor", "unverified", null],
      ["2", "4", "successor", "unverified", null],
    ]);
  });

  it.each([
    ["two rows for one item", GOOD.replace('from: "2"', 'from: "1"'), ["11:13 “1” has two rows; list all its targets in one."]],
    ["a target named twice", GOOD.replace('["3", "4"]', '["3", "3"]'), ["11:5 “3” stands twice in the row of “2”."]],
    ["a row that leads nowhere", GOOD.replace('["3", "4"]', "[]"), ["11:22 “rows.to” needs at least 1 entry."]],
    ["an invented confidence", GOOD.replace("unverified", "certain"), ["11:81 “rows.confidence” must be one of published_table, title_matched, recalled, unverified; “certain” was found."]],
    ["a succession without its shape", GOOD.replace("shape: split, ", ""), ["11:5 The row of “2” is a succession and names no shape."]],
    ["a shape where nothing succeeds", GOOD.replace("relation: successor, shape: split", "relation: subset, shape: split"), ["11:5 The row of “2” names a shape, which only a succession has."]],
    ["a crosswalk onto itself", GOOD.replace("to: b", "to: a"), ["3:5 A crosswalk leads from one framework to another."]],
  ])("locates %s", (_name, source, expected) => {
    expect(sentences(source)).toEqual(expected);
  });
});
