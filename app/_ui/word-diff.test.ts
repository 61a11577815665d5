import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordDiff, type DiffPart } from "./word-diff.ts";

const without = (parts: readonly DiffPart[], kind: DiffPart["kind"]): string => parts.filter((part) => part.kind !== kind).map(({ text }) => text).join("");
const words = fc.array(fc.constantFrom("the", "log", "is", "kept", "for", "365", "days", " ", "\n", ",", "é", "日本"), { maxLength: 60 }).map((parts) => parts.join(""));

describe("a word diff", () => {
  test("gives both texts back, whatever they are", () => {
    fc.assert(fc.property(fc.oneof(words, fc.string({ unit: "binary" })), fc.oneof(words, fc.string({ unit: "binary" })), (before, after) => {
      const parts = wordDiff(before, after);
      expect(without(parts, "removed")).toBe(after);
      expect(without(parts, "added")).toBe(before);
      parts.forEach((part, index) => expect(part.kind === parts[index - 1]?.kind || part.text === "").toBe(false));
    }), { numRuns: 1000 });
  });

  test("finds as few changes as there are", () => {
    fc.assert(fc.property(words, fc.nat(), (text, at) => {
      const tokens = text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
      const place = tokens.length === 0 ? 0 : at % tokens.length;
      const changed = [...tokens.slice(0, place), " ADDED ", ...tokens.slice(place)].join("");
      expect(wordDiff(text, changed).filter((part) => part.kind === "removed").map((part) => part.text.trim()).join("")).toBe("");
    }));
  });

  test("names the words that changed, and leaves the others", () => {
    expect(wordDiff("Logs are kept for 90 days.", "Logs are kept for 365 days, then deleted.")).toEqual([
      { kind: "same", text: "Logs are kept for " },
      { kind: "removed", text: "90" },
      { kind: "added", text: "365" },
      { kind: "same", text: " days" },
      { kind: "added", text: ", then deleted" },
      { kind: "same", text: "." },
    ]);
    expect(wordDiff("same", "same")).toEqual([{ kind: "same", text: "same" }]);
    expect(wordDiff("", "")).toEqual([]);
  });

  test("of texts with too many differences is one replacement, at once", () => {
    const long = (word: string): string => Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join(" x ");
    const parts = wordDiff(long("a"), long("b"));
    expect(parts.map(({ kind }) => kind)).toEqual(["removed", "added"]);
  });
});
