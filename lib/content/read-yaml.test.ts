import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dateSchema, identifierSchema, textSchema, wholeNumberSchema } from "./scalar-schemas.ts";
import { readYaml } from "./read-yaml.ts";

const schema = z.strictObject({
  id: identifierSchema,
  kind: z.enum(["manual", "automated"]).optional(),
  days: wholeNumberSchema(1, 31).optional(),
  until: dateSchema.optional(),
  items: z.array(z.strictObject({ id: identifierSchema })).optional(),
});

const problemsOf = (source: string) => readYaml("a.yaml", source, schema).problems;

describe("YAML content", () => {
  it("keeps identifiers that look like numbers as they are written", () => {
    expect(readYaml("a.yaml", "id: 10.10\nitems: [{ id: 1e3 }, { id: 0012 }]\n", schema).value).toEqual({
      id: "10.10",
      items: [{ id: "1e3" }, { id: "0012" }],
    });
  });

  it("converts whole numbers and accepts real days", () => {
    expect(readYaml("a.yaml", "id: x\ndays: 31\nuntil: 2024-02-29\n", schema).value).toEqual({ id: "x", days: 31, until: "2024-02-29" });
  });

  it.each([
    ["tab indentation", "id: x\nitems:\n\t- id: y\n", 3, 1, "Indent with spaces; YAML does not allow tabs."],
    ["a list where text is wanted", "id: [x]\n", 1, 5, "“id” must be text; a list was found."],
    ["text where a list is wanted", "id: x\nitems: y\n", 2, 8, "“items” must be a list; text was found."],
    ["a missing key, at its parent", "id: x\nitems:\n  - { id: a }\n  - {}\n", 4, 5, "“items.id” is missing."],
    ["an unknown key", "id: x\nitems:\n  - id: a\n    colour: red\n", 4, 5, "“colour” is not a key that is known here."],
    ["a key twice", "id: x\nid: y\n", 2, 1, "This key stands twice in the same place; the first would be lost."],
    ["a word outside the list", "id: x\nkind: human\n", 2, 7, "“kind” must be one of manual, automated; “human” was found."],
    ["a day that does not exist", "id: x\nuntil: 2023-02-29\n", 2, 8, "“until”: a date is written like 2024-03-31, and must exist."],
    ["a number outside its bounds", "id: x\ndays: 32\n", 2, 7, "“days”: a whole number from 1 to 31 is wanted."],
    ["a fraction", "id: x\ndays: 1.5\n", 2, 7, "“days”: a whole number from 1 to 31 is wanted."],
    ["an alias", "id: &a x\nkind: *a\n", 2, 7, "Write the value out; YAML aliases are not allowed."],
    ["an unresolved alias", "id: *a\n", 1, 5, "Write the value out; YAML aliases are not allowed."],
    ["an empty value", "id:\n", 1, 4, "“id”: an identifier has letters, digits, dots and hyphens only, at most 64."],
    ["an empty file", "", 1, 1, "The file is empty."],
    ["a list for a file", "- a\n", 1, 1, "The file must be keys and values; a list was found."],
    ["two documents", "id: x\n---\nid: y\n", 2, 1, "Only one YAML document may stand in a file."],
  ])("locates %s", (_name, source, line, column, sentence) => {
    expect(problemsOf(source)).toEqual([{ file: "a.yaml", line, column, sentence }]);
  });

  it("refuses text that shows people something else than what is stored", () => {
    for (const text of ["a\\u0000b", "a\\u001b[31mb", "a\\u202eb"]) {
      expect(readYaml("a.yaml", `text: "${text}"\n`, z.strictObject({ text: textSchema })).problems).toEqual([
        { file: "a.yaml", line: 1, column: 7, sentence: "“text”: it holds a control character." },
      ]);
    }
    expect(readYaml("a.yaml", 'text: "a\\tb\\nü"\n', z.strictObject({ text: textSchema })).problems).toEqual([]);
  });

  it.each(["{", "a: [", "\"", "? : :", "!!js/function x", "%YAML 9\n---\nid: x", "id: \u0000", "- ".repeat(5_000), "[".repeat(5_000), "x".repeat(2_000_000)])(
    "answers with problems, never with an exception (%#)",
    (source) => {
      const read = readYaml("a.yaml", source, schema);
      expect(read.value).toBeNull();
      expect(read.problems.length).toBeGreaterThan(0);
    },
  );
});
