import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeParts } from "./merge.ts";

const PARTS = ["statement", "scope", "title"] as const;
const texts = fc.record(Object.fromEntries(PARTS.map((part) => [part, fc.constantFrom("", "a", "b", "c")])) as Record<(typeof PARTS)[number], fc.Arbitrary<string>>);

describe("merging two changes of one control", () => {
  it("keeps what only one side changed, and finds a conflict exactly where both changed it differently", () => {
    fc.assert(fc.property(texts, texts, texts, (base, theirs, mine) => {
      const merged = mergeParts(PARTS, base, theirs, mine);
      for (const part of PARTS) {
        const conflict = merged.conflicts.find((one) => one.part === part);
        const differs = base[part] !== theirs[part] && base[part] !== mine[part] && theirs[part] !== mine[part];
        expect(conflict).toEqual(differs ? { part, base: base[part], theirs: theirs[part], mine: mine[part] } : undefined);
        expect(merged.texts[part]).toBe(base[part] === mine[part] ? theirs[part] : mine[part]);
        expect(merged.taken.includes(part)).toBe(base[part] === mine[part] && theirs[part] !== mine[part]);
      }
    }));
  });

  it("has the same conflicts whoever comes second, and the same text where there is none", () => {
    fc.assert(fc.property(texts, texts, texts, (base, one, other) => {
      const [first, second] = [mergeParts(PARTS, base, one, other), mergeParts(PARTS, base, other, one)];
      expect(first.conflicts.map(({ part }) => part)).toEqual(second.conflicts.map(({ part }) => part));
      if (first.conflicts.length === 0) expect(first.texts).toEqual(second.texts);
    }));
  });

  it("is settled by one further save: what was chosen from theirs and mine conflicts with nothing", () => {
    fc.assert(fc.property(texts, texts, texts, fc.func(fc.boolean()), (base, theirs, mine, takesTheirs) => {
      const { texts: merged, conflicts } = mergeParts(PARTS, base, theirs, mine);
      const chosen = { ...merged, ...Object.fromEntries(conflicts.map((one) => [one.part, takesTheirs(one.part) ? one.theirs : one.mine])) };
      expect(mergeParts(PARTS, theirs, theirs, chosen)).toEqual({ texts: chosen, conflicts: [], taken: [] });
    }));
  });
});
