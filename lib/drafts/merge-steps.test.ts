import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTestSteps, type TestStep } from "#lib/controls/index.ts";
import { mergeSteps } from "./merge-steps.ts";

const word = fc.constantFrom("a", "b", "c");
const step = (key: string): fc.Arbitrary<TestStep> => fc.record({ key: fc.constant(key), does: word, population: fc.option(word), sample: fc.constant(null), deviation: word });
const text = fc.subarray(["D1", "D2", "D3", "D4"]).chain((keys) => fc.shuffledSubarray(keys, { minLength: keys.length }).chain((order) => fc.tuple(...order.map(step)))).map(formatTestSteps);
const of = (...steps: [string, string, string?][]): string => formatTestSteps(steps.map(([key, does, deviation = "x"]) => ({ key, does, population: null, sample: null, deviation })));
const merge = (base: string, theirs: string, mine: string) => mergeSteps("designTest", base, theirs, mine);

describe("two people at the steps of one test", () => {
  it("get what the other changed where they changed nothing, whichever of the two they are", () => {
    fc.assert(fc.property(text, text, (base, changed) => {
      expect(merge(base, changed, base)).toBe(changed);
      expect(merge(base, base, changed)).toBe(changed);
    }));
  });

  it("keep both what each of them changed in other steps, other fields and the order", () => {
    expect(merge(of(["D1", "read"], ["D2", "look"]), of(["D1", "read all"], ["D2", "look"]), of(["D1", "read"], ["D2", "look", "gap"]))).toBe(of(["D1", "read all"], ["D2", "look", "gap"]));
    expect(merge(of(["D1", "read"], ["D2", "look"]), of(["D2", "look"], ["D1", "read"]), of(["D1", "read"], ["D2", "look closely"]))).toBe(of(["D2", "look closely"], ["D1", "read"]));
    expect(merge(of(["D1", "read"], ["D2", "look"]), of(["D2", "look"]), of(["D1", "read"], ["D2", "look"], ["D3", "ask"]))).toBe(of(["D2", "look"], ["D3", "ask"]));
  });

  it("who both add a step keep both, the second under the next number", () => {
    expect(merge(of(["D1", "read"]), of(["D1", "read"], ["D2", "theirs"]), of(["D1", "read"], ["D2", "mine"]))).toBe(of(["D1", "read"], ["D2", "theirs"], ["D3", "mine"]));
  });

  it("collide where both reword one field, one removes what the other rewords, or both move it elsewhere", () => {
    expect(merge(of(["D1", "read"]), of(["D1", "read it"]), of(["D1", "read all"]))).toBeNull();
    expect(merge(of(["D1", "read"], ["D2", "look"]), of(["D2", "look"]), of(["D1", "read all"], ["D2", "look"]))).toBeNull();
    expect(merge(of(["D1", "a"], ["D2", "b"], ["D3", "c"]), of(["D2", "b"], ["D1", "a"], ["D3", "c"]), of(["D1", "a"], ["D3", "c"], ["D2", "b"]))).toBeNull();
  });
});
