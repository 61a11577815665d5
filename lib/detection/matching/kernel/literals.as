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
  const low3 = v128.load(nibbles, 96);
  const high3 = v128.load(nibbles, 112);
  const low = i8x16.splat(15);
  const none = i8x16.splat(0);
  for (let i: u32 = 0; i <= last; i += 16) {
    const first = v128.load(text + i);
    const second = v128.load(text + i, 1);
    const third = v128.load(text + i, 2);
    const fourth = v128.load(text + i, 3);
    const found = v128.and(
      v128.and(
        v128.and(i8x16.relaxed_swizzle(low0, v128.and(first, low)), i8x16.relaxed_swizzle(high0, v128.and(i16x8.shr_u(first, 4), low))),
        v128.and(i8x16.relaxed_swizzle(low1, v128.and(second, low)), i8x16.relaxed_swizzle(high1, v128.and(i16x8.shr_u(second, 4), low))),
      ),
      v128.and(
        v128.and(i8x16.relaxed_swizzle(low2, v128.and(third, low)), i8x16.relaxed_swizzle(high2, v128.and(i16x8.shr_u(third, 4), low))),
        v128.and(i8x16.relaxed_swizzle(low3, v128.and(fourth, low)), i8x16.relaxed_swizzle(high3, v128.and(i16x8.shr_u(fourth, 4), low))),
      ),
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
      v128.and(i8x16.relaxed_swizzle(low0, v128.and(first, low)), i8x16.relaxed_swizzle(high0, v128.and(i16x8.shr_u(first, 4), low))),
      v128.and(i8x16.relaxed_swizzle(low1, v128.and(second, low)), i8x16.relaxed_swizzle(high1, v128.and(i16x8.shr_u(second, 4), low))),
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
  if (load<u32>(matcher, 92)) matchSingles(matcher, text, length);
}

/** The same for single bytes. */
function matchSingles(matcher: usize, text: usize, length: u32): void {
  const singles = load<u32>(matcher, 92) as usize;
  const nibbles = load<u32>(matcher, 116) as usize;
  const lows = v128.load(nibbles);
  const highs = v128.load(nibbles, 16);
  const low = i8x16.splat(15);
  const none = i8x16.splat(0);
  for (let i: u32 = 0; i < length; i += 16) {
    const block = v128.load(text + i);
    const found = v128.and(i8x16.relaxed_swizzle(lows, v128.and(block, low)), i8x16.relaxed_swizzle(highs, v128.and(i16x8.shr_u(block, 4), low)));
    let places = ~(i8x16.bitmask(i8x16.eq(found, none)) as u32) & 0xffff;
    while (places) {
      const place = i + ctz(places);
      if (place >= length) return;
      const bucket = load<u32>(singles + ((load<u8>(text + place) as usize) << 2));
      if (bucket) hitInside(bucket, text, length, place);
      places &= places - 1;
    }
  }
}
