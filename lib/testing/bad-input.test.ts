import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = readFileSync("SECURITY.md", "utf8");
const section = text.slice(text.indexOf("## Bad input and faults"), text.indexOf("## What it does not do yet"));
const rows = [...section.matchAll(/^\| ([^|]+) \| `([^`]+)`: ([^|]+) \|$/gm)].map(([, bad = "", file = "", name = ""]) => ({ bad, file, name }));

test("every kind of bad input is answered by a test", () => {
  const lines = section.split("\n").filter((line) => line.startsWith("| ")).length;
  expect(rows).toHaveLength(lines - 1);
  expect(rows.length).toBeGreaterThan(15);
});

test.each(rows)("$bad: the test that is named is there", ({ file, name }) => {
  expect(readFileSync(file, "utf8")).toContain(name);
});
