import { describe, expect, it } from "vitest";
import { SECTION_HEADINGS } from "./control.ts";
import { parseControlFile } from "./parse-control-file.ts";

const TESTS = `## Test of design

- D1: Read the rule.
  - Deviation: There is none.

## Test of operating effectiveness

- O1: Compare the lists.
  - Population: Every system.
  - Deviation: One is missing.
`;
const BODY = Object.entries(SECTION_HEADINGS)
  .map(([part, heading]) => (part === "howTested" ? TESTS : `## ${heading}\n\nText of ${heading}.\n`))
  .join("\n");
const FRONT = `---
code: SYS.9.99
title: A control
kind: manual
frequency: monthly
owner: Infrastructure
process_owners: [Infrastructure]
criticality: low
mappings:
  - { framework: pci-dss-4.0.1, requirement: 10.10, relation: satisfies, origin: ours, rationale: Because }
evidence_requests:
  - key: first
    title: First
    asks: Something
    freshness_days: 31
    accepts: [upload]
---
`;
const GOOD = `${FRONT}\n${BODY}`;
const parse = (source: string) => parseControlFile("library/SYS.9.99.md", source);
const sentences = (source: string) => parse(source).problems.map(({ line, column, sentence }) => `${line}:${column} ${sentence}`);

describe("control file", () => {
  it("gives front matter and sections, identifiers as written", () => {
    const { value, problems } = parse(GOOD);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ code: "SYS.9.99", frequency: "monthly", trigger: null, ownerTeam: "Infrastructure" });
    expect(value?.mappings[0]).toMatchObject({ requirement: "10.10", via: null, at: { line: 10, column: 5 } });
    expect(value?.evidenceRequests[0]).toMatchObject({ key: "first", freshnessDays: 31, accepts: ["upload"] });
    expect(value?.sections.whySufficient).toBe("Text of Why that is sufficient.");
    expect(value?.tests).toEqual({
      designTest: [{ key: "D1", does: "Read the rule.", population: null, sample: null, deviation: "There is none." }],
      operatingTest: [{ key: "O1", does: "Compare the lists.", population: "Every system.", sample: null, deviation: "One is missing." }],
    });
  });

  it("reads files with a byte order mark and with CR LF", () => {
    expect(parse(`\uFEFF${GOOD.replaceAll("\n", "\r\n")}`).value).toEqual(parse(GOOD).value);
  });

  it("takes no heading from inside a code block", () => {
    const source = GOOD.replace("Text of Context.", "```\n## Scope\n```");
    expect(parse(source).value?.sections.context).toBe("```\n## Scope\n```");
  });

  it.each([
    ["missing front matter", BODY, ["1:1 The front matter is missing; the file must begin with a line ---."]],
    ["front matter left open", FRONT.replace(/---\n$/u, BODY), ["1:1 The front matter is not closed; put a line --- below it."]],
    ["an empty file", "", ["1:1 The front matter is missing; the file must begin with a line ---."]],
    ["a wrong type", GOOD.replace("title: A control", "title: [A]"), ["3:8 “title” must be text; a list was found."]],
    ["an unknown key", GOOD.replace("criticality: low", "criticality: low\ncolour: red"), ["9:1 “colour” is not a key that is known here."]],
    ["an unknown source kind", GOOD.replace("[upload]", "[upload, fax]"), ["16:23 “evidence_requests.accepts” must be one of upload, link, note, log_segment, alert, incident, rule, collection, population, check, standard; “fax” was found."]],
    ["evidence that never goes stale", GOOD.replace("days: 31", "days: 0"), ["15:21 “evidence_requests.freshness_days”: a whole number from 1 to 3660 is wanted."]],
    ["tab indentation", GOOD.replace("    title: First", "\ttitle: First"), ["13:1 Indent with spaces; YAML does not allow tabs."]],
    ["neither frequency nor trigger", GOOD.replace("frequency: monthly\n", ""), ["2:1 A control needs “frequency”, “trigger” or both."]],
    ["another name than the file's", GOOD.replace("SYS.9.99", "SYS.9.98"), ["2:7 The file of SYS.9.98 must be named SYS.9.98.md."]],
    ["a malformed code", GOOD.replace("SYS.9.99", "sys9"), ["2:7 “code”: a code is written like SYS.2.07."]],
    ["a duplicate evidence key", GOOD.replace("    accepts: [upload]\n", "    accepts: [upload]\n  - { key: first, title: A, asks: B, freshness_days: 1, accepts: [rule] }\n"), ["17:12 The key “first” stands twice under evidence_requests."]],
    ["a requirement mapped twice", GOOD.replace("evidence_requests:", "  - { framework: pci-dss-4.0.1, requirement: 10.10, relation: contributes, origin: seed, rationale: Also }\nevidence_requests:"), ["11:5 pci-dss-4.0.1 10.10 is mapped twice."]],
    ["an unknown section", GOOD.replace("## Scope", "## Scoop"), ["27:1 “Scoop” is not a section of a control; the sections are Statement, Context, Scope, Guidance, Test of design, Test of operating effectiveness, Why that is sufficient, What the auditor validates, Links for non-public tracking.", "54:1 The section “Scope” is missing."]],
    ["a section twice", GOOD.replace("## Scope", "## Context"), ["27:1 The section “Context” stands twice.", "54:1 The section “Scope” is missing."]],
    ["a step that says no deviation", GOOD.replace("  - Deviation: One is missing.\n", ""), ["42:1 The step “O1” does not say what a deviation is."]],
    ["a test as one text", GOOD.replace("## Test of design", "## How it is tested"), ["35:1 “How it is tested” is not a section of a control; the sections are Statement, Context, Scope, Guidance, Test of design, Test of operating effectiveness, Why that is sufficient, What the auditor validates, Links for non-public tracking.", "54:1 The section “Test of design” is missing."]],
    ["an empty section", GOOD.replace("Text of Scope.", ""), ["27:1 The section “Scope” is empty."]],
    ["text that belongs to no section", `${FRONT}\nLost.\n\n${BODY}`, ["19:1 This text stands above the first ## heading and belongs to no section."]],
    ["a control character", GOOD.replace("Text of Scope.", "Text\u001b[31m of Scope."), ["29:1 This line holds a control character."]],
  ])("locates %s", (_name, source, expected) => {
    expect(sentences(source)).toEqual(expected);
    expect(parse(source).value).toBeNull();
  });
});
