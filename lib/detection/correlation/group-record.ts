/**
 * Words (32 bit) of one group's record: two lines of the processor's cache, of which the first tells most. `place` is where
 * the group stands in the order of last use, plus one; `newestMs`, `oldestMs` and `weight` are counted in doubles of 8 bytes.
 */
export const GROUP = { words: 32, head: 0, tail: 1, size: 2, distinct: 3, hit: 4, hash: 5, newestMs: 3, oldestMs: 4, weight: 5, place: 12 } as const;
export const GROUP_DOUBLES = GROUP.words / 2;
export const RECORD_BYTES = GROUP.words * 4;
/** Where a record's bytes hold the group's values: each its length and its characters, if they are Latin-1 and all fit. */
export const VALUES_BYTE = 52;
