import { describe, expect, test } from "vitest";
import { readImportArguments, storedFileName } from "./arguments.ts";

describe("logs import", () => {
  test("takes a file, a source and what resolves its times", () => {
    expect(readImportArguments(["auth.log", "--source", " web1 ", "--reference-time", "2016-12-31T00:00:00+01:00", "--utc-offset", "-03:30", "--no-wait"])).toEqual({
      file: "auth.log", source: "web1", organization: undefined, referenceTime: new Date("2016-12-30T23:00:00Z"), utcOffsetMinutes: -210, wait: false,
    });
  });

  test("says in one sentence what is missing or wrong", () => {
    const wrong: [string[], RegExp][] = [
      [[], /Name the log file/],
      [["a", "b", "--source", "x"], /"b" is one too many/],
      [["a"], /--source/],
      [["a", "--source", "  "], /--source/],
      [["a", "--source", "x\u0007y"], /one line/],
      [["a", "--source", "x", "--reference-time", "yesterday"], /like 2026/],
      [["a", "--source", "x", "--reference-time", "2026-11-20T08:00:00"], /with its zone/],
      [["a", "--source", "x", "--reference-time", "2026-13-20T08:00:00Z"], /with its zone/],
      [["a", "--source", "x", "--utc-offset", "CET"], /\+02:00/],
    ];
    for (const [args, sentence] of wrong) expect(readImportArguments(args)).toMatch(sentence);
    expect(() => readImportArguments(["a", "--sauce", "x"])).toThrow();
  });

  test("keeps a file's name as one line", () => {
    expect([storedFileName("a\nb.log"), storedFileName(""), storedFileName("x".repeat(400)).length]).toEqual(["a?b.log", "log", 255]);
    // 256 units of text, cut within its first character.
    expect(storedFileName(`\u{1F4DC}${"x".repeat(254)}`)).toBe("x".repeat(254));
  });
});
