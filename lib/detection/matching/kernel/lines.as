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
  store<u32>(status, behindStart, 32);
  store<u32>(status, kindNumber, 36);
  store<u64>(status, bswap(earliest), 40);
  store<u64>(status, bswap(latest), 48);
}

/** A stretch of whole lines, of which the first has this number. */
export function open(start: usize, end: usize, firstLine: u32): void {
  at = start;
  stop = end;
  lines = firstLine - 1;
}

/** Newlines in a stretch, behind which 16 bytes may be read. */
export function newlines(start: usize, end: usize): i32 {
  const sought = i8x16.splat(10);
  let count = 0;
  for (let p = start; p < end; p += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(p), sought)) as u32;
    const left = end - p;
    count += popcnt(left >= 16 ? found : found & ((1 << (left as u32)) - 1)) as i32;
  }
  return count;
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
