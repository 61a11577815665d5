import fc from "fast-check";
import { expect, test } from "vitest";
import { columnNames, countLines, lineRanges, redactColumns, redactLines } from "./redact-text.ts";

test("ranges of lines are read as people write them, and nothing else", () => {
  expect(lineRanges("3-5, 9")).toEqual([{ first: 3, last: 5 }, { first: 9, last: 9 }]);
  for (const wrong of ["", "5-3", "0", "a", "1;2", "1-", "1,,2"]) expect([wrong, lineRanges(wrong)]).toEqual([wrong, null]);
});

test("redacted lines are gone, the others and their endings are as they were", () => {
  expect(redactLines("a\r\nb\nc\n", [{ first: 2, last: 2 }])).toBe("a\r\n[redacted]\nc\n");
  expect([countLines("a\r\nb\nc\n"), countLines("a\nb"), redactLines("a\nb", [{ first: 1, last: 9 }])]).toEqual([3, 2, "[redacted]\n[redacted]"]);
});

test("a redacted column is gone also where its fields hold separators, line breaks and quotation marks", () => {
  const text = 'name;mail;note\r\n"Okafor; Ines";ines@x.example;"says ""yes""\nand goes"\r\nTomas;t@x.example;\r\n';
  expect(columnNames(text, 9)).toEqual(["name", "mail", "note"]);
  expect(redactColumns(text, [0, 2])).toBe("name;mail;note\r\n[redacted];ines@x.example;[redacted]\r\n[redacted];t@x.example;\r\n");
});

test("no word of a redacted column is left anywhere, and every other field keeps its text", () => {
  const cell = fc.stringMatching(/^[a-z",\n ]{0,12}$/);
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
    const text = `keep,secret\n${rows.map(([kept], index) => `${quoted(kept)},${quoted(`SECRET${index}`)}\n`).join("")}`;
    expect(redactColumns(text, [1])).toBe(`keep,secret\n${rows.map(([kept]) => `${quoted(kept)},[redacted]\n`).join("")}`);
  }));
});
