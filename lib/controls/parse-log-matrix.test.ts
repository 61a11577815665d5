import { describe, expect, it } from "vitest";
import { parseGlossary } from "./parse-glossary.ts";
import { parseLogMatrix } from "./parse-log-matrix.ts";

const GOOD = `title: Matrix
basis: A guide
totals: { rows: 1 }
fields:
  - { id: time, title: Time, meaning: When }
groups:
  - { id: os, title: System }
rows:
  - id: os-start
    group: os
    event: Start
    purpose: To know
    required_fields: [time]
    formats: [kernel]
    examples:
      - { line: '  a: "b"  ', origin: seed, format: kernel }
    controls: [SYS.1.01]
`;
const sentences = (source: string) => parseLogMatrix("log-matrix.yaml", source).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("log matrix file", () => {
  it("keeps example lines byte for byte", () => {
    expect(parseLogMatrix("log-matrix.yaml", GOOD).value?.rows[0]?.examples).toEqual([
      { line: '  a: "b"  ', origin: "seed", format: "kernel", at: { line: 16, column: 9 } },
    ]);
  });

  it.each([
    ["an unknown group", GOOD.replace("group: os", "group: oz"), ["10:12 The group “oz” is not listed under groups."]],
    ["an unknown field", GOOD.replace("[time]", "[time, mood]"), ["13:29 The field “mood” is not listed under fields."]],
    ["an example in a format the row lacks", GOOD.replace("format: kernel", "format: init"), ["16:9 The format “init” is not among the formats of “os-start”."]],
    ["a lost row", GOOD.replace("rows: 1", "rows: 2"), ["3:17 2 rows are announced and 1 are listed."]],
    ["a row twice", GOOD.replace("rows: 1", "rows: 2") + GOOD.slice(GOOD.indexOf("  - id: os-start")), ["18:9 “os-start” stands twice under rows."]],
  ])("locates %s", (_name, source, expected) => {
    expect(sentences(source)).toEqual(expected);
  });
});

describe("glossary file", () => {
  it("explains each word once", () => {
    const source = "words:\n  - { word: Alert, meaning: A }\n  - { word: alert, meaning: B, instead_of: C }\n";
    expect(parseGlossary("glossary.yaml", source).problems).toEqual([{ file: "glossary.yaml", line: 3, column: 13, sentence: "“alert” is explained twice." }]);
    expect(parseGlossary("glossary.yaml", source.replace("alert", "event")).value).toEqual([
      { word: "Alert", meaning: "A", insteadOf: null },
      { word: "event", meaning: "B", insteadOf: "C" },
    ]);
  });
});
