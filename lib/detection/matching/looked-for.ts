import type { PlainPart, PlainText } from "../parsers/plain-texts.ts";
import type { Expression } from "../sigma/expression.ts";
import type { Literal } from "../sigma/literals.ts";
import { routes } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import { type AtomPredicate, type Atoms, PRESENT } from "./atoms.ts";
import { priorCosts } from "./costs.ts";
import { witnessOf } from "./witness.ts";

/** Short texts are looked for apart: that costs every line as much as reading one in so many. */
const SHORT_CHARS = 4;
const SHORT_COST = 0.005;

/** What a matcher knows of its rules, for those that leave events out before it is asked. */
export type MatchableRules = {
  readonly all: readonly { readonly logsource: Logsource; readonly expression: () => Expression }[];
  readonly atoms: Atoms;
  readonly predicates: readonly AtomPredicate[];
  /** The field in which an atom is looked for; null: the whole event. */
  readonly fieldOf: (atom: number) => string | null;
};

/** Where a literal is looked for: in the line, or in a part of it. */
export type Place = "line" | PlainPart;

/** A literal that is looked for in a program's lines. */
export type LookedFor = {
  readonly place: Place;
  readonly literal: Literal;
  /** The rules that it wakes. */
  readonly woken: number[];
  /** Atoms that occur exactly where it does. */
  readonly atoms: Set<number>;
};

/**
 * The literals of which a program's line must hold one for any rule to match, and more that help to judge the rules; null
 * when of some rule that cannot be told.
 */
export function lookedFor(rules: MatchableRules, plain: PlainText, sample: readonly string[]): LookedFor[] | null {
  const asked = rules.all.flatMap(({ logsource, expression }, rule) => (routes(logsource, plain.logsource) ? [{ rule, expression: expression() }] : []));
  const atomsAsked = new Set(asked.flatMap(({ expression }) => atomsOf(expression, rules)));
  const costs = costsOf(rules, plain, atomsAsked, new Sample(plain, sample));
  const found = new Map<string, LookedFor>();
  const look = (place: Place, literal: Literal): LookedFor => {
    const key = `${place} ${literal.place} ${literal.text}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const made = { place, literal, woken: [], atoms: new Set<number>() };
    found.set(key, made);
    return made;
  };
  for (const { rule, expression } of asked) {
    const witness = witnessOf(expression, rules.predicates, costs);
    if (witness === null || witness.cost === Number.POSITIVE_INFINITY) return null;
    for (const atom of witness.atoms) {
      for (const { place, literal, exact } of tellsOf(rules, plain, atom)) {
        const { woken, atoms } = look(place, literal);
        if (woken.at(-1) !== rule) woken.push(rule);
        if (exact) atoms.add(atom);
      }
    }
  }
  for (const atom of atomsAsked) {
    for (const { place, literal, exact } of tellsOf(rules, plain, atom)) {
      // At the edges of a text many literals cost no more than one.
      if (exact && (literal.place !== "contains" || found.has(`${place} contains ${literal.text}`))) look(place, literal).atoms.add(atom);
    }
  }
  return [...found.values()];
}

/** Of a literal in a part of the line; `exact`: it occurs there exactly when the atom does. */
type Tells = { readonly place: Place; readonly literal: Literal; readonly exact: boolean };

/** What of an atom would stand in a line; nothing for one that no line of the program shows. */
function tellsOf(rules: MatchableRules, plain: PlainText, atom: number): Tells[] {
  const literal = rules.atoms.literals[atom]!;
  const field = rules.fieldOf(atom);
  if (literal === PRESENT || literal.text === "") return textsOfVerdicts(plain, field, literal).map(inLine);
  const part = field === null ? undefined : plain.parts.get(field);
  if (part !== undefined) return [{ place: part, literal, exact: true }];
  if (field === null || field === "line") return literal.place === "contains" ? [{ place: "line", literal, exact: true }] : [inLine(literal.text)];
  return plain.stretches.has(field) ? [inLine(literal.text)] : textsOfVerdicts(plain, field, literal).map(inLine);
}

function inLine(text: string): Tells {
  return { place: "line", literal: { place: "contains", text }, exact: false };
}

function textsOfVerdicts(plain: PlainText, field: string | null, literal: Literal): string[] {
  const values = field === null ? undefined : plain.verdicts.get(field);
  return values === undefined ? [] : [...values].flatMap(([value, texts]) => (literal === PRESENT || occursIn(value, literal) ? texts : []));
}

function occursIn(text: string, { place, text: part }: Literal): boolean {
  switch (place) {
    case "is":
      return text === part;
    case "starts":
      return text.startsWith(part);
    case "ends":
      return text.endsWith(part);
    case "contains":
      return text.includes(part);
  }
}

/** Whether an event may show the atom although nothing of it stands in the line. */
function isToldOnlyByReading({ atoms, fieldOf }: MatchableRules, plain: PlainText, atom: number): boolean {
  const literal = atoms.literals[atom]!;
  const field = fieldOf(atom);
  if (field === null) return literal.text === "";
  if (plain.made.has(field)) return true;
  const words = plain.words.get(field);
  if (words !== undefined) return literal === PRESENT || words.some((word) => occursIn(word, literal));
  return (plain.stretches.has(field) || plain.parts.has(field)) && (literal === PRESENT || literal.text === "");
}

/** By atom, how often it stands in lines of one program; infinite where only reading a line can tell. */
function costsOf(rules: MatchableRules, plain: PlainText, asked: ReadonlySet<number>, sample: Sample): Float64Array {
  const { atoms } = rules;
  const expected = priorCosts(atoms);
  const costs = new Float64Array(atoms.count);
  for (const atom of asked) {
    if (isToldOnlyByReading(rules, plain, atom)) costs[atom] = Number.POSITIVE_INFINITY;
    else for (const { place, literal } of tellsOf(rules, plain, atom)) costs[atom]! += sample.share(place, literal, expected[atom]!) + (literal.place === "contains" && literal.text.length < SHORT_CHARS ? SHORT_COST : 0);
  }
  return costs;
}

/** Lines that show how often literals occur. */
class Sample {
  private readonly texts: { readonly [place in Place]: readonly string[] };
  private readonly together: string;

  constructor(plain: PlainText, lines: readonly string[]) {
    const marker = plain.marker?.toLowerCase();
    const behind = marker === undefined ? [] : lines.flatMap((line) => (line.includes(marker) ? [line.slice(line.indexOf(marker) + marker.length)] : []));
    this.texts = { line: lines, behind, word: behind.map((text) => text.split(" ", 1)[0]!) };
    this.together = lines.join("\n");
  }

  /** In which share of the lines a literal stands; what was expected weighs as much as one of them. */
  share(place: Place, literal: Literal, expected: number): number {
    // Most stand nowhere.
    const seen = this.together.includes(literal.text) ? this.texts[place].reduce((count, text) => (occursIn(text, literal) ? count + 1 : count), 0) : 0;
    return (seen + expected) / (this.texts.line.length + 1);
  }
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
