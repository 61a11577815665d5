/** Longer lines are read in full. */
const MAX_TEXT: usize = 4096;
/** In place of the first search: every line of the program must be read in full. */
const NO_SEARCH: u32 = 0xffffffff;
const KIND_BYTES: usize = 40;

/**
 * Twelve months as four bytes each with the space behind them, then how many programs, then of each its name, its length,
 * three searches (of the line, of what stands behind the marker, and of the first word there), the marker as its program
 * writes it, its length, the program's number, and the last eight of the marker's characters in lower case.
 */
export let textKinds: usize = 0;

/** Reads on until a line of text is not known to match no rule. Every line of the stretch ends with a newline. */
export function nextText(): i32 {
  while (at < stop) {
    lines += 1;
    if (!passesText()) {
      const answer = otherDay ? OTHER_DAY : CANDIDATE;
      if (otherDay) {
        otherDay = false;
        at = lineStart;
        lines -= 1;
      }
      report();
      return answer;
    }
  }
  report();
  return ENDED;
}

/** Of lines that follow, the times are noted, if they are of the day of the line at hand; or, if they need be read for it, all lines of that day are let through. */
export function beginDay(noted: bool): void {
  day = dayAt(at);
  dayNoted = noted;
  forgetTimes();
}

/** The earliest and the latest clock of the day, as they are written, are told by the status; nothing is noted of it any more. */
export function forgetTimes(): void {
  earliest = u64.MAX_VALUE;
  latest = 0;
}

// @ts-ignore: decorator
@inline
function dayAt(p: usize): u64 {
  return load<u64>(p) & 0x00ffffffffffffff;
}

/** Notes the time of the line at hand; false when the line must be read for it. */
// @ts-ignore: decorator
@inline
function noteTime(): bool {
  if (dayAt(lineStart) != day) {
    otherDay = true;
    return false;
  }
  if (!dayNoted) return false;
  // The digit that comes first is the highest.
  const clock = bswap(load<u64>(lineStart, 7));
  if (clock < earliest) earliest = clock;
  if (clock > latest) latest = clock;
  return true;
}

/** Copies the line in lower case to the scratch; false when it holds more than printable ASCII, or a backslash, which readers take away. */
function copyPlain(): bool {
  const newlines = i8x16.splat(10);
  const blanks = i8x16.splat(32);
  const slashes = i8x16.splat(92);
  const upperA = i8x16.splat(65);
  const letters = i8x16.splat(26);
  let unusual: u32 = 0;
  let p = lineStart;
  let q = scratch;
  while (true) {
    const block = v128.load(p);
    v128.store(q, v128.or(block, v128.and(i8x16.lt_u(i8x16.sub(block, upperA), letters), blanks)));
    // As signed numbers, bytes above 127 are below the space, too.
    const special = i8x16.bitmask(v128.or(i8x16.lt_s(block, blanks), i8x16.eq(block, slashes))) as u32;
    if (special == 0) {
      p += 16;
      q += 16;
      continue;
    }
    const newline = i8x16.bitmask(i8x16.eq(block, newlines)) as u32;
    if (newline) {
      unusual |= special & ((newline & (0 - newline)) - 1);
      lineEnd = p + ctz(newline);
      at = lineEnd + 1;
      return unusual == 0;
    }
    unusual |= special;
    p += 16;
    q += 16;
  }
  return false;
}

// @ts-ignore: decorator
@inline
function isNameCode(c: u8): bool {
  return c - 97 < 26 || c - 64 < 27 || c - 45 < 13 || c == 95 || c == 43 || c == 37;
}

// Places of `Mmm dd hh:mm:ss `, a bit for each; the day's first may be a space.
const DIGITS_OF_TIME: u32 = 0b0110110110100000;
const SIGNS_OF_TIME: u32 = 0b1001001001001000;
let lastMonth: u32 = 0;
let daysOfMonth: u8 = 0;

/** Whether a line begins `Mmm dd hh:mm:ss `, as nearly all do that come through syslog, and with a time that every year has. */
// @ts-ignore: decorator
@inline
function beginsWithTime(p: usize): bool {
  const month = load<u32>(p);
  if (month != lastMonth) {
    let known = -1;
    for (let i = 0; i < 12; i++) if (load<u32>(textKinds + ((i as usize) << 2)) == month) known = i;
    if (known == -1) return false;
    lastMonth = month;
    daysOfMonth = known == 1 ? 28 : known == 3 || known == 5 || known == 8 || known == 10 ? 30 : 31;
  }
  const block = v128.load(p);
  const digits = i8x16.bitmask(i8x16.lt_u(i8x16.sub(block, i8x16.splat(48)), i8x16.splat(10))) as u32;
  const signs = i8x16.bitmask(i8x16.eq(block, i8x16(0, 0, 0, 32, 0, 0, 32, 0, 0, 58, 0, 0, 58, 0, 0, 32))) as u32;
  if ((digits & DIGITS_OF_TIME) != DIGITS_OF_TIME || signs != SIGNS_OF_TIME) return false;
  const tens = load<u8>(p, 4);
  const dayOfMonth = load<u8>(p, 5) - 48 + (tens == 32 ? 0 : (tens - 48) * 10);
  const hour = (load<u8>(p, 7) - 48) * 10 + load<u8>(p, 8) - 48;
  return (tens == 32 || (digits & 16) != 0) && dayOfMonth - 1 < daysOfMonth && hour < 24 && load<u8>(p, 10) < 54 && load<u8>(p, 13) < 54;
}

/** The program whose message begins after `host program[pid]: ` or `host program: `, 0 when none of those known wrote the line. */
function textKind(from: usize): usize {
  let p = from;
  while (isNameCode(load<u8>(p))) p += 1;
  if (p == from || load<u8>(p) != 32) return 0;
  p += 1;
  const count = load<u32>(textKinds, 48);
  let kind = textKinds + 56;
  for (let i: u32 = 0; i < count; i++, kind += KIND_BYTES) {
    const size = load<u32>(kind, 4) as usize;
    if (!same(load<u32>(kind), p, size)) continue;
    let q = p + size;
    if (load<u8>(q) == 91) {
      const digits = q + 1;
      q = digits;
      while (isDigit(load<u8>(q))) q += 1;
      if (q == digits || load<u8>(q) != 93) return 0;
      q += 1;
    } else if (load<u8>(q) != 58) continue;
    return load<u8>(q) == 58 && load<u8>(q, 1) == 32 ? kind : 0;
  }
  return 0;
}

/** Where in the scratch the marker ends that first stands there; 0 when it does not. */
function behindMarker(marker: u64, length: usize): usize {
  const last = i8x16.splat((marker >> 56) as i8);
  const end = scratch + length;
  for (let p = scratch; p < end; p += 16) {
    let found = i8x16.bitmask(i8x16.eq(v128.load(p), last)) as u32;
    while (found) {
      const q = p + ctz(found) + 1;
      if (q > end) return 0;
      if (q - scratch >= 8 && load<u64>(q - 8) == marker) return q;
      found &= found - 1;
    }
  }
  return 0;
}

/**
 * Whether what stands behind the marker is there as its program writes it, so that nothing else is read from the line:
 * the marker begins where it is first spelled at all, and nothing at the end of the line is taken away.
 */
function isMarked(kind: usize, behind: usize, length: usize): bool {
  const size = load<u32>(kind, 24) as usize;
  const last = load<u8>(scratch + length - 1);
  return behind - scratch >= size && last != 32 && last != 93 && same(load<u32>(kind, 20), lineStart + (behind - scratch) - size, size);
}

/** Length of the first word of a text, which a space or the text's end ends. */
function wordLength(text: usize, length: usize): usize {
  const blanks = i8x16.splat(32);
  for (let i: usize = 0; i < length; i += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(text + i), blanks)) as u32;
    if (found == 0) continue;
    const size = i + ctz(found);
    return size < length ? size : length;
  }
  return length;
}

/** Whether the line at hand is known to match no rule. */
function passesText(): bool {
  lineStart = at;
  hitCount = 0;
  behindStart = 0;
  const plain = copyPlain();
  const length = lineEnd - lineStart;
  if (!plain || length < 20 || length > MAX_TEXT || !beginsWithTime(lineStart)) return false;
  const kind = textKind(lineStart + 16);
  if (kind == 0) return false;
  const search = load<u32>(kind, 8);
  if (search == NO_SEARCH) return false;
  if (timesNoted && !noteTime()) return false;
  kindNumber = load<u32>(kind, 28);
  let behind: usize = 0;
  const marker = load<u64>(kind, 32);
  if (marker) {
    behind = behindMarker(marker, length);
    if (behind && !isMarked(kind, behind, length)) return false;
  }
  generation += 1;
  candidate = false;
  matchText(search, scratch, length as u32);
  if (behind) {
    behindStart = (behind - scratch) as u32;
    const left = scratch + length - behind;
    matchText(load<u32>(kind, 12), behind, left as u32);
    matchText(load<u32>(kind, 16), behind, wordLength(behind, left) as u32);
  }
  return !candidate;
}
