import { describe, expect, it } from "vitest";
import { parseFrameworkFile } from "./parse-framework-file.ts";

const HEAD = `id: demo-1
name: Demo
edition: "1"
publisher: Demo Board
item_label: { one: rule, many: rules }
source: Written for this test
not_covered: [Everything else]
totals: { requirements: 2 }
groups:
  - { id: "1", title: First }
`;
const GOOD = `${HEAD}requirements:
  - { id: "1.1", group: "1", title: One }
  - { id: "1.1.1", group: "1", parent: "1.1", title: Half of one, new_in_edition: true }
`;

const sentences = (source: string) =>
  parseFrameworkFile("frameworks/demo-1.yaml", source).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("framework file", () => {
  it("gives groups and requirements with their places", () => {
    const { value, problems } = parseFrameworkFile("frameworks/demo-1.yaml", GOOD);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ id: "demo-1", itemLabel: { one: "rule", many: "rules" }, validFrom: null, notCovered: ["Everything else"] });
    expect(value?.requirements).toEqual([
      { id: "1.1", title: "One", group: "1", parent: null, newInEdition: false, at: { line: 12, column: 5 } },
      { id: "1.1.1", title: "Half of one", group: "1", parent: "1.1", newInEdition: true, at: { line: 13, column: 5 } },
    ]);
  });

  it("never guesses: a file with a problem has no value", () => {
    expect(parseFrameworkFile("frameworks/demo-1.yaml", GOOD.replace("One", "[]")).value).toBeNull();
    expect(parseFrameworkFile("frameworks/demo-1.yaml", GOOD.replace('"1.1.1"', '"1.1"')).value).toBeNull();
  });

  it.each([
    ["a repeated id", GOOD.replace('"1.1.1"', '"1.1"'), ["13:11 “1.1” stands twice under requirements."]],
    ["a lost line", GOOD.replace(/ {2}- \{ id: "1\.1\.1".*\n/u, ""), ["8:25 2 requirements are announced and 1 are listed."]],
    ["a date that does not exist", `${GOOD}valid_until: 2024-04-31\n`, ["14:14 “valid_until”: a date is written like 2024-03-31, and must exist."]],
    ["dates without a reason", `${GOOD}valid_until: 2024-04-30\n`, ["1:1 Dates of validity need “validity_note”: what they mean and where they come from."]],
    ["dates in the wrong order", `${GOOD}valid_from: 2024-05-01\nvalid_until: 2024-04-30\nvalidity_note: x\n`, ["15:14 “valid_until” lies before “valid_from”."]],
    ["another name than the file's", GOOD.replace("id: demo-1", "id: demo-2"), ["1:5 The file of demo-2 must be named demo-2.yaml."]],
    ["a file silent on what it lacks", GOOD.replace(/not_covered.*\n/u, ""), ["1:1 “not_covered” is missing."]],
    ["tab indentation", GOOD.replace('  - { id: "1.1",', '\t- { id: "1.1",'), ["12:1 Indent with spaces; YAML does not allow tabs."]],
    ["an unknown key", `${GOOD}colour: red\n`, ["14:1 “colour” is not a key that is known here."]],
  ])("locates %s", (_name, source, expected) => {
    expect(sentences(source)).toEqual(expected);
  });
});
