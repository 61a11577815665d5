import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { csvCell, csvRow } from "./csv-row.ts";

/** A reader of RFC 4180, to see what a spreadsheet would get. */
function read(csv: string): string[] {
  return [...csv.replace(/\r\n$/u, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gu)].map((match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
}

// Property tests and child processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("CSV copies to read", () => {
  it.each(["=1+1", "+1+1", "-1+1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF201", "-cmd|' /C calc'!A0"])("defang %j", (value) => {
    expect(read(csvCell(value))[0]?.startsWith("'")).toBe(true);
  });
  it.each(["a=b", "2026-10-01", "SEC-12", "", "O'Neil", "-1", "+49", "-12.50"])("leave %j as it is", (value) => expect(read(csvCell(value))).toEqual([value]));
  it("keep numbers as numbers, and nothing as nothing", () => expect(csvRow([-5, null, true, "x"])).toBe("-5,,true,\"x\"\r\n"));
  it("never start a cell as a formula, and give the text back", () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("=", "+", "@", "-", "\t").chain((lead) => fc.string().map((rest) => lead + rest)));
    fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (cells) => {
      const back = read(csvRow(cells));
      expect(back.length).toBe(cells.length);
      back.forEach((cell, index) => {
        if (!/^[+-]?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[\s\u0000]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u);
        expect(cell.replace(/^'/u, "")).toBe((cells[index] ?? "").replace(/^'/u, ""));
      });
    }), { numRuns: 300 });
  });
});
