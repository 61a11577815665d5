export const GRAM_BYTES = 4;
const GROUPS = 8;
/** Of more literals it takes too long to tell which grams they share. */
const MOST_SHARED = 1_024;
const encoder = new TextEncoder();

/** Four bytes as the kernel loads them. */
function gramAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** For each literal the place of its four bytes that fewest literals have, and that ordinary text has least of. */
export function gramsByUse<Text extends { readonly bytes: Uint8Array }>(literals: readonly Text[]): Map<Text, number> {
  const uses = new Map<number, number>();
  for (const { bytes } of literals) {
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      const gram = gramAt(bytes, at);
      uses.set(gram, (uses.get(gram) ?? 0) + 1);
    }
  }
  const chosen = new Map<Text, number>();
  for (const literal of literals) {
    const { bytes } = literal;
    let best = 0;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      const cost = Math.log2(uses.get(gramAt(bytes, at))!) + COMMONNESS[bytes[at]!]! + COMMONNESS[bytes[at + 1]!]! + COMMONNESS[bytes[at + 2]!]! + COMMONNESS[bytes[at + 3]!]!;
      if (cost < lowest) {
        lowest = cost;
        best = at;
      }
    }
    chosen.set(literal, best);
  }
  return chosen;
}

const COMMONNESS = new Uint8Array(256);
for (const byte of encoder.encode("pgfywbvkxjqz:,{}-._/")) COMMONNESS[byte] = 1;
for (const byte of encoder.encode("etaoinsrhldcum0123456789 \"\\")) COMMONNESS[byte] = 2;

/** By gram, in which of the groups it is where nothing is known of the texts: neighbours together. */
export function groupsInOrder(grams: readonly Uint8Array[]): Uint8Array {
  const order = grams.map((_, index) => index).sort((left, right) => {
    const [a, b] = [grams[left]!, grams[right]!];
    return a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0) || (a[3] ?? 0) - (b[3] ?? 0);
  });
  const groups = new Uint8Array(grams.length);
  order.forEach((index, place) => (groups[index] = Math.floor((place * GROUPS) / grams.length)));
  return groups;
}

/** What the texts are made of in which literals are looked for: by it grams are chosen that seldom stand there. */
export class LearntBytes {
  private readonly seen = new Map<number, number>();
  /** Shares of each byte. */
  private readonly shares = new Float64Array(256);

  constructor(texts: readonly string[]) {
    const bytes = encoder.encode(texts.join("\n"));
    for (let at = 0; at + GRAM_BYTES <= bytes.length; at += 1) {
      const gram = gramAt(bytes, at);
      this.seen.set(gram, (this.seen.get(gram) ?? 0) + 1);
      this.shares[bytes[at]!]! += 1 / bytes.length;
    }
  }

  /** For each literal the place of four of its bytes: seldom seen ones first, and of those such as many literals share. */
  grams<Text extends { readonly bytes: Uint8Array }>(literals: readonly Text[]): Map<Text, number> {
    if (literals.length > MOST_SHARED) return gramsByUse(literals);
    const chosen = new Map<Text, number>();
    const sharing = new Map<number, Set<Text>>();
    for (const literal of literals) {
      for (let at = 0; at + GRAM_BYTES <= literal.bytes.length; at += 1) {
        const gram = gramAt(literal.bytes, at);
        const known = sharing.get(gram);
        if (known === undefined) sharing.set(gram, new Set([literal]));
        else known.add(literal);
      }
    }
    while (chosen.size < literals.length) {
      let best: [number, Set<Text>] | null = null;
      for (const entry of sharing) if (best === null || this.isBetter(entry, best)) best = entry;
      const [gram, having] = best!;
      for (const literal of having) {
        for (let at = 0; at + GRAM_BYTES <= literal.bytes.length; at += 1) {
          const own = gramAt(literal.bytes, at);
          if (own === gram && !chosen.has(literal)) chosen.set(literal, at);
          else if (own !== gram) sharing.get(own)?.delete(literal);
        }
      }
      sharing.delete(gram);
    }
    return chosen;
  }

  private isBetter([gram, literals]: [number, Set<unknown>], [than, others]: [number, Set<unknown>]): boolean {
    if (literals.size === 0 || others.size === 0) return literals.size > 0;
    const [seen, seenThan] = [this.seen.get(gram) ?? 0, this.seen.get(than) ?? 0];
    return seen === seenThan ? literals.size > others.size : seen < seenThan;
  }

  /** By gram, in which of the groups it is, so that few places of the texts look like one of a group. */
  groups(grams: readonly Uint8Array[], width: number): Uint8Array {
    const groups = Array.from({ length: GROUPS }, () => new Group(width, this.shares));
    const found = new Map<string, number>();
    return Uint8Array.from(grams, (gram) => {
      const key = gram.subarray(0, width).join();
      const known = found.get(key);
      if (known !== undefined) return known;
      const costs = groups.map((group) => group.likeness(gram) - group.likeness(null));
      const best = costs.indexOf(Math.min(...costs));
      groups[best]!.add(gram);
      found.set(key, best);
      return best;
    });
  }
}

/** Halves of bytes that stand at each place of a group's grams. */
class Group {
  private readonly shares: Float64Array;
  private readonly lows: Uint32Array;
  private readonly highs: Uint32Array;

  constructor(width: number, shares: Float64Array) {
    this.shares = shares;
    this.lows = new Uint32Array(width);
    this.highs = new Uint32Array(width);
  }

  add(gram: Uint8Array): void {
    for (let at = 0; at < this.lows.length; at += 1) {
      this.lows[at]! |= 1 << (gram[at]! & 15);
      this.highs[at]! |= 1 << (gram[at]! >> 4);
    }
  }

  /** The share of places that look like one of its grams, this one included. */
  likeness(gram: Uint8Array | null): number {
    let likely = 1;
    for (let at = 0; at < this.lows.length; at += 1) {
      const low = this.lows[at]! | (gram === null ? 0 : 1 << (gram[at]! & 15));
      const high = this.highs[at]! | (gram === null ? 0 : 1 << (gram[at]! >> 4));
      let share = 0;
      for (let byte = 0; byte < 256; byte += 1) if ((low >> (byte & 15)) & (high >> (byte >> 4)) & 1) share += this.shares[byte]!;
      likely *= share;
    }
    return likely;
  }
}
