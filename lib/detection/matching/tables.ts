import type { Literal } from "../sigma/literals.ts";
import { PRESENT, type Atoms } from "./atoms.ts";
import { GRAM_BYTES, gramsByUse, groupsInOrder, type LearntBytes } from "./grams.ts";
import type { Kernel } from "./kernel.ts";

const MATCHER_BYTES = 128;
const SLOT_BYTES = 16;
const LITERAL_BYTES = 16;
const ENDS_THERE = 0x8000_0000;
/** Words of a search's matcher, as the kernel reads them. */
const WORD = { starts: 0, ends: 8, gramBitmap: 16, gramShift: 17, gramTable: 18, gramMask: 19, pairBitmap: 20, pairTable: 21, pairMask: 22, singles: 23, presence: 24, every: 25, empty: 26, nibbles: 27, pairNibbles: 28, singleNibbles: 29 } as const;
const WIDTHS = [8, 4, 2, 1] as const;
const NO_BYTES = new Uint8Array();
const encoder = new TextEncoder();

/** Where few literals are looked for, sixteen places of a text are tried at once: more would be told apart too badly. */
const MAX_NIBBLED = 320;
const MAX_NIBBLED_PAIRS = 48;
const PAIR_BYTES = 2;
const SINGLE_BYTES = 1;

type Placed = { readonly atom: number; readonly at: number; readonly bytes: Uint8Array; readonly whole: boolean };
type Allocate = (bytes: number) => number;

/** Room that the tables of a search of so many literals take at most. */
export function tableBytes(literals: number): number {
  return literals * 160 + 10_240;
}

/** Where the tables and the literals lie: by atom the place of its text, and how many bytes it has. */
export type TablesImage = { readonly place: number; readonly at: Int32Array; readonly lengths: Int32Array };

/** The tables in which the kernel looks up the literals of all rules, search by search. */
export class Matchers {
  private readonly kernel: Kernel;
  private readonly atoms: Atoms;
  private readonly held: TablesImage;
  private readonly learnt: LearntBytes | null;

  /**
   * @param from tables that the kernel holds already
   * @param learnt what texts are made of; with it, however many literals are looked for sixteen places at a time
   */
  constructor(kernel: Kernel, atoms: Atoms, furtherSearches: number, from: TablesImage | null = null, learnt: LearntBytes | null = null) {
    this.kernel = kernel;
    this.atoms = atoms;
    this.learnt = learnt;
    this.held = from ?? { place: kernel.allocate((2 * atoms.searchOffset + furtherSearches) * MATCHER_BYTES), at: new Int32Array(atoms.count), lengths: new Int32Array(atoms.count) };
    if (from === null) this.fill();
  }

  image(): TablesImage {
    return this.held;
  }

  private fill(): void {
    const { kernel, atoms, held } = this;
    kernel.place("matchers", held.place);
    const placed = atoms.literals.map((literal, atom): Placed => {
      const bytes = literal === PRESENT ? NO_BYTES : encoder.encode(literal.text);
      const at = kernel.allocate(bytes.length);
      kernel.u8.set(bytes, at);
      held.at[atom] = at;
      held.lengths[atom] = bytes.length;
      return { atom, at, bytes, whole: literal.place === "is" };
    });
    const bySearch = new Map<number, Placed[]>();
    atoms.searches.forEach((search, atom) => {
      const known = bySearch.get(search);
      if (known) known.push(placed[atom]!);
      else bySearch.set(search, [placed[atom]!]);
    });
    for (const [search, literals] of bySearch) this.writePlaced(search, literals, (bytes) => kernel.allocate(bytes));
  }

  /** Makes a search of these atoms, whatever the search was before. */
  write(search: number, numbers: readonly number[], allocate: Allocate): void {
    const { at, lengths } = this.held;
    const placed = numbers.map((atom) => ({ atom, at: at[atom]!, bytes: this.kernel.u8.slice(at[atom], at[atom]! + lengths[atom]!), whole: this.atoms.literals[atom]!.place === "is" }));
    this.writePlaced(search, placed, allocate);
  }

  private writePlaced(search: number, placed: readonly Placed[], allocate: Allocate): void {
    const matcher = this.held.place + search * MATCHER_BYTES;
    this.kernel.u8.fill(0, matcher, matcher + MATCHER_BYTES);
    new SearchTables(this.kernel, matcher >> 2, allocate, this.learnt).write(placed.map((literal) => ({ ...literal, literal: this.atoms.literals[literal.atom]! })));
  }
}

class SearchTables {
  private readonly kernel: Kernel;
  private readonly matcher: number;
  private readonly allocate: Allocate;
  private readonly learnt: LearntBytes | null;

  constructor(kernel: Kernel, matcher: number, allocate: Allocate, learnt: LearntBytes | null) {
    this.learnt = learnt;
    this.kernel = kernel;
    this.matcher = matcher;
    this.allocate = allocate;
  }

  write(atoms: readonly (Placed & { readonly literal: Literal })[]): void {
    const lists: { readonly [place in Literal["place"]]: Placed[] } = { is: [], starts: [], ends: [], contains: [] };
    const every: Placed[] = [];
    const empty: Placed[] = [];
    for (const placed of atoms) {
      const { literal, bytes } = placed;
      if (literal === PRESENT) this.set(WORD.presence, placed.atom);
      else if (bytes.length > 0) lists[literal.place].push(placed);
      else (literal.place === "is" ? empty : every).push(placed);
    }
    this.set(WORD.every, this.bucket(every, () => 0));
    this.set(WORD.empty, this.bucket(empty, () => 0));
    this.writeEdges(WORD.starts, [...lists.is, ...lists.starts], () => 0);
    this.writeEdges(WORD.ends, lists.ends, ({ bytes }, width) => bytes.length - width);
    this.writeInner(lists.contains);
  }

  private set(word: number, value: number): void {
    this.kernel.u32[this.matcher + word] = value;
  }

  /** Literals at the start or the end, under the widest word that fits into them. */
  private writeEdges(word: number, literals: readonly Placed[], offset: (literal: Placed, width: number) => number): void {
    WIDTHS.forEach((width, kind) => {
      const fitting = literals.filter(({ bytes }) => (WIDTHS.find((candidate) => candidate <= bytes.length) ?? 1) === width);
      if (fitting.length === 0) return;
      const { table, mask } = this.table(fitting, width, (literal) => offset(literal, width));
      this.set(word + kind * 2, table);
      this.set(word + kind * 2 + 1, mask);
    });
  }

  private writeInner(literals: readonly Placed[]): void {
    const grams = literals.filter(({ bytes }) => bytes.length >= 4);
    const pairs = literals.filter(({ bytes }) => bytes.length === 2 || bytes.length === 3);
    const singles = literals.filter(({ bytes }) => bytes.length === 1);
    if (grams.length > 0) this.writeGrams(grams);
    if (pairs.length > 0) {
      const bitmap = this.allocate(8192);
      for (const { bytes } of pairs) this.kernel.u8[bitmap + bytes[1]! * 32 + (bytes[0]! >> 3)]! |= 1 << (bytes[0]! & 7);
      const { table, mask } = this.table(pairs, 2, () => 0);
      this.set(WORD.pairBitmap, bitmap);
      this.set(WORD.pairTable, table);
      this.set(WORD.pairMask, mask);
      if (pairs.length <= MAX_NIBBLED_PAIRS) this.set(WORD.pairNibbles, this.writeNibbles(pairs.map(({ bytes }) => bytes), PAIR_BYTES));
    }
    if (singles.length > 0) {
      const table = this.allocate(1024);
      for (const literal of singles) {
        const bucket = this.bucket(singles.filter(({ bytes }) => bytes[0] === literal.bytes[0]), () => 0);
        this.kernel.u32[(table >> 2) + literal.bytes[0]!] = bucket;
      }
      this.set(WORD.singles, table);
      this.set(WORD.singleNibbles, this.writeNibbles(singles.map(({ bytes }) => bytes), SINGLE_BYTES));
    }
  }

  /** Four bytes of each literal, those that fewest others have, are looked for at every place of a text. */
  private writeGrams(literals: readonly Placed[]): void {
    const offsets = this.learnt?.grams(literals) ?? gramsByUse(literals);
    const bits = Math.min(20, Math.max(10, Math.ceil(Math.log2(literals.length)) + 5));
    const bitmap = this.allocate(2 ** (bits - 3));
    const offsetOf = (literal: Placed) => offsets.get(literal)!;
    for (const literal of literals) this.kernel.calls.insertGram(bitmap, 32 - bits, literal.at + offsetOf(literal));
    const { table, mask } = this.table(literals, 4, offsetOf);
    this.set(WORD.gramBitmap, bitmap);
    this.set(WORD.gramShift, 32 - bits);
    this.set(WORD.gramTable, table);
    this.set(WORD.gramMask, mask);
    if (this.learnt !== null || literals.length <= MAX_NIBBLED) this.set(WORD.nibbles, this.writeNibbles(literals.map((literal) => literal.bytes.subarray(offsetOf(literal), offsetOf(literal) + GRAM_BYTES)), GRAM_BYTES));
  }

  /**
   * For each of the first bytes, and each half of it, which of eight groups of literals may stand there: a group
   * that all of them agree on is worth a closer look (Teddy, of Hyperscan).
   */
  private writeNibbles(grams: readonly Uint8Array[], width: number): number {
    const place = this.allocate(width * 32);
    const { u8 } = this.kernel;
    const groups = this.learnt?.groups(grams, width) ?? groupsInOrder(grams);
    grams.forEach((gram, index) => {
      const group = 1 << groups[index]!;
      for (let at = 0; at < width; at += 1) {
        u8[place + at * 32 + (gram[at]! & 15)]! |= group;
        u8[place + at * 32 + 16 + (gram[at]! >> 4)]! |= group;
      }
    });
    return place;
  }

  /** A hash table from the word at `offset` of each literal to the literals that have it. */
  private table(literals: readonly Placed[], width: number, offset: (literal: Placed) => number): { table: number; mask: number } {
    const groups = new Map<string, Placed[]>();
    for (const literal of literals) {
      const from = offset(literal);
      const key = String.fromCharCode(...literal.bytes.subarray(from, from + width));
      const known = groups.get(key);
      if (known) known.push(literal);
      else groups.set(key, [literal]);
    }
    const slots = 2 ** Math.ceil(Math.log2(groups.size * 2 + 2));
    const table = this.allocate(slots * SLOT_BYTES);
    for (const group of groups.values()) {
      const bucket = this.bucket(group, offset);
      this.kernel.calls.insertBucket(table, slots - 1, group[0]!.at + offset(group[0]!), width, bucket);
    }
    return { table, mask: slots - 1 };
  }

  private bucket(literals: readonly Placed[], offset: (literal: Placed) => number): number {
    if (literals.length === 0) return 0;
    const bucket = this.allocate(4 + literals.length * LITERAL_BYTES);
    const { u32 } = this.kernel;
    u32[bucket >> 2] = literals.length;
    literals.forEach((literal, index) => {
      const word = (bucket >> 2) + 1 + index * 4;
      u32[word] = literal.at;
      u32[word + 1] = literal.bytes.length;
      u32[word + 2] = literal.whole ? ENDS_THERE : offset(literal);
      u32[word + 3] = literal.atom;
    });
    return bucket;
  }
}
