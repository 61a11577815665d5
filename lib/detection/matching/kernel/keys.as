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
