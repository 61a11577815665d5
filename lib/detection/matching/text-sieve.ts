import type { KeepLine, LineSieve, LineTold } from "../lines.ts";
import { PLAIN_TEXTS } from "../parsers/plain-texts.ts";
import { Atoms } from "./atoms.ts";
import { ENDED, Kernel, OTHER_DAY, STATUS } from "./kernel.ts";
import { LearntBytes } from "./grams.ts";
import { type LookedFor, lookedFor, type MatchableRules, type Place } from "./looked-for.ts";
import { Matchers } from "./tables.ts";

const LF = 10;
const WINDOW_BYTES = 262_144;
const GUARD_BYTES = 64;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
const NO_SEARCH = 0xffff_ffff;
const ROUTE_WAKES_WORD = 3;
/** A line is looked through as a whole, and what stands behind its marker once more, and the first word there. */
const PLACES: readonly Place[] = ["line", "behind", "word"];
const MARKER_TAIL = 8;
const DAY_CHARS = 7;
const CLOCK_CHARS = 8;
/** So many are put in order one by one. */
const FEW_RULES = 32;
const KIND_BYTES = 40;
/** Lines that are looked at to choose by which texts rules are left out, and bytes that they are looked for in. */
const LEARNT_LINES = 128;
const LEARNT_BYTES = 65_536;
const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

/** What is told of a literal that was found: the atoms that occur, and the rules that it wakes. */
type Found = { readonly atoms: readonly number[]; readonly woken: readonly number[] };

/**
 * Tells by their bytes lines of text that no rule matches, so that only the others are read: lines of programs of which it
 * is known that what rules ask for would stand in the line itself, and does not. It may let too many lines through, and
 * never holds one back that a rule matches.
 */
export class TextSieve implements LineSieve {
  private readonly kernel = new Kernel();
  private readonly window: number;
  private readonly status: number;
  private readonly hits: number;
  /** By the kernel's number of a literal. */
  private readonly found: Found[] = [];
  /** By program: of which atoms it is known whether they occur. */
  private readonly looked: Uint8Array[] = [];
  /** By rule, in which line with several texts it was woken last. */
  private readonly asked: Float64Array;
  private round = 0;
  private readonly mayNote: ((day: string) => boolean) | null;
  private day = "";
  private times: string[] = [];

  /**
   * @param sample lines that the choice is made by: of texts without which a rule cannot match, the rarest are looked for
   * @param mayNote whether of the lines of a day (`Mmm dd `) the earliest and the latest time say enough; with it, times are noted, and lines of other days kept
   */
  constructor(rules: MatchableRules, sample: readonly string[], mayNote: ((day: string) => boolean) | null = null) {
    const { kernel } = this;
    this.mayNote = mayNote;
    kernel.place("timesNoted", mayNote === null ? 0 : 1);
    this.asked = new Float64Array(rules.all.length);
    const searches = PLAIN_TEXTS.length * PLACES.length;
    const atoms = new Atoms(0);
    const passable = PLAIN_TEXTS.map((plain, at) => {
      const looked = lookedFor(rules, plain, sample);
      const known = new Uint8Array(rules.atoms.count);
      for (const one of looked ?? []) this.look(atoms.number(at * PLACES.length + PLACES.indexOf(one.place), one.literal), one, known);
      this.looked.push(known);
      return looked !== null;
    });
    this.window = kernel.allocate(WINDOW_BYTES + GUARD_BYTES);
    kernel.place("scratch", kernel.allocate(WINDOW_BYTES + GUARD_BYTES));
    kernel.place("stamps", kernel.allocate(atoms.count * 4));
    const hits = kernel.allocate(atoms.count * 4);
    kernel.place("hits", hits);
    this.hits = hits >> 2;
    const status = kernel.allocate(STATUS.words * 4);
    kernel.place("status", status);
    this.status = status >> 2;
    const route = kernel.allocate(32);
    const wakes = kernel.allocate(atoms.count);
    this.found.forEach(({ woken }, at) => (kernel.u8[wakes + at] = woken.length > 0 ? 1 : 0));
    kernel.u32[(route >> 2) + ROUTE_WAKES_WORD] = wakes;
    this.writeKinds(passable);
    new Matchers(kernel, atoms, searches, null, new LearntBytes(sample));
    kernel.calls.beginEvent(route);
  }

  /** A sieve for lines like those that a chunk begins with. */
  static for(rules: MatchableRules, chunk: Uint8Array, mayNote: ((day: string) => boolean) | null = null): TextSieve {
    return new TextSieve(rules, decoder.decode(chunk.subarray(0, LEARNT_BYTES)).toLowerCase().split("\n").slice(0, LEARNT_LINES), mayNote);
  }

  sift(bytes: Uint8Array, keep: KeepLine): number {
    let passed = 0;
    for (let from = 0; from < bytes.length; ) {
      const newline = from + WINDOW_BYTES >= bytes.length ? bytes.length - 1 : bytes.lastIndexOf(LF, from + WINDOW_BYTES - 1);
      const end = newline >= from ? newline : bytes.indexOf(LF, from);
      if (end - from >= WINDOW_BYTES) {
        keep(from, end, passed, undefined);
        passed = 0;
      } else passed = this.siftWindow(bytes.subarray(from, end + 1), passed, (start, stop, before, told) => keep(from + start, from + stop, before, told));
      from = end + 1;
    }
    return passed;
  }

  private siftWindow(bytes: Uint8Array, carried: number, keep: KeepLine): number {
    const { kernel, window, status } = this;
    const { calls, u8, u32 } = kernel;
    u8.set(bytes, window);
    calls.open(window, window + bytes.length, 1);
    let known = -carried;
    for (let answer = calls.nextText(); answer !== ENDED; answer = calls.nextText()) {
      if (answer === OTHER_DAY) {
        this.beginDay(u32[status + STATUS.lineStart]!);
        continue;
      }
      const line = u32[status + STATUS.lines]!;
      keep(u32[status + STATUS.lineStart]! - window, u32[status + STATUS.lineEnd]! - window, line - 1 - known, this.toldNow());
      known = line;
    }
    return u32[status + STATUS.lines]! - known;
  }

  /**
   * Times, as they are written, of lines that were looked at since this was asked last: of each day the earliest and the
   * latest. Those of lines that were kept and of which nothing is told are not among them.
   */
  takeTimes(): readonly string[] {
    this.endDay();
    const { times } = this;
    this.times = [];
    return times;
  }

  private beginDay(lineStart: number): void {
    this.endDay();
    this.day = decoder.decode(this.kernel.u8.subarray(lineStart, lineStart + DAY_CHARS));
    this.kernel.calls.beginDay(this.mayNote!(this.day));
  }

  private endDay(): void {
    const place = (this.status + STATUS.earliest) << 2;
    const [earliest, latest] = [place, place + CLOCK_CHARS].map((at) => decoder.decode(this.kernel.u8.subarray(at, at + CLOCK_CHARS)));
    // Nothing was noted: no clock is above all others.
    if (this.day !== "" && this.kernel.u8[place] !== 255) this.times.push(this.day + earliest!, ...(latest === earliest ? [] : [this.day + latest!]));
    this.kernel.calls.forgetTimes();
    this.kernel.calls.report();
  }

  private look(number: number, { woken, atoms }: LookedFor, known: Uint8Array): void {
    this.found[number] = { woken, atoms: [...atoms] };
    for (const atom of atoms) known[atom] = 1;
  }

  /** What is known of the line at hand; undefined for a line that only reading tells anything of. */
  private toldNow(): LineTold | undefined {
    const { u32 } = this.kernel;
    const count = u32[this.status + STATUS.hitCount]!;
    if (count === 0) return undefined;
    const kind = u32[this.status + STATUS.textKind]!;
    const rules: number[] = [];
    const atoms: number[] = [];
    this.round += 1;
    for (let at = 0; at < count; at += 1) {
      const found = this.found[u32[this.hits + at]!]!;
      for (const atom of found.atoms) atoms.push(atom);
      for (const rule of found.woken) {
        if (this.asked[rule] === this.round) continue;
        this.asked[rule] = this.round;
        if (rules.length < FEW_RULES) insert(rules, rule);
        else rules.push(rule);
      }
    }
    if (rules.length > FEW_RULES) rules.sort((a, b) => a - b);
    return { rules, atoms, looked: this.looked[kind]!, plain: PLAIN_TEXTS[kind]!, behindStart: u32[this.status + STATUS.behindStart]! };
  }

  private writeKinds(passable: readonly boolean[]): void {
    const { kernel } = this;
    const place = kernel.allocate(MONTHS.length + 8 + PLAIN_TEXTS.length * KIND_BYTES);
    encoder.encodeInto(MONTHS, kernel.u8.subarray(place, place + MONTHS.length));
    const words = PLAIN_TEXTS.flatMap(({ program, marker }, at) => {
      const [name, nameLength] = this.write(program);
      const [markerPlace, markerLength] = this.write(marker ?? "");
      const first = at * PLACES.length;
      const tail = encoder.encode((marker ?? "").slice(-MARKER_TAIL).toLowerCase().padEnd(MARKER_TAIL, "\0"));
      return [name, nameLength, passable[at] ? first : NO_SEARCH, first + 1, first + 2, markerPlace, markerLength, at, ...new Uint32Array(tail.buffer)];
    });
    kernel.u32.set([PLAIN_TEXTS.length, 0, ...words], (place + MONTHS.length) >> 2);
    kernel.place("textKinds", place);
  }

  /** Where a text is kept, and its length. */
  private write(text: string): [place: number, length: number] {
    const bytes = encoder.encode(text);
    const place = this.kernel.allocate(bytes.length);
    this.kernel.u8.set(bytes, place);
    return [place, bytes.length];
  }
}

/** Puts a rule in its place. */
function insert(sorted: number[], rule: number): void {
  let at = sorted.length;
  sorted.push(rule);
  for (; at > 0 && sorted[at - 1]! > rule; at -= 1) sorted[at] = sorted[at - 1]!;
  sorted[at] = rule;
}
