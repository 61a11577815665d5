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
