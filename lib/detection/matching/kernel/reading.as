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
