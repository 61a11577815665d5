import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linesOf, rangesOf, type LinePlace } from "./line-windows.ts";

function placesOf(text: string): LinePlace[] {
  const places: LinePlace[] = [];
  let offset = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const length = Buffer.byteLength(line);
    places.push({ number: index + 1, offset, length });
    offset += length + 1;
  }
  return text.endsWith("\n") ? places.slice(0, -1) : places;
}

function show(text: string, wanted: LinePlace[], context: number): string[] {
  const bytes = Buffer.from(text);
  return rangesOf(wanted).flatMap((range) => linesOf(range, bytes.subarray(range.from, range.until), wanted, context)).map((line) => `${line.number}${line.wanted ? "!" : ""} ${line.text}`);
}

describe("lines around a place", () => {
  const text = Array.from({ length: 400 }, (_, at) => `line ${at + 1} ${"x".repeat(at % 90)}ä`).join("\n");
  const places = placesOf(text);

  test("are its neighbours, with their own numbers, at the start, in the middle and at the end", () => {
    expect(show(text, [places[0]!], 2).map((line) => line.slice(0, 7).trim())).toEqual(["1! line", "2 line", "3 line"]);
    expect(show(text, [places[199]!], 1).map((line) => line.slice(0, 9))).toEqual(["199 line ", "200! line", "201 line "]);
    expect(show(text, [places[399]!], 1).map((line) => line.slice(0, 9))).toEqual(["399 line ", "400! line"]);
  });

  test("appear once when their neighbourhoods overlap", () => {
    expect(show(text, [places[10]!, places[12]!], 2).map((line) => line.split(" ")[0])).toEqual(["9", "10", "11!", "12", "13!", "14", "15"]);
  });

  test("are exactly the text's own lines, whichever are asked for", () => {
    const lines = text.split("\n");
    fc.assert(fc.property(fc.uniqueArray(fc.nat(399), { minLength: 1, maxLength: 8 }), fc.nat(4), (indexes, context) => {
      const wanted = indexes.map((index) => places[index]!);
      for (const shown of show(text, wanted, context)) {
        const found = /^(\d+)!? (.*)$/s.exec(shown)!;
        expect(found[2]).toBe(lines[Number(found[1]) - 1]);
      }
      const numbers = new Set(show(text, wanted, context).map((line) => Number.parseInt(line, 10)));
      expect(indexes.every((index) => numbers.has(index + 1))).toBe(true);
    }));
  });

  test("drop the CR of a CR LF end, and cut a line that is too long to show", () => {
    const long = `a\r\n${"y".repeat(50_000)}\r\nb\r\n`;
    const [first, second, third] = [{ number: 1, offset: 0, length: 1 }, { number: 2, offset: 3, length: 50_000 }, { number: 3, offset: 50_005, length: 1 }];
    expect(show(long, [first], 0)).toEqual(["1! a"]);
    expect(show(long, [third], 0)).toEqual(["3! b"]);
    const range = rangesOf([second])[0]!;
    const [line] = linesOf(range, Buffer.from(long).subarray(range.from, range.until), [second], 0);
    expect([line?.shortened, line?.text.length]).toEqual([true, 2000]);
  });
});
