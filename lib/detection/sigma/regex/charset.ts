/** A set of UTF-16 code units as sorted, non-overlapping, inclusive ranges: [low, high, low, high, ...]. */
export type CharSet = readonly number[];

const MAX_UNIT = 0xffff;
export const DIGIT: CharSet = [0x30, 0x39];
export const WORD: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
export const SPACE: CharSet = [0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff];
export const NEWLINE: CharSet = [0x0a, 0x0a];
export const ANY: CharSet = [0, MAX_UNIT];

export function single(unit: number): CharSet {
  return [unit, unit];
}

export function union(sets: readonly CharSet[]): CharSet {
  const ranges: [number, number][] = [];
  for (const set of sets) {
    for (let at = 0; at < set.length; at += 2) ranges.push([set[at]!, set[at + 1]!]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [low, high] of ranges) {
    const last = merged.length - 1;
    if (last > 0 && low <= merged[last]! + 1) merged[last] = Math.max(merged[last]!, high);
    else merged.push(low, high);
  }
  return merged;
}

export function negate(set: CharSet): CharSet {
  const rest: number[] = [];
  let from = 0;
  for (let at = 0; at < set.length; at += 2) {
    if (set[at]! > from) rest.push(from, set[at]! - 1);
    from = set[at + 1]! + 1;
  }
  if (from <= MAX_UNIT) rest.push(from, MAX_UNIT);
  return rest;
}

export function includes(set: CharSet, unit: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (unit >= set[at]! && unit <= set[at + 1]!) return true;
  }
  return false;
}

/** Adds the other cases of every member that has exactly one code unit in that case. */
export function foldCase(set: CharSet): CharSet {
  const variants: CharSet[] = [set];
  for (let at = 0; at < set.length; at += 2) {
    for (let unit = set[at]!; unit <= set[at + 1]!; unit += 1) {
      const char = String.fromCharCode(unit);
      const lower = char.toLowerCase();
      const upper = char.toUpperCase();
      // As in ECMAScript: a non-ASCII character never folds into ASCII (the Kelvin sign is not a k).
      if (lower !== char && lower.length === 1 && (unit < 128 || lower.charCodeAt(0) >= 128)) variants.push(single(lower.charCodeAt(0)));
      if (upper !== char && upper.length === 1 && (unit < 128 || upper.charCodeAt(0) >= 128)) variants.push(single(upper.charCodeAt(0)));
    }
  }
  return union(variants);
}
