import fc from "fast-check";
import { expect, test } from "vitest";
import { CountedTexts } from "./counted-texts.ts";
import { countWords } from "./group-counts.ts";
import { GroupTable } from "./group-table.ts";
import { RankedNumbers } from "./ranked-numbers.ts";

const texts = ["7", "-3", "0.5", "1e3", "many", "", "Infinity", "7.0", "12", "-0.25", "99", "3"];

test("numbers of any rank are those of a sorted list, however many come and go, and what is counted as memory depends on what is there alone", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(texts.length - 1), fc.boolean()), { maxLength: 300 }), (steps) => {
      const groups = new GroupTable(1, countWords({ type: "value_percentile", inputCount: 1, percentile: 50 }));
      const kept = new CountedTexts();
      const ranked = new RankedNumbers(groups, kept);
      const slots = ["a", "b", "c"].map((name) => groups.add([name], groups.hash([name])));
      const lists: number[][] = slots.map(() => []);
      for (const [group, text, more] of steps) {
        const slot = slots[group]!;
        const list = lists[group]!;
        // The oldest goes, as from a window.
        if (more || list.length === 0) {
          list.push(kept.take(texts[text]!));
          ranked.add(slot, list.at(-1)!);
        } else {
          const gone = list.shift()!;
          kept.release(gone);
          ranked.remove(slot, gone);
        }
        const numbers = list.map((number) => kept.amount(number)).filter(Number.isFinite).sort((a, b) => a - b);
        for (const percentile of [1, 50, 90, 100]) expect(ranked.percentile(slot, percentile)).toBe(numbers.length === 0 ? Number.NaN : numbers[Math.max(0, Math.ceil((percentile / 100) * numbers.length) - 1)]!);
      }
      expect(ranked.beyond).toBe(lists.reduce((sum, list) => sum + Math.max(0, list.filter((number) => Number.isFinite(kept.amount(number))).length - 8), 0));
    }),
    { numRuns: 300 },
  );
});
