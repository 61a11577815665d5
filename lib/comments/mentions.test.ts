import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findMentions, mentionedParts } from "./mentions.ts";

const people = [
  { id: "mem_1", name: "Ada Admin" },
  { id: "mem_2", name: "Ada Admin-Smith" },
  { id: "mem_3", name: "Olga" },
  { id: "mem_4", name: "Kim Lee" },
  { id: "mem_5", name: "Kim Lee" },
];
const found = (text: string) => findMentions(text, people).found.map(({ id }) => id);

describe("who is named in a comment", () => {
  test("is whose whole name stands behind an @, once however often", () => {
    expect(found("Please look, @Ada Admin and (@Olga). Thanks @Olga!")).toEqual(["mem_1", "mem_3"]);
  });
  test("is the one with the longer name where one begins another", () => {
    expect(found("@Ada Admin-Smith, please")).toEqual(["mem_2"]);
  });
  test("is nobody in an address, a longer word, or by half a name", () => {
    expect(found("mail olga@Olga.example, @Olgaria, @Ada")).toEqual([]);
  });
  test("is not guessed where two have the name", () => {
    expect(findMentions("@Kim Lee", people)).toEqual({ found: [], ambiguous: ["Kim Lee"] });
  });
});

test("a text cut at its names is the text", () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("@Olga", "@Ada Admin", "@", " "))), fc.array(fc.constantFrom("Olga", "Ada Admin", "Ada", ""), { maxLength: 3 }), (pieces, names) => {
    const text = pieces.join("");
    expect(mentionedParts(text, names.filter((name) => name !== "")).map(({ part }) => part).join("")).toBe(text);
  }));
});
