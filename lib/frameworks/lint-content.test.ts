import { describe, expect, it } from "vitest";
import type { Crosswalk, CrosswalkRow } from "./crosswalk.ts";
import type { Framework, FrameworkRequirement } from "./framework.ts";
import { lintContent } from "./lint-content.ts";
import type { InFile, LintedContent } from "./lint-content.ts";

const at = { line: 1, column: 1 };

function framework(id: string, ids: string[], more: Partial<FrameworkRequirement> = {}): InFile<Framework> {
  const requirements = ids.map((each) => ({ id: each, title: each, group: "g", parent: null, newInEdition: false, at, ...more }));
  const value: Framework = {
    id, name: id, edition: "1", publisher: "p", itemLabel: { one: "rule", many: "rules" }, validFrom: null, validUntil: null,
    validityNote: null, supersededBy: null, supersededByAt: at, source: "s", notCovered: [], groups: [{ id: "g", title: "G", parent: null, at }], requirements,
  };
  return { file: `frameworks/${id}.yaml`, value };
}

function row(from: string, to: string[], shape: CrosswalkRow["shape"], more: Partial<CrosswalkRow> = {}): CrosswalkRow {
  return { from, to, added: [], relation: shape === null ? "intersects" : "successor", shape, confidence: "recalled", source: "s", note: null, at: { line: 10, column: 5 }, ...more };
}

function crosswalk(rows: CrosswalkRow[], more: Partial<Crosswalk> = {}): InFile<Crosswalk> {
  const edges = rows.reduce((sum, { to, added }) => sum + to.length + added.length, 0);
  const value: Crosswalk = {
    id: "a-to-b", from: "a", to: "b", sources: [{ key: "s", citation: "c", checked: "c", at }], totals: { rows: rows.length, edges },
    withoutSuccessor: [], withoutPredecessor: [], rows, at, ...more,
  };
  return { file: "crosswalks/a-to-b.yaml", value };
}

const A = framework("a", ["1", "2", "3"]);
const B = framework("b", ["x", "y", "z"]);
const ROWS = [row("1", ["x"], "merged"), row("2", ["x"], "merged"), row("3", ["y"], "one_to_one", { added: ["z"] })];
const GOOD = crosswalk(ROWS, { withoutPredecessor: ["z"] });

const lint = (content: Partial<LintedContent>) =>
  lintContent({ frameworks: [A, B], crosswalks: [GOOD], mappings: [], ...content }).map(({ sentence }) => sentence);

describe("content lint", () => {
  it("passes content that holds together", () => {
    expect(lint({})).toEqual([]);
  });

  it("finds a requirement without a group, with an unknown one, and a group that holds nothing", () => {
    expect(lint({ frameworks: [A, B, framework("c", ["1"], { group: null })] })).toEqual(["“1” belongs to no group.", "The group “g” holds nothing."]);
    expect(lint({ frameworks: [A, B, framework("c", ["1"], { group: "h" })] })).toContain("“1” belongs to the unknown group “h”.");
  });

  it("finds repeated ids within a framework and across files", () => {
    expect(lint({ frameworks: [A, B, framework("c", ["1", "1"])] })).toEqual(["“1” stands twice."]);
    expect(lint({ frameworks: [A, B, { ...A, file: "frameworks/copy.yaml" }] })).toEqual(["The framework “a” is already defined in frameworks/a.yaml."]);
  });

  it("finds unknown parents and circles", () => {
    expect(lint({ frameworks: [A, B, framework("c", ["1"], { parent: "9" })] })).toEqual(["“1” stands below the unknown requirement “9”."]);
    expect(lint({ frameworks: [A, B, framework("c", ["1"], { parent: "1" })] })).toEqual(["“1” stands below itself."]);
  });

  it("finds ids that a framework does not list, and a framework that does not exist", () => {
    const rows = [...ROWS.slice(0, 2), row("3", ["w"], "one_to_one")];
    expect(lint({ crosswalks: [crosswalk(rows, { withoutPredecessor: ["y", "z"] })] })).toEqual(["“w” is not listed by b."]);
    expect(lint({ frameworks: [A] })).toEqual(["The framework “b” is unknown."]);
  });

  it("finds a lost row by the control total, by its partner and by the item left without a row", () => {
    const rows = [row("1", ["x"], "merged"), row("3", ["y"], "one_to_one", { added: ["z"] })];
    expect(lint({ crosswalks: [crosswalk(rows, { withoutPredecessor: ["z"], totals: GOOD.value.totals })] })).toEqual([
      "3 rows are announced and 2 are listed.",
      "4 pairs are announced and 3 are listed.",
      "The row of “1” says merged, but the rows make it one_to_one.",
      "“2” of a is neither in a row nor under without_successor.",
    ]);
  });

  it("finds a split that lost a target although no row is missing", () => {
    const rows = [...ROWS.slice(0, 2), row("3", ["y"], "split")];
    expect(lint({ crosswalks: [crosswalk(rows)] })).toEqual([
      "The row of “3” says split, but the rows make it one_to_one.",
      "“z” of b is neither in a row nor under without_predecessor.",
    ]);
  });

  it("finds editions and items that succeed themselves, across files", () => {
    const back = crosswalk([row("x", ["1"], "split", { to: ["1", "2"] }), row("y", ["3"], "one_to_one")], { id: "b-to-a", from: "b", to: "a", withoutSuccessor: ["z"] });
    expect(lint({ crosswalks: [GOOD, { ...back, file: "crosswalks/b-to-a.yaml" }] })).toEqual([
      "“b x” is succeeded, in the end, by itself.", "“a 2” is succeeded, in the end, by itself.", "“b y” is succeeded, in the end, by itself.",
    ]);
    const old = { ...A, value: { ...A.value, supersededBy: "b", supersededByAt: { line: 9, column: 16 } } };
    const new_ = { ...B, value: { ...B.value, supersededBy: "a", supersededByAt: { line: 8, column: 16 } } };
    expect(lintContent({ frameworks: [old, new_], crosswalks: [], mappings: [] })).toEqual([{ file: "frameworks/b.yaml", line: 8, column: 16, sentence: "“b” is succeeded, in the end, by itself." }]);
    expect(lint({ frameworks: [{ ...A, value: { ...A.value, supersededBy: "c" } }, B] })).toEqual(["a is superseded by the unknown framework “c”."]);
  });

  it("finds pairs without a source, and an item named as alone that is not", () => {
    const rows = [row("1", ["x"], "merged", { source: null }), row("2", ["x"], "merged", { source: "t" }), ROWS[2] ?? row("3", ["y"], "one_to_one")];
    expect(lint({ crosswalks: [crosswalk(rows, { withoutPredecessor: ["z", "y"] })] })).toEqual([
      "The row of “1” names no source.",
      "The row of “2” names the unknown source “t”.",
      "“y” stands under without_predecessor and in a row.",
    ]);
  });

  it("finds mappings to what does not exist, and derivations that the crosswalk does not bear out", () => {
    const mapping = (requirement: string, via: { crosswalk: string; from: string } | null = null, name = "b") => ({
      file: "library/SYS.1.01.md",
      value: { control: "SYS.1.01", framework: name, requirement, via, at: { line: 7, column: 3 } },
    });
    const mappings = [
      mapping("x"), mapping("w"), mapping("x", null, "q"), mapping("x", { crosswalk: "a-to-b", from: "1" }), mapping("z", { crosswalk: "a-to-b", from: "3" }),
      mapping("y", { crosswalk: "a-to-b", from: "1" }), mapping("1", { crosswalk: "a-to-b", from: "1" }, "a"), mapping("x", { crosswalk: "b-to-c", from: "1" }),
    ];
    expect(lintContent({ frameworks: [A, B], crosswalks: [GOOD], mappings })[0]).toMatchObject({ file: "library/SYS.1.01.md", line: 7, column: 3 });
    expect(lint({ mappings })).toEqual([
      "SYS.1.01 is mapped to “w”, which b does not list.",
      "SYS.1.01 is mapped to the unknown framework “q”.",
      "a-to-b does not lead from “1” to “y” of b.",
      "a-to-b does not lead from “1” to “1” of a.",
      "SYS.1.01 names the unknown crosswalk “b-to-c”.",
    ]);
  });
});
