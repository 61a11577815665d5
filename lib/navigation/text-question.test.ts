import { describe, expect, test } from "vitest";
import { markedParts, readTextQuestion } from "./text-question.ts";

describe("a question for texts", () => {
  test("is words, phrases and exclusions, in whatever quotation marks a keyboard makes", () => {
    expect(readTextQuestion('  log   “central  store” -backup ')).toEqual({ text: 'log "central store" -backup', problem: null });
    expect(readTextQuestion("SYS.2.07")).toEqual({ text: "SYS.2.07", problem: null });
  });

  test.each([
    ["", /^Type a word/], ["   ", /^Type a word/], ["\"open phrase", /quotation mark is open/], ["-backup", /not only what to leave out/], ['-"old store" -x', /not only what to leave out/],
    ["%&()!|", /signs alone/], ["--", /signs alone/], ["w ".repeat(17), /at most 16 words/], ["x".repeat(201), /at most 200 characters/],
  ])("that asks for nothing is refused in a sentence: %s", (typed, sentence) => {
    expect(readTextQuestion(typed)).toEqual({ text: null, problem: expect.stringMatching(sentence) as string });
  });

  test("is shown in the text where it was found", () => {
    expect(markedParts("a \u0002b c\u0003 d\u0002e\u0003")).toEqual([{ text: "a ", marked: false }, { text: "b c", marked: true }, { text: " d", marked: false }, { text: "e", marked: true }]);
    expect(markedParts("")).toEqual([]);
  });
});
