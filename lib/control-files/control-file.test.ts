import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { libraryOf, loadControlContent, SECTION_HEADINGS } from "#lib/controls/index.ts";
import { anyControl } from "#lib/testing/any-control.ts";
import { formatControlFile, parseControlFile } from "./control-file.ts";
import { fieldChanges } from "./field-changes.ts";

const GOOD = `---
code: SYS.9.99
title: Clocks agree
kind: manual
frequency: monthly
owner: Infrastructure
---

## Statement

Clocks agree within a second.
`;

const sentences = (text: string, name = "SYS.9.99.md"): string[] => parseControlFile(name, text).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("the file of a control", () => {
  test("read again says the same, and written again has the same bytes, whatever the texts hold", () => {
    fc.assert(fc.property(anyControl, (one) => {
      const text = formatControlFile(one);
      const { value, problems } = parseControlFile(`${one.code}.md`, text);
      expect(problems).toEqual([]);
      expect(value).not.toBeNull();
      expect(fieldChanges(one, value!)).toEqual([]);
      expect(formatControlFile(value!)).toBe(text);
    }), { numRuns: 300 });
  });

  test("every control of the product's own library makes a file and comes back from it", async () => {
    const { controls } = await loadControlContent("controls");
    const library = libraryOf(controls).map((one) => ({ ...one, effectiveFrom: null, retired: null }));
    expect(library.length).toBeGreaterThan(60);
    for (const one of library) {
      const { value } = parseControlFile(`${one.code}.md`, formatControlFile(one));
      expect(value === null ? ["unread"] : fieldChanges(one, value), one.code).toEqual([]);
    }
  });

  test("line ends and a byte order mark of another system change nothing", () => {
    const { value } = parseControlFile("SYS.9.99.md", `\uFEFF${GOOD.replaceAll("\n", "\r\n")}`);
    expect(value).toEqual(parseControlFile("SYS.9.99.md", GOOD).value);
  });

  test.each([
    ["no front matter", "# SYS.9.99", ["1:1 The file must begin with YAML between two lines ---."]],
    ["another name than its code", GOOD.replace("SYS.9.99", "SYS.9.98"), ["2:7 The file of SYS.9.98 must be named SYS.9.98.md."]],
    ["neither frequency nor trigger", GOOD.replace("frequency: monthly\n", ""), ["4:7 A control needs “frequency”, “trigger” or both."]],
    ["a section of another name", GOOD.replace("## Statement", "## Statements"), ["9:1 “Statements” is not a section of a control; a line of a text that begins so is written \\## .", "8:1 The section “Statement” is missing or empty."]],
    ["a section twice", `${GOOD}\n## Statement\n\nAgain.\n`, ["13:1 The section “Statement” stands twice."]],
    ["text above the sections", GOOD.replace("## Statement", "Stray.\n\n## Statement"), ["9:1 This text stands above the first ## heading and belongs to no section."]],
    ["a time that is none", GOOD.replace("owner:", "effective_from: 2026-02-30\nowner:"), ["6:17 “effective_from”: a time is written like 2026-10-01 or 2026-10-01T08:30:00Z, and must exist."]],
    ["a control that succeeds itself", GOOD.replace("owner:", "retired: { from: 2026-10-01, reason: Bought., successor: SYS.9.99 }\nowner:"), ["6:58 A control does not succeed itself."]],
    ["a key twice", GOOD.replace("kind: manual", "kind: manual\nkind: manual"), ["5:1 This key stands twice in the same place; the first would be lost."]],
    ["a mapping twice", GOOD.replace("owner:", `mappings:\n${"  - { framework: f, requirement: r, relation: satisfies, origin: customer }\n".repeat(2)}owner:`), ["8:5 f r is mapped twice."]],
    ["aliases that expand", GOOD.replace("owner: Infrastructure", "owner: &a x\nprocess_owners: [*a, *a]"), ["7:18 Write the value out; YAML aliases are not allowed.", "7:22 Write the value out; YAML aliases are not allowed."]],
  ])("%s is refused where it stands", (_what, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });

  test("a code leads nowhere outside of the folder", () => {
    expect(sentences(GOOD.replace("SYS.9.99", "../SYS"), "../SYS.md").length).toBeGreaterThan(0);
  });

  test("since when it holds is no difference by itself; with another one, only a later time is", () => {
    const before = { ...parseControlFile("SYS.9.99.md", GOOD).value!, effectiveFrom: "2026-10-01T00:00:00Z" };
    expect(fieldChanges(before, { ...before, effectiveFrom: "2026-11-01T00:00:00Z" })).toEqual([]);
    expect(fieldChanges(before, { ...before, title: "Clocks", effectiveFrom: "2026-09-01T00:00:00Z" }).map(({ field }) => field)).toEqual(["Title"]);
    expect(fieldChanges(before, { ...before, title: "Clocks", effectiveFrom: "2026-11-01T00:00:00Z" }).map(({ field }) => field)).toEqual(["Title", "Effective from"]);
  });

  test("changes are told by field, in the words of the sections", () => {
    const before = parseControlFile("SYS.9.99.md", GOOD).value!;
    const after = { ...before, title: "Clocks", scope: "Servers.", mappings: [{ framework: "f", requirement: "r", relation: "contributes" as const, origin: "customer" as const, rationale: "Because." }] };
    expect(fieldChanges(before, after)).toEqual([
      { field: "Title", before: "Clocks agree", after: "Clocks" },
      { field: SECTION_HEADINGS.scope, before: "", after: "Servers." },
      { field: "Mapping f r", before: "", after: "contributes, customer\nBecause." },
    ]);
  });
});
