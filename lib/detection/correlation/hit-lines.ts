import { GrowingMemory } from "./growing-memory.ts";
import { referenceOf, type LineReference } from "./hit.ts";

/** Lines of one piece: three numbers and the number of the segment each, and the piece after it. Two lines of the processor's cache. */
const PIECE_LINES = 4;
const NUMBERS = 3;
const DOUBLES = 16;
const WORDS = 32;
const SEGMENT = PIECE_LINES * NUMBERS * 2;
const NEXT = SEGMENT + PIECE_LINES;
/** The word with which a piece's second line of the cache begins. */
const CACHE_LINE = 16;
const FIRST_PIECES = 32;
const NONE = -1;
const PIECE_BYTES = DOUBLES * 8;

/** Memory of a list of so many lines. */
export const bytesOfLines = (count: number): number => Math.ceil(count / PIECE_LINES) * PIECE_BYTES;

/** Lists of lines' places, piece by piece in one typed array, so that a storm of hits gives the garbage collector nothing to do. A list is the number of its first piece; -1 is an empty one. */
export class HitLines {
  private readonly memory = new GrowingMemory(FIRST_PIECES * PIECE_BYTES);
  private f64 = new Float64Array(this.memory.buffer);
  private i32 = new Int32Array(this.memory.buffer);
  private used = 0;
  private free = NONE;
  /** What was only looked at: kept, so that looking is not left out as useless. */
  private seen = 0;
  /** Names of segments by their numbers; the first stands for none. */
  private readonly segments: (string | undefined)[] = [undefined];
  private readonly numbers = new Map<string, number>();

  /** Puts a line at a place of a list, at most one piece behind its last; returns the list. */
  put(list: number, at: number, lineNumber: number, offset: number, length: number, segment: string | undefined): number {
    const first = list === NONE ? this.take() : list;
    let piece = first;
    for (let before = at; before >= PIECE_LINES; before -= PIECE_LINES) piece = this.after(piece);
    const within = at % PIECE_LINES;
    const double = piece * DOUBLES + within * NUMBERS;
    this.f64[double] = lineNumber;
    this.f64[double + 1] = offset;
    this.f64[double + 2] = length;
    this.i32[piece * WORDS + SEGMENT + within] = segment === undefined ? 0 : this.numberOf(segment);
    return first;
  }

  /** The line at a place where one was put. */
  line(list: number, at: number): LineReference {
    let piece = list;
    for (let before = at; before >= PIECE_LINES; before -= PIECE_LINES) piece = this.i32[piece * WORDS + NEXT]!;
    const within = at % PIECE_LINES;
    const double = piece * DOUBLES + within * NUMBERS;
    const { f64 } = this;
    return referenceOf({ lineNumber: f64[double]!, offset: f64[double + 1]!, length: f64[double + 2]!, segment: this.segments[this.i32[piece * WORDS + SEGMENT + within]!] });
  }

  /** Looks at the first piece of a list that will be needed. */
  look(list: number): void {
    if (list !== NONE) this.seen ^= this.i32[list * WORDS]! ^ this.i32[list * WORDS + CACHE_LINE]!;
  }

  /** Lets go of a list. */
  release(list: number): void {
    if (list === NONE) return;
    let last = list;
    while (this.i32[last * WORDS + NEXT] !== NONE) last = this.i32[last * WORDS + NEXT]!;
    this.i32[last * WORDS + NEXT] = this.free;
    this.free = list;
  }

  /** The piece after one, made where there is none. */
  private after(piece: number): number {
    const next = this.i32[piece * WORDS + NEXT]!;
    if (next !== NONE) return next;
    const made = this.take();
    this.i32[piece * WORDS + NEXT] = made;
    return made;
  }

  private take(): number {
    let piece = this.free;
    if (piece !== NONE) this.free = this.i32[piece * WORDS + NEXT]!;
    else {
      if ((this.used + 1) * PIECE_BYTES > this.f64.byteLength) {
        this.memory.grow((this.used + 1) * PIECE_BYTES);
        this.f64 = new Float64Array(this.memory.buffer);
        this.i32 = new Int32Array(this.memory.buffer);
      }
      piece = this.used;
      this.used += 1;
    }
    this.i32[piece * WORDS + NEXT] = NONE;
    return piece;
  }

  private numberOf(segment: string): number {
    const known = this.numbers.get(segment);
    if (known !== undefined) return known;
    this.segments.push(segment);
    this.numbers.set(segment, this.segments.length - 1);
    return this.segments.length - 1;
  }
}
