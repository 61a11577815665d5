/**
 * The matching kernel, in AssemblyScript: reads lines of JSON where they lie, notes where the values of watched fields
 * stand, and finds which literals of the rules occur in them. Nothing is decided here but which events cannot match:
 * conditions are judged in TypeScript, and whatever is unusual (see SLOW) is handed back to be read by JSON.parse.
 * `node lib/testing/build-kernel.ts` writes kernel-bytes.ts; a test holds the two together.
 */

// What `nextLine` answers.
const ENDED: i32 = 0;
const CANDIDATE: i32 = 1;
/** The line must be read by JSON.parse: invalid, or with something in it that is not told apart here. */
const SLOW: i32 = 2;
const UNKNOWN_ROUTE: i32 = 3;

// What a walk over a value answers besides the place after it.
const FAILED: usize = 0;

// Kinds of entries.
const TEXT: u32 = 0;
const ESCAPED_TEXT: u32 = 1;
const NUMBER: u32 = 2;
/** Written differently from how JavaScript prints it. */
const ODD_NUMBER: u32 = 3;
const TRUE: u32 = 4;
const FALSE: u32 = 5;
const NULL: u32 = 6;
const OBJECT: u32 = 7;
const ARRAY: u32 = 8;
const IN_ARRAY: u32 = 16;

const MAX_DEPTH: i32 = 60;
const ENTRY_BYTES: usize = 16;
const NODE_BYTES: usize = 16;
const SLOT_BYTES: usize = 16;
const MATCHER_BYTES: usize = 128;
const ROUTE_BYTES: usize = 32;
const NO_CHARACTER: u32 = 0xffffffff;
const NO_NODE: u32 = 0xffffffff;
const SLOW_NODE: u32 = 0xfffffffe;

// Node flags.
const HAS_CHILDREN: u32 = 1;
/** The field's value may also stand under another path: `a: {b}` and `"a.b"`. */
const SHARED: u32 = 2;

// Flags of a field under a route.
const MATCHED: u32 = 1;
const PRESENCE: u32 = 2;

// Flags of a route.
const ALWAYS: u32 = 1;
/** Some rule searches for keywords: in the line as a whole first, in its values where that finds something. */
const KEYWORDS: u32 = 2;
/** Some rule must look at all values itself. */
const ALL_VALUES: u32 = 4;

/** Where memory is free. */
export const firstFree: usize = __heap_base;

// Where things lie: written by the owner before the first line.
export let keyTable: usize = 0;
export let keyMask: u32 = 0;
export let nodes: usize = 0;
export let owners: usize = 0;
export let matchers: usize = 0;
export let keywordField: u32 = 0;
export let stamps: usize = 0;
export let hits: usize = 0;
export let entries: usize = 0;
export let maxEntries: u32 = 0;
export let scratch: usize = 0;
/** Lower case of characters below U+0800, 0 where it is no such character; a bit for each above, below U+10000, that has one. */
export let lowerCase: usize = 0;
export let cased: usize = 0;
export let routeTable: usize = 0;
export let routeMask: u32 = 0;
export let routeKey: usize = 0;

/** What TypeScript reads after every call, in memory, since reading an exported global costs more: see `report`. */
export let status: usize = 0;

// The line at hand.
let lineStart: usize = 0;
let lineEnd: usize = 0;
let lines: u32 = 0;
let generation: u32 = 0;
let entryCount: u32 = 0;
let hitCount: u32 = 0;
let route: usize = 0;
let routeKeyLength: u32 = 0;

let at: usize = 0;
let stop: usize = 0;
let slow: bool = false;
let candidate: bool = false;
let wakes: usize = 0;
/** Whether every value is noted, not those of watched fields alone; whether it was. */
let recordAll: bool = false;
let recorded: bool = false;
let objects: u32 = 0;
let stated: u32 = 0;
let statedAt0: u32 = 0;
let statedAt1: u32 = 0;
let statedAt2: u32 = 0;

// ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Blanks within a line; a newline ends it. */
// @ts-ignore: decorator
@inline
function skipBlanks(from: usize): usize {
  let p = from;
  while (true) {
    const c = load<u8>(p);
    if (c > 32) return p;
    if (c != 32 && c != 9 && c != 13) return p;
    p += 1;
  }
  return p;
}

// @ts-ignore: decorator
@inline
function isHex(c: u8): bool {
  return (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 102);
}

/** The place of the closing quote, negative when the string has escapes; 0 when it is no JSON string. */
// @ts-ignore: decorator
@inline
function stringEnd(from: usize): isize {
  let p = from;
  let escaped = false;
  const quotes = i8x16.splat(34);
  const slashes = i8x16.splat(92);
  const controls = i8x16.splat(32);
  while (true) {
    const block = v128.load(p);
    const special = i8x16.bitmask(v128.or(v128.or(i8x16.eq(block, quotes), i8x16.eq(block, slashes)), i8x16.lt_u(block, controls)));
    if (special == 0) {
      p += 16;
      continue;
    }
    p += ctz(special);
    const c = load<u8>(p);
    if (c == 34) return escaped ? -(p as isize) : p as isize;
    if (c != 92) return 0;
    escaped = true;
    const next = load<u8>(p + 1);
    if (next == 117) {
      if (!isHex(load<u8>(p + 2)) || !isHex(load<u8>(p + 3)) || !isHex(load<u8>(p + 4)) || !isHex(load<u8>(p + 5))) return 0;
      p += 6;
    } else if (next == 34 || next == 92 || next == 47 || next == 98 || next == 102 || next == 110 || next == 114 || next == 116) {
      p += 2;
    } else return 0;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isDigit(c: u8): bool {
  return c - 48 <= 9;
}

let numberKind: u32 = NUMBER;
let oddNumbers: bool = false;

/** The place after a number, 0 when it is none; says whether JavaScript would print it as it is written. */
function numberEnd(from: usize): usize {
  let p = from;
  let odd = false;
  if (load<u8>(p) == 45) p += 1;
  const whole = p;
  if (load<u8>(p) == 48) {
    p += 1;
    if (isDigit(load<u8>(p))) return FAILED;
  } else {
    while (isDigit(load<u8>(p))) p += 1;
    if (p == whole) return FAILED;
  }
  if (whole != from && load<u8>(whole) == 48) odd = true;
  let digits = p - whole;
  if (load<u8>(p) == 46) {
    const fraction = p + 1;
    p = fraction;
    while (isDigit(load<u8>(p))) p += 1;
    if (p == fraction) return FAILED;
    digits += p - fraction;
    if (load<u8>(p - 1) == 48) odd = true;
    // Below a millionth JavaScript prints an exponent.
    if (load<u8>(whole) == 48 && load<u8>(fraction) == 48 && load<u8>(fraction + 1) == 48) odd = true;
  }
  if ((load<u8>(p) | 32) == 101) {
    odd = true;
    p += 1;
    if (load<u8>(p) == 43 || load<u8>(p) == 45) p += 1;
    const exponent = p;
    while (isDigit(load<u8>(p))) p += 1;
    if (p == exponent) return FAILED;
  }
  numberKind = NUMBER;
  if (odd || digits > 15) {
    numberKind = ODD_NUMBER;
    oddNumbers = true;
  }
  return p;
}

// @ts-ignore: decorator
@inline
function note(field: i32, start: usize, end: usize, kind: u32): void {
  if (entryCount >= maxEntries) {
    slow = true;
    return;
  }
  const entry = entries + (entryCount as usize) * ENTRY_BYTES;
  if ((field as u32) < 3 && kind <= ESCAPED_TEXT) {
    stated |= 1 << field;
    if (field == 0) statedAt0 = entryCount;
    else if (field == 1) statedAt1 = entryCount;
    else statedAt2 = entryCount;
  }
  store<i32>(entry, field);
  store<u32>(entry, start as u32, 4);
  store<u32>(entry, end as u32, 8);
  store<u32>(entry, kind, 12);
  entryCount += 1;
}

// @ts-ignore: decorator
@inline
function fieldOf(node: u32): i32 {
  return load<i32>(nodes + (node as usize) * NODE_BYTES);
}

/** Any value but an object's own text, which `walkObject` reads itself. Answers the place after it. */
function walkValue(from: usize, node: u32, inArray: u32, depth: i32): usize {
  const c = load<u8>(from);
  const field = node == NO_NODE ? -1 : fieldOf(node);
  const wanted = field >= 0 || recordAll;
  if (c == 34) {
    const end = stringEnd(from + 1);
    if (end == 0) return FAILED;
    if (end > 0) {
      if (wanted) note(field, from + 1, end as usize, TEXT | inArray);
      return (end as usize) + 1;
    }
    if (wanted) note(field, from + 1, (-end) as usize, ESCAPED_TEXT | inArray);
    return ((-end) as usize) + 1;
  }
  if (c == 123) {
    if (field >= 0) note(field, from, from, OBJECT | inArray);
    return walkObject(from + 1, node, inArray, depth + 1);
  }
  if (c == 91) {
    if (field >= 0) note(field, from, from, ARRAY | inArray);
    return walkArray(from + 1, node, depth + 1);
  }
  if (c == 45 || isDigit(c)) {
    const end = numberEnd(from);
    if (end != FAILED && wanted) note(field, from, end, numberKind | inArray);
    return end;
  }
  const word = load<u32>(from);
  if (word == 0x65757274) {
    if (wanted) note(field, from, from + 4, TRUE | inArray);
    return from + 4;
  }
  if (word == 0x736c6166 && load<u8>(from + 4) == 101) {
    if (wanted) note(field, from, from + 5, FALSE | inArray);
    return from + 5;
  }
  if (word == 0x6c6c756e) {
    if (field >= 0) note(field, from, from + 4, NULL | inArray);
    return from + 4;
  }
  return FAILED;
}

function walkArray(from: usize, node: u32, depth: i32): usize {
  if (depth > MAX_DEPTH) {
    slow = true;
    return FAILED;
  }
  let p = skipBlanks(from);
  if (load<u8>(p) == 93) return p + 1;
  while (true) {
    p = walkValue(p, node, IN_ARRAY, depth);
    if (p == FAILED) return FAILED;
    p = skipBlanks(p);
    const c = load<u8>(p);
    if (c == 93) return p + 1;
    if (c != 44) return FAILED;
    p = skipBlanks(p + 1);
  }
  return FAILED;
}

function walkObject(from: usize, node: u32, inArray: u32, depth: i32): usize {
  if (depth > MAX_DEPTH) {
    slow = true;
    return FAILED;
  }
  let p = skipBlanks(from);
  if (load<u8>(p) == 125) return p + 1;
  const watched = node != NO_NODE && (load<u32>(nodes + (node as usize) * NODE_BYTES, 4) & HAS_CHILDREN) != 0;
  objects += 1;
  const object = objects;
  while (true) {
    if (load<u8>(p) != 34) return FAILED;
    const key = p + 1;
    let end = stringEnd(key);
    if (end == 0) return FAILED;
    let child: u32 = NO_NODE;
    if (end < 0) {
      end = -end;
      // An escaped key may spell any name.
      if (watched) slow = true;
    } else if (watched) {
      child = findKey(node, key, (end as usize) - key);
      if (child != NO_NODE) child = enter(child, object);
    }
    p = (end as usize) + 1;
    if (load<u8>(p) != 58) {
      p = skipBlanks(p);
      if (load<u8>(p) != 58) return FAILED;
    }
    p += 1;
    if (load<u8>(p) <= 32) p = skipBlanks(p);
    p = walkValue(p, child, inArray, depth);
    if (p == FAILED) return FAILED;
    let c = load<u8>(p);
    if (c <= 32) {
      p = skipBlanks(p);
      c = load<u8>(p);
    }
    if (c == 125) return p + 1;
    if (c != 44) return FAILED;
    p += 1;
    if (load<u8>(p) != 34) p = skipBlanks(p);
  }
  return FAILED;
}

/** A watched key was met: twice in one object, or in two spellings of one path, only JSON.parse can tell. */
// @ts-ignore: decorator
@inline
function enter(child: u32, object: u32): u32 {
  if (child == SLOW_NODE) {
    slow = true;
    return NO_NODE;
  }
  const node = nodes + (child as usize) * NODE_BYTES;
  if (load<u32>(node, 8) == object) slow = true;
  store<u32>(node, object, 8);
  if (load<u32>(node, 4) & SHARED) {
    const owner = owners + (load<u32>(node) as usize) * 8;
    if (load<u32>(owner) == generation && load<u32>(owner, 4) != child) slow = true;
    store<u32>(owner, generation);
    store<u32>(owner, child, 4);
  }
  return child;
}

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

// @ts-ignore: decorator
@inline
function hashKey(node: u32, key: usize, length: usize): u32 {
  let low: u64;
  let high: u64 = 0;
  if (length >= 8) {
    low = load<u64>(key);
    high = load<u64>(key + length - 8);
  } else {
    low = length == 0 ? 0 : load<u64>(key) << ((8 - length) << 3);
  }
  const mixed = (low ^ ((node as u64) << 32 | (length as u64))) * 0x9e3779b97f4a7c15 + high * 0xc2b2ae3d27d4eb4f;
  return ((mixed ^ (mixed >> 29)) >> 16) as u32;
}

/** Whether two stretches of bytes are equal. Reads, and does not judge, up to 7 bytes beyond them. */
// @ts-ignore: decorator
@inline
function same(a: usize, b: usize, length: usize): bool {
  let left = length;
  let p = a;
  let q = b;
  while (left >= 8) {
    if (load<u64>(p) != load<u64>(q)) return false;
    p += 8;
    q += 8;
    left -= 8;
  }
  return left == 0 || (load<u64>(p) ^ load<u64>(q)) << ((8 - left) << 3) == 0;
}

// @ts-ignore: decorator
@inline
function findKey(node: u32, key: usize, length: usize): u32 {
  let slot = hashKey(node, key, length) & keyMask;
  while (true) {
    const entry = keyTable + (slot as usize) * SLOT_BYTES;
    const text = load<u32>(entry, 8);
    if (text == 0) return NO_NODE;
    if (load<u32>(entry) == node && load<u32>(entry, 4) == (length as u32) && same(text, key, length)) return load<u32>(entry, 12);
    slot = (slot + 1) & keyMask;
  }
  return NO_NODE;
}

export function insertKey(node: u32, key: usize, length: u32, child: u32): void {
  let slot = hashKey(node, key, length) & keyMask;
  while (load<u32>(keyTable + (slot as usize) * SLOT_BYTES, 8) != 0) slot = (slot + 1) & keyMask;
  const entry = keyTable + (slot as usize) * SLOT_BYTES;
  store<u32>(entry, node);
  store<u32>(entry, length, 4);
  store<u32>(entry, key as u32, 8);
  store<u32>(entry, child, 12);
}

// ── Literals ────────────────────────────────────────────────────────────────────────────────────────────────────────

// @ts-ignore: decorator
@inline
function hashWord(word: u64): u32 {
  const mixed = word * 0x9e3779b97f4a7c15;
  return (mixed >> 40) as u32;
}

// @ts-ignore: decorator
@inline
function hashGram(gram: u32, shift: u32): u32 {
  return (gram * 0x9e3779b1) >> shift;
}

function loadWord(text: usize, width: u32): u64 {
  if (width == 8) return load<u64>(text);
  if (width == 4) return load<u32>(text) as u64;
  return width == 2 ? (load<u16>(text) as u64) : (load<u8>(text) as u64);
}

/** Files the literals of a bucket under the word of `width` bytes that stands at `text`. */
export function insertBucket(table: usize, mask: u32, text: usize, width: u32, bucket: u32): void {
  const word = loadWord(text, width);
  let slot = hashWord(word) & mask;
  while (load<u32>(table + (slot as usize) * SLOT_BYTES, 8) != 0) slot = (slot + 1) & mask;
  store<u64>(table + (slot as usize) * SLOT_BYTES, word);
  store<u32>(table + (slot as usize) * SLOT_BYTES, bucket, 8);
}

export function insertGram(bitmap: usize, shift: u32, text: usize): void {
  const hash = hashGram(load<u32>(text), shift);
  const byte = bitmap + (hash >> 3);
  store<u8>(byte, load<u8>(byte) | (1 << ((hash & 7) as u8)));
}

// @ts-ignore: decorator
@inline
function findBucket(table: usize, mask: u32, word: u64): usize {
  let slot = hashWord(word) & mask;
  while (true) {
    const entry = table + (slot as usize) * SLOT_BYTES;
    const bucket = load<u32>(entry, 8);
    if (bucket == 0 || load<u64>(entry) == word) return bucket;
    slot = (slot + 1) & mask;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function hit(atom: u32): void {
  const stamp = stamps + ((atom as usize) << 2);
  if (load<u32>(stamp) == generation) return;
  store<u32>(stamp, generation);
  store<u32>(hits + ((hitCount as usize) << 2), atom);
  hitCount += 1;
  if (load<u8>(wakes + atom)) candidate = true;
}

/** What JavaScript found itself. */
export function hitAtom(atom: u32): void {
  hit(atom);
}

/** A bucket: how many, then for each literal its place, length, offset of the word in it (bit 31: the text ends with it) and atom. */
function hitAtStart(bucket: usize, text: usize, length: u32): void {
  const count = load<u32>(bucket);
  let literal = bucket + 4;
  for (let i: u32 = 0; i < count; i++, literal += 16) {
    const size = load<u32>(literal, 4);
    const whole = load<u32>(literal, 8) >> 31;
    if (whole ? size != length : size > length) continue;
    if (same(load<u32>(literal), text, size)) hit(load<u32>(literal, 12));
  }
}

function hitAtEnd(bucket: usize, text: usize, length: u32): void {
  const count = load<u32>(bucket);
  let literal = bucket + 4;
  for (let i: u32 = 0; i < count; i++, literal += 16) {
    const size = load<u32>(literal, 4);
    if (size <= length && same(load<u32>(literal), text + length - size, size)) hit(load<u32>(literal, 12));
  }
}

function hitInside(bucket: usize, text: usize, length: u32, place: u32): void {
  const count = load<u32>(bucket);
  let literal = bucket + 4;
  for (let i: u32 = 0; i < count; i++, literal += 16) {
    const offset = load<u32>(literal, 8);
    if (offset > place) continue;
    const size = load<u32>(literal, 4);
    if (place - offset + size <= length && same(load<u32>(literal), text + place - offset, size)) hit(load<u32>(literal, 12));
  }
}

function hitAll(bucket: usize): void {
  const count = load<u32>(bucket);
  for (let i: u32 = 0; i < count; i++) hit(load<u32>(bucket + 4 + ((i as usize) << 4), 12));
}

/** Four bytes of each literal are looked for at every place; where there are few literals, sixteen places at a time. */
function matchGrams(matcher: usize, text: usize, length: u32): void {
  const bitmap = load<u32>(matcher, 64) as usize;
  const shift = load<u32>(matcher, 68);
  const table = load<u32>(matcher, 72) as usize;
  const mask = load<u32>(matcher, 76);
  const nibbles = load<u32>(matcher, 108) as usize;
  const last = length - 4;
  if (nibbles == 0) {
    for (let i: u32 = 0; i <= last; i++) matchGram(bitmap, shift, table, mask, text, length, i);
    return;
  }
  const low0 = v128.load(nibbles);
  const high0 = v128.load(nibbles, 16);
  const low1 = v128.load(nibbles, 32);
  const high1 = v128.load(nibbles, 48);
  const low2 = v128.load(nibbles, 64);
  const high2 = v128.load(nibbles, 80);
  const low = i8x16.splat(15);
  const none = i8x16.splat(0);
  for (let i: u32 = 0; i <= last; i += 16) {
    const first = v128.load(text + i);
    const second = v128.load(text + i, 1);
    const third = v128.load(text + i, 2);
    const found = v128.and(
      v128.and(
        v128.and(v128.swizzle(low0, v128.and(first, low)), v128.swizzle(high0, v128.and(i16x8.shr_u(first, 4), low))),
        v128.and(v128.swizzle(low1, v128.and(second, low)), v128.swizzle(high1, v128.and(i16x8.shr_u(second, 4), low))),
      ),
      v128.and(v128.swizzle(low2, v128.and(third, low)), v128.swizzle(high2, v128.and(i16x8.shr_u(third, 4), low))),
    );
    let places = ~(i8x16.bitmask(i8x16.eq(found, none)) as u32) & 0xffff;
    while (places) {
      const place = i + ctz(places);
      if (place > last) return;
      matchGram(bitmap, shift, table, mask, text, length, place);
      places &= places - 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function matchGram(bitmap: usize, shift: u32, table: usize, mask: u32, text: usize, length: u32, place: u32): void {
  const gram = load<u32>(text + place);
  const hash = hashGram(gram, shift);
  if (load<u8>(bitmap + (hash >> 3)) & (1 << (hash & 7))) {
    const bucket = findBucket(table, mask, gram as u64);
    if (bucket) hitInside(bucket, text, length, place);
  }
}

/** The same for literals of two or three bytes. */
function matchPairs(matcher: usize, text: usize, length: u32): void {
  const bitmap = load<u32>(matcher, 80) as usize;
  const table = load<u32>(matcher, 84) as usize;
  const mask = load<u32>(matcher, 88);
  const nibbles = load<u32>(matcher, 112) as usize;
  const last = length - 2;
  if (nibbles == 0) {
    for (let i: u32 = 0; i <= last; i++) matchPair(bitmap, table, mask, text, length, i);
    return;
  }
  const low0 = v128.load(nibbles);
  const high0 = v128.load(nibbles, 16);
  const low1 = v128.load(nibbles, 32);
  const high1 = v128.load(nibbles, 48);
  const low = i8x16.splat(15);
  const none = i8x16.splat(0);
  for (let i: u32 = 0; i <= last; i += 16) {
    const first = v128.load(text + i);
    const second = v128.load(text + i, 1);
    const found = v128.and(
      v128.and(v128.swizzle(low0, v128.and(first, low)), v128.swizzle(high0, v128.and(i16x8.shr_u(first, 4), low))),
      v128.and(v128.swizzle(low1, v128.and(second, low)), v128.swizzle(high1, v128.and(i16x8.shr_u(second, 4), low))),
    );
    let places = ~(i8x16.bitmask(i8x16.eq(found, none)) as u32) & 0xffff;
    while (places) {
      const place = i + ctz(places);
      if (place > last) return;
      matchPair(bitmap, table, mask, text, length, place);
      places &= places - 1;
    }
  }
}

// @ts-ignore: decorator
@inline
function matchPair(bitmap: usize, table: usize, mask: u32, text: usize, length: u32, place: u32): void {
  const pair = load<u16>(text + place) as u32;
  if (load<u8>(bitmap + (pair >> 3)) & (1 << (pair & 7))) {
    const bucket = findBucket(table, mask, pair as u64);
    if (bucket) hitInside(bucket, text, length, place);
  }
}

/** Finds the literals of a search in a lower-cased text. Up to 32 bytes after it may be read. */
export function matchText(search: u32, text: usize, length: u32): void {
  const matcher = matchers + (search as usize) * MATCHER_BYTES;
  const every = load<u32>(matcher, 100);
  if (every) hitAll(every);
  if (length == 0) {
    const empty = load<u32>(matcher, 104);
    if (empty) hitAll(empty);
    return;
  }
  for (let kind: u32 = 0, width: u32 = 8; kind < 4; kind++, width >>= 1) {
    if (width > length) continue;
    const atStart = load<u32>(matcher + (kind << 3));
    if (atStart) {
      const bucket = findBucket(atStart, load<u32>(matcher + (kind << 3), 4), loadWord(text, width));
      if (bucket) hitAtStart(bucket, text, length);
    }
    const atEnd = load<u32>(matcher + (kind << 3), 32);
    if (atEnd) {
      const bucket = findBucket(atEnd, load<u32>(matcher + (kind << 3), 36), loadWord(text + length - width, width));
      if (bucket) hitAtEnd(bucket, text, length);
    }
  }
  if (load<u32>(matcher, 64) && length >= 4) matchGrams(matcher, text, length);
  if (load<u32>(matcher, 80) && length >= 2) matchPairs(matcher, text, length);
  const singles = load<u32>(matcher, 92) as usize;
  if (singles) {
    for (let i: u32 = 0; i < length; i++) {
      const bucket = load<u32>(singles + ((load<u8>(text + i) as usize) << 2));
      if (bucket) hitInside(bucket, text, length, i);
    }
  }
}

/**
 * Copies a JSON string's content, lower-cased and unescaped, and answers its length; -1 where only JavaScript can tell:
 * bytes that are no UTF-8, and characters whose lower case is longer or depends on their neighbours.
 */
function lowerText(start: usize, end: usize, target: usize): i32 {
  const slashes = i8x16.splat(92);
  const upperA = i8x16.splat(65);
  const letters = i8x16.splat(26);
  const bit = i8x16.splat(32);
  let p = start;
  let q = target;
  while (p < end) {
    const block = v128.load(p);
    v128.store(q, v128.or(block, v128.and(i8x16.lt_u(i8x16.sub(block, upperA), letters), bit)));
    const left = end - p;
    const valid: u32 = left >= 16 ? 0xffff : (1 << (left as u32)) - 1;
    const special = (i8x16.bitmask(v128.or(block, i8x16.eq(block, slashes))) as u32) & valid;
    if (special == 0) {
      const step: usize = left >= 16 ? 16 : left;
      p += step;
      q += step;
      continue;
    }
    const plain = ctz(special);
    p += plain;
    q += plain;
    const c = load<u8>(p);
    let point: u32;
    if (c != 92) {
      point = decode(p, c);
      p += c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    } else {
      const escape = load<u8>(p + 1);
      if (escape == 117) {
        point = ((digit(load<u8>(p + 2)) as u32) << 12) | ((digit(load<u8>(p + 3)) as u32) << 8) | ((digit(load<u8>(p + 4)) as u32) << 4) | (digit(load<u8>(p + 5)) as u32);
        p += 6;
      } else {
        point = escape == 110 ? 10 : escape == 116 ? 9 : escape == 114 ? 13 : escape == 98 ? 8 : escape == 102 ? 12 : escape;
        p += 2;
      }
    }
    q = encode(point, q);
    if (q == FAILED) return -1;
  }
  return (q - target) as i32;
}

/** The character that begins at a byte above 127; NO_CHARACTER when the bytes are no UTF-8. */
function decode(p: usize, c: u8): u32 {
  const second = load<u8>(p + 1);
  if (c < 0xc2 || c > 0xf0 || (second & 0xc0) != 0x80) return NO_CHARACTER;
  if (c < 0xe0) return (((c as u32) & 0x1f) << 6) | ((second as u32) & 0x3f);
  const third = load<u8>(p + 2);
  if ((third & 0xc0) != 0x80) return NO_CHARACTER;
  const three = (((second as u32) & 0x3f) << 6) | ((third as u32) & 0x3f);
  if (c < 0xf0) {
    const point = (((c as u32) & 0x0f) << 12) | three;
    return point < 0x800 ? NO_CHARACTER : point;
  }
  const fourth = load<u8>(p + 3);
  // Pictures; of the other planes some have cases.
  if (second != 0x9f || (fourth & 0xc0) != 0x80) return NO_CHARACTER;
  return 0x10000 | ((three << 6) & 0xffc0) | ((fourth as u32) & 0x3f);
}

/** Writes a character in lower case; FAILED when that is more than one look at a table. */
function encode(point: u32, q: usize): usize {
  if (point < 0x80) {
    store<u8>(q, point - 65 < 26 ? (point as u8) | 32 : (point as u8));
    return q + 1;
  }
  if (point < 0x800) {
    const lower = load<u16>(lowerCase + ((point as usize) << 1)) as u32;
    if (lower == 0) return FAILED;
    store<u8>(q, (0xc0 | (lower >> 6)) as u8);
    store<u8>(q, (0x80 | (lower & 0x3f)) as u8, 1);
    return q + 2;
  }
  if (point < 0x10000) {
    if ((point & 0xf800) == 0xd800 || ((load<u8>(cased + (point >> 3)) as u32) & (1 << (point & 7))) != 0) return FAILED;
    store<u8>(q, (0xe0 | (point >> 12)) as u8);
    store<u8>(q, (0x80 | ((point >> 6) & 0x3f)) as u8, 1);
    store<u8>(q, (0x80 | (point & 0x3f)) as u8, 2);
    return q + 3;
  }
  if (point == NO_CHARACTER) return FAILED;
  store<u8>(q, 0xf0);
  store<u8>(q, 0x9f, 1);
  store<u8>(q, (0x80 | ((point >> 6) & 0x3f)) as u8, 2);
  store<u8>(q, (0x80 | (point & 0x3f)) as u8, 3);
  return q + 4;
}

// @ts-ignore: decorator
@inline
function digit(c: u8): u8 {
  return c <= 57 ? c - 48 : (c | 32) - 87;
}

/** The text of an entry in the scratch: its length, -1 when it has none, -2 when only JavaScript can tell. */
function entryText(entry: usize): i32 {
  const kind = load<u32>(entry, 12) & 15;
  const start = load<u32>(entry, 4) as usize;
  const end = load<u32>(entry, 8) as usize;
  if (kind <= NUMBER) {
    const length = lowerText(start, end, scratch);
    return length < 0 ? -2 : length;
  }
  if (kind == ODD_NUMBER) return -2;
  if (kind == TRUE || kind == FALSE) return lowerText(start, end, scratch);
  return -1;
}

/** Makes one search, of a field or of every value noted, in the line at hand; false when only JavaScript can tell. */
export function matchLater(search: u32): bool {
  const field = search > keywordField ? search - keywordField - 1 : search;
  if (field == keywordField && !recorded) return false;
  for (let i: u32 = 0; i < entryCount; i++) {
    const entry = entries + (i as usize) * ENTRY_BYTES;
    if (field != keywordField && load<u32>(entry) != field) continue;
    const length = entryText(entry);
    if (length == -2) return false;
    if (length >= 0) matchText(search, scratch, length);
  }
  report();
  return true;
}

// ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function appendStated(bit: u32, entryIndex: u32, target: usize): i32 {
  if ((stated & bit) == 0) {
    store<u8>(target, 0xff);
    return 1;
  }
  const entry = entries + (entryIndex as usize) * ENTRY_BYTES;
  return lowerText(load<u32>(entry, 4), load<u32>(entry, 8), target);
}

/** Writes the log source that the line states as `product NUL service NUL category`; false when only JavaScript can tell. */
function writeRouteKey(): bool {
  let q = routeKey;
  for (let i: u32 = 0; i < 3; i++) {
    const index = i == 0 ? statedAt0 : i == 1 ? statedAt1 : statedAt2;
    if (stated & (1 << i)) {
      const entry = entries + (index as usize) * ENTRY_BYTES;
      if (load<u32>(entry, 8) - load<u32>(entry, 4) > 200) return false;
    }
    const length = appendStated(1 << i, index, q);
    if (length < 0) return false;
    q += length;
    store<u8>(q, 0);
    q += 1;
  }
  routeKeyLength = (q - routeKey) as u32;
  return true;
}

// @ts-ignore: decorator
@inline
function hashRoute(): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let i: u32 = 0; i < routeKeyLength; i++) hash = (hash ^ load<u8>(routeKey + i)) * 0x01000193;
  return hash ^ (hash >> 15);
}

/** A route: place and length of its key, flags, bytes per atom (whether it wakes a rule), bytes per field (what to do with it). */
function findRoute(): usize {
  if (route != 0 && load<u32>(route, 4) == routeKeyLength && same(load<u32>(route), routeKey, routeKeyLength)) return route;
  let slot = hashRoute() & routeMask;
  while (true) {
    const found = load<u32>(routeTable + ((slot as usize) << 2)) as usize;
    if (found == 0) return 0;
    if (load<u32>(found, 4) == routeKeyLength && same(load<u32>(found), routeKey, routeKeyLength)) return found;
    slot = (slot + 1) & routeMask;
  }
  return 0;
}

/** Makes a route known under the key that stands in `routeKey`. */
export function insertRoute(added: u32): void {
  let slot = hashRoute() & routeMask;
  while (load<u32>(routeTable + ((slot as usize) << 2)) != 0) slot = (slot + 1) & routeMask;
  store<u32>(routeTable + ((slot as usize) << 2), added);
}

export function forgetRoutes(): void {
  route = 0;
  memory.fill(routeTable, 0, (routeMask + 1) << 2);
}

/** A new event that is no line: nothing was hit yet. */
export function beginEvent(current: usize): void {
  generation += 1;
  hitCount = 0;
  entryCount = 0;
  candidate = false;
  wakes = load<u32>(current, 12);
  report();
}

export function report(): void {
  store<u32>(status, lineStart as u32);
  store<u32>(status, lineEnd as u32, 4);
  store<u32>(status, lines, 8);
  store<u32>(status, generation, 12);
  store<u32>(status, entryCount, 16);
  store<u32>(status, hitCount, 20);
  store<u32>(status, route as u32, 24);
  store<u32>(status, routeKeyLength, 28);
}

/** A stretch of whole lines, of which the first has this number. */
export function open(start: usize, end: usize, firstLine: u32): void {
  at = start;
  stop = end;
  lines = firstLine - 1;
}

/** Reads on until a line needs somebody's attention. Every line of the stretch ends with a newline. */
export function nextLine(): i32 {
  const answer = advance();
  report();
  return answer;
}

function advance(): i32 {
  while (at < stop) {
    const first = skipBlanks(at);
    if (load<u8>(first) == 10) {
      at = first + 1;
      lines += 1;
      continue;
    }
    lineStart = at;
    const answer = readLine(first);
    if (answer == UNKNOWN_ROUTE) return answer;
    lines += 1;
    if (answer != ENDED) return answer;
  }
  return ENDED;
}

function readLine(first: usize): i32 {
  let end = walkLine(first);
  if (end == FAILED || slow) return leaveToParser(first);
  if (!writeRouteKey()) {
    at = end + 1;
    lineEnd = end;
    return SLOW;
  }
  const found = findRoute();
  if (found == 0) return UNKNOWN_ROUTE;
  route = found;
  const flags = load<u32>(found, 8);
  lineEnd = end;
  at = end + 1;
  wakes = load<u32>(found, 12);
  let keywords = false;
  if (flags & KEYWORDS) {
    // Numbers that JavaScript prints differently are values, too.
    if (oddNumbers) return SLOW;
    keywords = (flags & ALL_VALUES) != 0;
    if (!keywords) {
      const length = lowerText(first, end, scratch);
      if (length < 0) return SLOW;
      keywords = wakesInside(found, length);
    }
    if (keywords) {
      recordAll = true;
      walkLine(first);
      recordAll = false;
    }
  }
  recorded = keywords;
  hitCount = 0;
  candidate = (flags & ALWAYS) != 0;
  if (!matchEntries(found, keywords)) return SLOW;
  return candidate ? CANDIDATE : ENDED;
}

/** Whether a keyword that wakes a rule stands anywhere in the line: in a value, if in any, it stands there too. */
function wakesInside(current: usize, length: u32): bool {
  candidate = false;
  const search = load<u32>(current, 20);
  if (search) matchText(search, scratch, length);
  return candidate;
}

/** The place of the newline after the object, or FAILED. */
function walkLine(first: usize): usize {
  generation += 1;
  entryCount = 0;
  stated = 0;
  slow = false;
  oddNumbers = false;
  if (load<u8>(first) != 123) return FAILED;
  let p = walkObject(first + 1, 0, 0, 1);
  if (p == FAILED) return FAILED;
  p = skipBlanks(p);
  return load<u8>(p) == 10 ? p : FAILED;
}

function leaveToParser(first: usize): i32 {
  const newlines = i8x16.splat(10);
  let p = first;
  let found = i8x16.bitmask(i8x16.eq(v128.load(p), newlines));
  while (found == 0) {
    p += 16;
    found = i8x16.bitmask(i8x16.eq(v128.load(p), newlines));
  }
  lineEnd = p + ctz(found);
  at = lineEnd + 1;
  return SLOW;
}

function matchEntries(current: usize, keywords: bool): bool {
  const uses = load<u32>(current, 16) as usize;
  for (let i: u32 = 0; i < entryCount; i++) {
    const entry = entries + (i as usize) * ENTRY_BYTES;
    const field = load<i32>(entry);
    const use: u32 = field < 0 ? 0 : load<u8>(uses + field);
    if (use & PRESENCE) hit(load<u32>(matchers + (field as usize) * MATCHER_BYTES, 96));
    const short: u32 = field < 0 ? 0 : load<u8>(uses + field + keywordField + 1);
    if (((use | short) & MATCHED) == 0 && !keywords) continue;
    const length = entryText(entry);
    if (length == -2) return false;
    if (length < 0) continue;
    if (use & MATCHED) matchText(field, scratch, length);
    if (short & MATCHED) matchText(field + keywordField + 1, scratch, length);
    if (keywords) {
      matchText(keywordField, scratch, length);
      matchText(2 * keywordField + 1, scratch, length);
    }
  }
  return true;
}
