import { describe, expect, it } from "vitest";
import { parseOwnFramework } from "./parse-own-framework.ts";
import { parseOwnSheet, type SheetNames } from "./parse-own-sheet.ts";

const ORIGIN = { publisher: "Fernhall", source: "The organization’s own file." };

const YAML = `id: supplier-code
name: Supplier code
edition: "2026"
item_label: { one: clause, many: clauses }
groups:
  - { id: S1, title: Access }
requirements:
  - { id: S1.1, group: S1, title: Access ends with the contract }
  - { id: S1.1.1, group: S1, parent: S1.1, title: Within a day }
`;
const inYaml = (source: string) => parseOwnFramework("own.yaml", source, ORIGIN).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("a framework of one's own as YAML", () => {
  it("is taken without what only shipped ones must say", () => {
    expect(parseOwnFramework("own.yaml", YAML, ORIGIN).value).toMatchObject({ id: "supplier-code", publisher: "Fernhall", notCovered: [], requirements: [{ id: "S1.1" }, { id: "S1.1.1", parent: "S1.1" }] });
    const flat = YAML.replace("groups:\n  - { id: S1, title: Access }\n", "").replaceAll(" group: S1,", "");
    expect(parseOwnFramework("own.yaml", flat, ORIGIN).value?.groups).toMatchObject([{ id: "all", title: "All clauses" }]);
  });

  it.each([
    ["duplicate codes", YAML.replace("S1.1.1", "S1.1"), ["9:11 “S1.1” stands twice under requirements.", "8:5 “S1.1” stands below itself.", "9:5 “S1.1” stands below itself."]],
    ["a circle of parents", YAML.replace("id: S1.1, group: S1,", "id: S1.1, group: S1, parent: S1.1.1,"), ["8:5 “S1.1” stands below itself.", "9:5 “S1.1.1” stands below itself."]],
    ["an unknown parent", YAML.replace("parent: S1.1,", "parent: S9,"), ["9:5 “S1.1.1” stands below the unknown requirement “S9”."]],
    ["an unknown group", YAML.replace("id: S1.1, group: S1", "id: S1.1, group: S2"), ["8:5 “S1.1” belongs to the unknown group “S2”."]],
    ["markup", YAML.replace("Within a day", "<img src=x onerror=alert(1)>"), ["9:5 The title of S1.1.1 holds markup; write plain text."]],
    ["a formula", YAML.replace("Within a day", "'=HYPERLINK(\"http://x\")'"), ["9:5 The title of S1.1.1 begins with “=”, which a spreadsheet would run as a formula."]],
    ["an edition that takes another's place", `${YAML}superseded_by: x\n`, ["10:1 “superseded_by” is not a key that is known here."]],
    ["a total that does not hold", `${YAML}totals: { requirements: 3 }\n`, ["10:25 3 requirements are announced and 2 are listed."]],
  ])("locates %s", (_name, source, expected) => {
    expect(inYaml(source)).toEqual(expected);
  });

  it("does not let a YAML bomb grow: aliases are refused, not followed", () => {
    const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${["b", "c", "d", "e", "f", "g", "h", "i"].map((key, index) => `${key}: &${key} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index] ?? "a"}`).join(", ")}]`).join("\n")}\n`;
    const started = performance.now();
    expect(inYaml(bomb)[0]).toMatch(/^2:8 Write the value out; YAML aliases are not allowed\.$/);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("reads no more than a megabyte, and no more items than a framework may have", () => {
    expect(inYaml(`${YAML}# ${"x".repeat(1_048_576)}`)).toEqual(["1:1 The file is larger than 1 MB."]);
    const many = Array.from({ length: 2001 }, (_, index) => `  - { id: X${index}, group: S1, title: One more }`).join("\n");
    expect(inYaml(`${YAML}${many}\n`)).toEqual(["1:1 More than 2,000 clauses."]);
  });
});

const NAMES: SheetNames = { id: "supplier-code", name: "Supplier code", edition: "2026", one: "clause", many: "clauses", validFrom: "", validUntil: "" };
const sheet = (rows: string[][], names: Partial<SheetNames> = {}) =>
  parseOwnSheet("own.csv", rows.map((cells, index) => ({ number: index + 1, cells })), { ...NAMES, ...names }, ORIGIN);
const inSheet = (rows: string[][], names: Partial<SheetNames> = {}) => sheet(rows, names).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);
const HEAD = ["Code", "Title", "Section", "Parent"];

describe("a framework of one's own as a sheet", () => {
  it("takes groups with their own codes from the words before them", () => {
    const { value, problems } = sheet([[], HEAD, ["S1.1", "Access ends", "S1 Access", ""], ["S1.1.1", "Within a day", "S1 Access", "S1.1"], ["P.1", "Paper", "On paper", ""]]);
    expect(problems).toEqual([]);
    expect(value?.groups.map(({ id, title }) => [id, title])).toEqual([["S1", "Access"], ["group-2", "On paper"]]);
    expect(value?.requirements.map(({ id, group, parent }) => [id, group, parent])).toEqual([["S1.1", "S1", null], ["S1.1.1", "S1", "S1.1"], ["P.1", "group-2", null]]);
    expect(sheet([["Ref", "Text"], ["1", "One"]]).value?.groups).toMatchObject([{ id: "all", title: "All items" }]);
  });

  it.each([
    ["headers that say nothing", [["a", "b"], ["1", "One"]], ["1:1 No column is called “code”. Known words: code, id, identifier, number, no.", "1:1 No column is called “title”. Known words: title, name, description, text, requirementtext."]],
    ["no rows", [HEAD], ["1:1 The sheet has no rows below its headers."]],
    ["a code twice", [HEAD, ["1", "One", "", ""], ["1", "Again", "", ""]], ["3:1 “1” stands twice, first in row 2."]],
    ["a code that is none", [HEAD, ["1 a", "One", "", ""]], ["2:1 “1 a” is no identifier: letters, digits, dots and hyphens only, at most 64."]],
    ["an item without words", [HEAD, ["1", "", "", ""]], ["2:2 “1” has no title."]],
    ["a circle", [HEAD, ["1", "One", "", "2"], ["2", "Two", "", "1"]], ["2:1 “1” stands below itself.", "3:1 “2” stands below itself."]],
    ["formulas", [HEAD, ["1", "=cmd|' /C calc'!A0", "", ""], ["2", "+1", "", ""], ["3", "@x", "", ""], ["4", "-2+3", "", ""]], [
      "2:1 The title of 1 begins with “=”, which a spreadsheet would run as a formula.", "3:1 The title of 2 begins with “+”, which a spreadsheet would run as a formula.",
      "4:1 The title of 3 begins with “@”, which a spreadsheet would run as a formula.", "5:1 The title of 4 begins with “-”, which a spreadsheet would run as a formula."]],
    ["markup", [HEAD, ["1", "<script>alert(1)</script>", "", ""]], ["2:1 The title of 1 holds markup; write plain text."]],
  ])("locates %s", (_name, rows, expected) => {
    expect(inSheet(rows)).toEqual(expected);
  });

  it("wants names, days that exist, and an end after the beginning", () => {
    const rows = [HEAD, ["1", "One", "", ""]];
    expect(inSheet(rows, { name: " ", id: "ü" })).toEqual(["1:1 The id has letters, digits, dots and hyphens only.", "1:1 Say how the framework, its edition and its items are called."]);
    expect(inSheet(rows, { validFrom: "2026-02-30" })).toEqual(["1:1 A day is written like 2024-03-31, and must exist."]);
    expect(inSheet(rows, { validFrom: "2026-02-02", validUntil: "2026-02-01" })).toEqual(["1:1 It would end before it begins."]);
  });
});
