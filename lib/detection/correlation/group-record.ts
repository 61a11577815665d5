/**
 * Words (32 bit) of a group's record: lines of the processor's cache, of which the first tells most. `place` is where the
 * group stands in the order of last use, plus one; `newestMs`, `oldestMs` and `weight` are counted in doubles of 8 bytes.
 * From `counts` on stands what the measure of the correlation counts in the group, and then its values.
 */
export const GROUP = { head: 0, tail: 1, size: 2, distinct: 3, hit: 4, hash: 5, newestMs: 3, oldestMs: 4, weight: 5, place: 12, counts: 13 } as const;
const LINE_WORDS = 16;
/** Two lines, which the processor fetches together, leave at least 44 bytes for the values. */
const USUAL_COUNTS = 8;

/** Words of the record of a group with so many words of counts. */
export function recordWords(counts: number): number {
  return 2 * LINE_WORDS + Math.ceil(Math.max(0, counts - USUAL_COUNTS) / LINE_WORDS) * LINE_WORDS;
}
