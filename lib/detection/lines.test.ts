import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLineSplitter, type Line } from "./lines.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function split(bytes: Uint8Array, cuts: number[] = [], maxLineBytes = 1_048_576): Line[] {
  const splitter = createLineSplitter({ maxLineBytes });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const lines = edges.slice(1).flatMap((edge, at) => {
    const chunk = bytes.slice(edges[at], edge);
    const completed = splitter.push(chunk);
    chunk.fill(0); // the caller may reuse its buffer
    return completed;
  });
  return [...lines, ...splitter.finish()];
}

describe("lines", () => {
  test("each line carries its number, byte offset and length without the terminator", () => {
    const lines = split(encode("one\r\nzwölf\n\nend"));
    expect(lines.map((line) => [line.number, line.offset, line.length, line.text])).toEqual([
      [1, 0, 3, "one"],
      [2, 5, 6, "zwölf"],
      [3, 12, 0, ""],
      [4, 13, 3, "end"],
    ]);
    expect(lines.map((line) => line.crlf)).toEqual([true, false, false, false]);
    expect(lines.map((line) => line.noFinalNewline)).toEqual([false, false, false, true]);
  });

  test("an input that ends with a newline has no empty last line", () => {
    expect(split(encode("a\n"))).toHaveLength(1);
    expect(split(encode(""))).toHaveLength(0);
  });

  test("a line over the limit is kept as a prefix of whole characters, reported, and does not disturb the next", () => {
    const lines = split(encode("ääää\r\nnext\n"), [], 5);
    expect(lines[0]).toMatchObject({ text: "ää", length: 8, truncated: true, invalidUtf8: false, crlf: true });
    expect(lines[1]).toMatchObject({ text: "next", offset: 10, truncated: false });
  });

  test("a line of exactly the limit before CR LF is not truncated", () => {
    expect(split(encode("12345\r\n"), [], 5)[0]).toMatchObject({ text: "12345", truncated: false, crlf: true });
  });

  test("bytes that are not UTF-8 are replaced and reported, a genuine U+FFFD is not", () => {
    expect(split(Uint8Array.of(0x61, 0xff, 0x0a))[0]).toMatchObject({ text: "a\uFFFD", invalidUtf8: true });
    expect(split(encode("\uFFFD\n"))[0]).toMatchObject({ text: "\uFFFD", invalidUtf8: false });
  });

  test("NUL bytes mark a line as binary", () => {
    expect(split(encode("a\0b\nc\n")).map((line) => line.binary)).toEqual([true, false]);
  });

  test("a byte order mark is not part of the first line's text", () => {
    expect(split(encode("\uFEFFone\ntwo\n")).map((line) => line.text)).toEqual(["one", "two"]);
  });

  test("a splitter resumed at a position continues as if it had not stopped", () => {
    const bytes = encode("one\ntwo\nthree\n");
    const first = createLineSplitter();
    const head = first.push(bytes.subarray(0, 9));
    const second = createLineSplitter({ start: first.position() });
    expect([...head, ...second.push(bytes.subarray(first.position().offset))]).toEqual(split(bytes));
  });

  test("any chunking of the same bytes yields the same lines", () => {
    const bytesOfLines = fc.array(fc.oneof(fc.constantFrom(10, 13, 0, 0xc3, 0xa4, 0xff), fc.integer({ min: 0, max: 255 })), { maxLength: 80 });
    fc.assert(
      fc.property(bytesOfLines, fc.array(fc.nat(80), { maxLength: 8 }), fc.integer({ min: 1, max: 20 }), (values, cuts, limit) => {
        const bytes = Uint8Array.from(values);
        const inside = cuts.map((cut) => Math.min(cut, bytes.length));
        expect(split(bytes, inside, limit)).toEqual(split(bytes, [], limit));
      }),
      { numRuns: 500 },
    );
  });
});
