import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { positions, readPlainYaml } from "./plain-yaml.ts";
import { readByLibrary, readYaml, type YamlFile } from "./yaml-document.ts";

/** What the library reads, or the problems it has. */
function byLibrary(text: string): { documents: YamlFile["documents"]; problems: string[] } {
  const problems: string[] = [];
  const note = (offset: number, message: string) => problems.push(`${offset} ${message}`);
  return { documents: readByLibrary(text, { refuse: note, warn: note }).documents, problems };
}

/** Whatever is read plainly is exactly what the library reads. Answers whether it was. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === null) return false;
  expect(byLibrary(text)).toEqual({ documents: [plain], problems: [] });
  return true;
}

const RULE = `title: Some "rule" here # comment
id: 7a2a22ea-a203-4cd3-9abf-20eb1c5c6cd2
date: 2024-02-25
description: |
    First line

      indented: 'more'
references:
    - https://example.org/a#b
tags: # of it
- attack.t1110.003
- 'it''s'
logsource:
    product: windows
detection:
    selection:
        - Image|endswith: '\\\\cmd.exe'
          EventID: 4625
          "User Name": "a b"   # comment
        - CommandLine|contains|all:
            - ' -x '
            - -y
            - 007
            - 12
            - true

    keywords:
      - plain text, with commas
    condition: selection or keywords
level: high
`;

describe("plain YAML", () => {
  test("a rule as rules are written is read as the library reads it", () => {
    expect(agrees(RULE.replaceAll("007", "seven"))).toBe(true);
    // Whether 007 is a number, and which, is left to the library.
    expect(agrees(RULE)).toBe(false);
  });

  test.each([
    ["a: |-\n  x\n\n  y\nb: 1\n"],
    ["a: |\n  x\n\n\nb: |\n  y\n"],
    ["a:\n- b\n- c: 1\n  d: 2\ne: x\n"],
    ["a: b # c\nd: e\n"],
    ["a: x#y\nb: 'x' # z\n\n# end\n"],
    ["a:\n    - b:\n        - c\n      d: 'e'\n"],
    ["a: -x\nb: ~\nc: null\nd: 0\ne: -12\nf: True\n"],
  ])("%j", (text) => {
    agrees(text);
    expect(readYaml(text, { refuse: () => undefined, warn: () => undefined }).documents).toEqual(byLibrary(text).documents);
  });

  test.each([["a: &x 1"], ["a: *x"], ["<<: 1"], ["a: 1\na: 2"], ["a: [1]"], ["a: {b: 1}"], ["a: !t x"], ["a: b\n  c"], ['a: "\\n"'], ["a: >\n  x"], ["---\na: 1"], ["a: 1\n---\nb: 1"], ["a:\tb"], ["a: b: c"], ["a: 0x10"], ["a: 1e3"], ["a:\nb: 1"], ["- a"], ["? a"], ["a: 'b"], ["a: b\r\n"], ["a: @b"], ["a: 'b' c"], [""], ["a:\n   b: 1\n  c: 2"], ["a: |2\n  x"], ["# a\nb: c"], ["b: c\n# d"]])("%j is left to the library", (text) => {
    expect(readPlainYaml(text)).toBeNull();
  });

  test("texts put together from pieces of rules are read as the library reads them, or left to it", () => {
    const piece = fc.constantFrom("a", "b", "'c'", '"d"', ": ", ":", "- ", "-", "\n", "\n", "\n  ", "\n    ", "\n      ", " ", " # x", "#", "|", "|-", "1", "0.5", "null", "x y", "''", "'", "[", "}", "%", "\n\n", "key: ", "key2:", "k3: v\n", "  - ", "é");
    let plain = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24, size: "max" }), (pieces) => {
        if (agrees(pieces.join(""))) plain += 1;
      }),
      { numRuns: 8_000 },
    );
    const key = fc.constantFrom("a", "b|contains", "c d", "'q'", "e");
    const scalar = fc.constantFrom("x", "'y z'", '"w"', "12", "-x", "a#b", "v # comment", "|\n                one\n                 two\n", "null", "http://x/y");
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, scalar, fc.uniqueArray(fc.tuple(key, tie("node")), { minLength: 1, maxLength: 4, selector: ([name]) => name }).map((map) => ({ map })), fc.array(tie("node"), { minLength: 1, maxLength: 4 }).map((list) => ({ list }))),
    }));
    const written = (value: unknown, indent: string): string => {
      if (typeof value === "string") return ` ${value}\n`;
      const { map, list } = value as { map?: [string, unknown][]; list?: unknown[] };
      if (map) return `\n${map.map(([name, item]) => `${indent}${name}:${written(item, `${indent}  `)}`).join("")}`;
      return `\n${list!.map((item) => (typeof item === "string" ? `${indent}-${written(item, "")}` : `${indent}- ${written(item, `${indent}  `).trimStart()}`)).join("")}`;
    };
    fc.assert(
      fc.property(node, (value) => {
        if (agrees(`title: x${written({ map: [["detection", value]] }, "")}`)) plain += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(1_500);
  });

  test("places are told by line and column", () => {
    const at = positions("ab\n\ncd\n");
    expect([0, 1, 2, 3, 4, 5, 7].map((offset) => at(offset))).toEqual([[1, 1], [1, 2], [1, 3], [2, 1], [3, 1], [3, 2], [4, 1]].map(([line, column]) => ({ line, column })));
  });
});
