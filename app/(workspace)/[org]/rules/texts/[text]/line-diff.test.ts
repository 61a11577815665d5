import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

const kinds = (before: string, after: string): string[] => lineDiff(before, after).map((row) => (row.kind === "gap" ? `… ${row.lines}` : `${{ same: " ", added: "+", removed: "-" }[row.kind]}${row.number} ${row.text}`));

test("a changed line is taken out and put in where it stands, with what is around it", () => {
  const lines = Array.from({ length: 12 }, (_, at) => `line ${at + 1}`);
  expect(kinds(lines.join("\n"), lines.with(5, "other").join("\n"))).toEqual(["… 2", " 3 line 3", " 4 line 4", " 5 line 5", "-6 line 6", "+6 other", " 7 line 7", " 8 line 8", " 9 line 9", "… 3"]);
});

test("either text may be empty, and equal texts have no change", () => {
  expect(kinds("", "a\nb\n")).toEqual(["+1 a", "+2 b"]);
  expect(kinds("a\nb", "")).toEqual(["-1 a", "-2 b"]);
  expect(kinds("a\nb", "a\nb\n")).toEqual([" 1 a", " 2 b"]);
});

test("taking out the added lines and putting in the removed ones gives the earlier text", () => {
  const [before, after] = ["a\nb\nc\nb\na", "b\nx\nc\na\nb"];
  const rows = lineDiff(before, after);
  const without = (kind: string): string => rows.flatMap((row) => (row.kind === "gap" || row.kind === kind ? [] : [row.text])).join("\n");
  expect(without("added")).toBe(before);
  expect(without("removed")).toBe(after);
});
