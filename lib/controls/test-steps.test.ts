import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyControl } from "#lib/testing/any-control.ts";
import { formatTestSteps, parseTestSteps } from "./test-steps.ts";

const parse = (text: string) => parseTestSteps(text, "operatingTest", { file: "SYS.9.99.md", line: 40 });
const sentences = (text: string) => parse(text).problems.map(({ line, sentence }) => `${line} ${sentence}`);

describe("steps of a test", () => {
  it("are read with population, sample and deviation, under keys that need no order", () => {
    expect(parse("- O3: Compare the lists.\n  - Population: Every system.\n  - Sample: 25.\n  - Deviation: One is missing.\n\n- O1: Plant an event.\n  - Deviation: Nobody sees it.")).toEqual({
      steps: [
        { key: "O3", does: "Compare the lists.", population: "Every system.", sample: "25.", deviation: "One is missing." },
        { key: "O1", does: "Plant an event.", population: null, sample: null, deviation: "Nobody sees it." },
      ],
      problems: [],
    });
  });

  it("come back the same from the lines they are written as, whatever their words", () => {
    fc.assert(fc.property(anyControl, ({ operatingTest }) => {
      expect(parse(formatTestSteps(operatingTest))).toEqual({ steps: operatingTest, problems: [] });
    }));
  });

  it.each([
    ["a step without a key", "- Compare the lists.", "40 A step is written “- O1: …”, and below it “  - Population: …”, “  - Sample: …” or “  - Deviation: …”."],
    ["a step of the other test", "- D1: Read.\n  - Deviation: None.", "40 Steps of the test of operating effectiveness are called O1, O2 and so on; “D1” was found."],
    ["a key twice", "- O1: Read.\n  - Deviation: None.\n- O1: Look.\n  - Deviation: None.", "42 The step “O1” stands twice."],
    ["no word on what a deviation is", "\n- O1: Read.", "41 The step “O1” does not say what a deviation is."],
    ["a fact twice", "- O1: Read.\n  - Deviation: None.\n  - Deviation: Some.", "42 “Deviation” stands twice in the step O1."],
    ["a fact above every step", "  - Sample: 25\n- O1: Read.\n  - Deviation: None.", "40 “Sample” stands above the first step."],
    ["a line without end", `- O1: ${"x".repeat(2_000)}\n  - Deviation: None.`, "40 This line has 2006 characters; at most 2000."],
    ["more steps than one control can have", Array.from({ length: 31 }, (_, n) => `- O${n + 1}: Read.\n  - Deviation: None.`).join("\n"), "100 The test of operating effectiveness has 31 steps; at most 30."],
  ])("are refused with their line: %s", (_name, text, expected) => {
    expect(sentences(text)).toEqual([expected]);
  });
});
