import type { KeepLine, LineSieve } from "../lines.ts";
import { PLAIN_TEXTS, type PlainText } from "../parsers/plain-texts.ts";
import type { Expression } from "../sigma/expression.ts";
import { routes } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import { type AtomPredicate, Atoms, PRESENT } from "./atoms.ts";
import { priorCosts } from "./costs.ts";
import { CANDIDATE, Kernel, STATUS } from "./kernel.ts";
import { Matchers } from "./tables.ts";
import { witnessOf } from "./witness.ts";

const LF = 10;
/** Short texts are looked for apart, byte by byte if they are single characters: that costs every line as much as reading one in so many. */
const SHORT_CHARS = 4;
const SHORT_COST = 0.02;
const WINDOW_BYTES = 262_144;
const GUARD_BYTES = 64;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
const NO_SEARCH = 0xffff_ffff;
const ROUTE_WAKES_WORD = 3;
/** So many literals are looked for sixteen places at a time. */
const MAX_NIBBLED = 2_048;
/** A line is looked through as a whole, and what stands behind its marker once more. */
const PARTS = 2;
const KIND_BYTES = 32;
const NO_MARKER = "\0\0\0\0\0\0\0\0";
/** Lines that are looked at to choose by which texts rules are left out, and bytes that they are looked for in. */
const LEARNT_LINES = 128;
const LEARNT_BYTES = 65_536;
const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

/** What a matcher knows of its rules, for those that leave events out before it is asked. */
export type MatchableRules = {
  readonly all: readonly { readonly logsource: Logsource; readonly expression: () => Expression }[];
  readonly atoms: Atoms;
  readonly predicates: readonly AtomPredicate[];
  /** The field in which an atom is looked for; null: the whole event. */
  readonly fieldOf: (atom: number) => string | null;
};

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
  /** By atom, the rules that it wakes. */
  private readonly woken: number[][] = [];
  /** By rule, in which line with several texts it was woken last. */
  private readonly asked: Float64Array;
  private round = 0;

  /** @param sample lines that the choice is made by: of texts without which a rule cannot match, the rarest are looked for */
  constructor(rules: MatchableRules, sample: readonly string[]) {
    const { kernel } = this;
    this.asked = new Float64Array(rules.all.length);
    const atoms = new Atoms(PLAIN_TEXTS.length * PARTS);
    const passable = PLAIN_TEXTS.map((plain, at) => {
      const looked = textsOf(rules, plain, sample);
      for (const { text, behind, woken } of looked ?? []) this.woken[atoms.number(at * PARTS + Number(behind), { place: "contains", text })] = woken;
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
    kernel.u8.fill(1, wakes, wakes + atoms.count);
    kernel.u32[(route >> 2) + ROUTE_WAKES_WORD] = wakes;
    this.writeKinds(passable, atoms);
    new Matchers(kernel, atoms, 0, null, MAX_NIBBLED);
    kernel.calls.beginEvent(route);
  }

  /** A sieve for lines like those that a chunk begins with. */
  static for(rules: MatchableRules, chunk: Uint8Array): TextSieve {
    return new TextSieve(rules, decoder.decode(chunk.subarray(0, LEARNT_BYTES)).toLowerCase().split("\n").slice(0, LEARNT_LINES));
  }

  sift(bytes: Uint8Array, keep: KeepLine): number {
    let passed = 0;
    for (let from = 0; from < bytes.length; ) {
      const newline = from + WINDOW_BYTES >= bytes.length ? bytes.length - 1 : bytes.lastIndexOf(LF, from + WINDOW_BYTES - 1);
      const end = newline >= from ? newline : bytes.indexOf(LF, from);
      if (end - from >= WINDOW_BYTES) {
        keep(from, end, passed, undefined);
        passed = 0;
      } else passed = this.siftWindow(bytes.subarray(from, end + 1), passed, (start, stop, before, woken) => keep(from + start, from + stop, before, woken));
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
    while (calls.nextText() === CANDIDATE) {
      const line = u32[status + STATUS.lines]!;
      keep(u32[status + STATUS.lineStart]! - window, u32[status + STATUS.lineEnd]! - window, line - 1 - known, this.wokenNow());
      known = line;
    }
    return u32[status + STATUS.lines]! - known;
  }

  /** The rules that the line at hand woke; undefined for a line that only reading tells anything of. */
  private wokenNow(): readonly number[] | undefined {
    const { u32 } = this.kernel;
    const count = u32[this.status + STATUS.hitCount]!;
    if (count === 0) return undefined;
    if (count === 1) return this.woken[u32[this.hits]!];
    const woken: number[] = [];
    this.round += 1;
    for (let at = 0; at < count; at += 1) {
      for (const rule of this.woken[u32[this.hits + at]!]!) {
        if (this.asked[rule] === this.round) continue;
        this.asked[rule] = this.round;
        woken.push(rule);
      }
    }
    return woken.sort((a, b) => a - b);
  }

  private writeKinds(passable: readonly boolean[], { searches, searchOffset }: Atoms): void {
    const { kernel } = this;
    const used = new Set(searches);
    const place = kernel.allocate(MONTHS.length + 8 + PLAIN_TEXTS.length * KIND_BYTES);
    encoder.encodeInto(MONTHS, kernel.u8.subarray(place, place + MONTHS.length));
    const words = PLAIN_TEXTS.flatMap(({ program, marker }, at) => {
      const name = encoder.encode(program);
      const namePlace = kernel.allocate(name.length);
      kernel.u8.set(name, namePlace);
      const whole = at * PARTS;
      const further = [whole + searchOffset, whole + 1, whole + 1 + searchOffset].map((search) => (used.has(search) ? search : NO_SEARCH));
      return [namePlace, name.length, passable[at] ? whole : NO_SEARCH, ...further, ...new Uint32Array(encoder.encode(marker ?? NO_MARKER).buffer)];
    });
    kernel.u32.set([PLAIN_TEXTS.length, 0, ...words], (place + MONTHS.length) >> 2);
    kernel.place("textKinds", place);
  }
}

/** A text of which it is known that rules cannot match without it; `behind`: it would stand behind the line's marker. */
type LookedFor = { readonly text: string; readonly behind: boolean; readonly woken: number[] };

/** The texts of which a program's line must hold one for any rule to match; null when that cannot be told of every rule. */
function textsOf(rules: MatchableRules, plain: PlainText, sample: readonly string[]): LookedFor[] | null {
  const asked = rules.all.flatMap(({ logsource, expression }, rule) => (routes(logsource, plain.logsource) ? [{ rule, expression: expression() }] : []));
  const costs = costsOf(rules, plain, asked.map(({ expression }) => expression), sample);
  const texts = new Map<string, LookedFor>();
  for (const { rule, expression } of asked) {
    const witness = witnessOf(expression, rules.predicates, costs);
    if (witness === null || witness.cost === Number.POSITIVE_INFINITY) return null;
    for (const atom of witness.atoms.filter((candidate) => mayStand(rules, plain, candidate))) {
      const { text } = rules.atoms.literals[atom]!;
      const behind = plain.behindMarker.has(rules.fieldOf(atom) ?? "");
      const key = `${behind ? 1 : 0}${text}`;
      const known = texts.get(key);
      if (known === undefined) texts.set(key, { text, behind, woken: [rule] });
      else if (known.woken.at(-1) !== rule) known.woken.push(rule);
    }
  }
  return [...texts.values()];
}

/** By atom, how often its text stands in lines of one program; infinite where only reading a line can tell. */
function costsOf(rules: MatchableRules, plain: PlainText, asked: readonly Expression[], sample: readonly string[]): Float64Array {
  const { atoms } = rules;
  const expected = priorCosts(atoms);
  const costs = new Float64Array(atoms.count);
  const known = new Uint8Array(atoms.count);
  const together = sample.join("\n");
  for (const expression of asked) {
    for (const atom of atomsOf(expression, rules)) {
      if (known[atom] === 1) continue;
      known[atom] = 1;
      if (isToldOnlyByReading(rules, plain, atom)) costs[atom] = Number.POSITIVE_INFINITY;
      else if (mayStand(rules, plain, atom)) {
        const { text } = atoms.literals[atom]!;
        // Most stand nowhere.
        const seen = together.includes(text) ? sample.reduce((count, line) => (line.includes(text) ? count + 1 : count), 0) : 0;
        costs[atom] = (seen + expected[atom]!) / (sample.length + 1) + (text.length < SHORT_CHARS ? SHORT_COST / text.length : 0);
      }
    }
  }
  return costs;
}

/** Whether the atom's literal would stand in a line. */
function mayStand(rules: MatchableRules, plain: PlainText, atom: number): boolean {
  const field = rules.fieldOf(atom);
  return field === null || plain.stretches.has(field);
}

/** Whether an event may show the atom although nothing of it stands in the line. */
function isToldOnlyByReading({ atoms, fieldOf }: MatchableRules, plain: PlainText, atom: number): boolean {
  const literal = atoms.literals[atom]!;
  const field = fieldOf(atom);
  if (field !== null && plain.made.has(field)) return true;
  const words = field === null ? undefined : plain.words.get(field);
  if (words !== undefined) return literal === PRESENT || words.some((word) => word.includes(literal.text));
  return (field === null || plain.stretches.has(field)) && (literal === PRESENT || literal.text === "");
}

function atomsOf(expression: Expression, rules: MatchableRules): number[] {
  switch (expression.kind) {
    case "predicate": {
      const predicate = rules.predicates[expression.predicate.number]!;
      if (predicate.kind === "open") return predicate.presence === null ? [] : [predicate.presence];
      return predicate.groups.flat();
    }
    case "name":
    case "not":
      return atomsOf(expression.item, rules);
    default:
      return expression.items.flatMap((item) => atomsOf(item, rules));
  }
}
