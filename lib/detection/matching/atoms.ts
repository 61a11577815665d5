import type { Expression, Predicate } from "../sigma/expression.ts";
import type { Literal } from "../sigma/literals.ts";

/** Parts of a text shorter than this are everywhere: they wake no rule if that can be helped, and are looked for late. */
const SHORT_BYTES = 4;
const encoder = new TextEncoder();

/**
 * Every literal that rules look for, once for each field: what the kernel finds, by number. A field has two searches:
 * its own number, and for short parts of its values that number and `searchOffset`.
 */
export class Atoms {
  readonly searches: number[] = [];
  readonly literals: Literal[] = [];
  readonly searchOffset: number;
  private readonly numbers = new Map<string, number>();

  constructor(searchOffset: number) {
    this.searchOffset = searchOffset;
  }

  number(field: number, literal: Literal): number {
    const key = `${field} ${literal.place} ${literal.text}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.searches.length);
    this.literals.push(literal);
    const short = literal.place === "contains" && literal.text !== "" && encoder.encode(literal.text).length < SHORT_BYTES;
    return this.searches.push(short ? field + this.searchOffset : field) - 1;
  }

  get count(): number {
    return this.searches.length;
  }
}

/** A predicate over atoms: `decided` when one of each group occurs, `needs` when one of its only group must. */
export type AtomPredicate =
  | { readonly kind: "decided" | "needs"; readonly searches: readonly number[]; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: "open"; /** The presence of the field, where the predicate asks for it. */ readonly presence: number | null };

/** Numbers the atoms of predicates; keywords are a field of their own. */
export class AtomPredicates {
  readonly atoms: Atoms;
  readonly byNumber: AtomPredicate[] = [];
  private readonly keywordField: number;
  private readonly presence = new Map<number, number>();

  constructor(keywordField: number) {
    this.keywordField = keywordField;
    this.atoms = new Atoms(keywordField + 1);
  }

  add(expression: Expression): void {
    switch (expression.kind) {
      case "predicate":
        if (this.byNumber[expression.predicate.number] === undefined) this.byNumber[expression.predicate.number] = this.predicate(expression.predicate);
        return;
      case "name":
      case "not":
        this.add(expression.item);
        return;
      default:
        for (const item of expression.items) this.add(item);
    }
  }

  /** By field, the atom that stands for its presence, where a predicate asks for that. */
  presenceAtoms(): ReadonlyMap<number, number> {
    return this.presence;
  }

  private presenceAtom(field: number): number {
    const atom = this.atoms.number(field, PRESENT);
    this.presence.set(field, atom);
    return atom;
  }

  private predicate({ field, shape }: Predicate): AtomPredicate {
    const number = field?.number ?? this.keywordField;
    switch (shape.kind) {
      case "decided":
        return { kind: "decided", ...this.numbered(number, shape.groups) };
      case "needs":
        return { kind: "needs", ...this.numbered(number, [shape.literals]) };
      case "open":
        return { kind: "open", presence: shape.present && field !== null ? this.presenceAtom(number) : null };
    }
  }

  private numbered(field: number, groups: readonly (readonly Literal[])[]): { searches: number[]; groups: number[][] } {
    const atoms = groups.map((literals) => [...new Set(literals.map((literal) => this.atoms.number(field, literal)))]);
    return { groups: atoms, searches: [...new Set(atoms.flat().map((atom) => this.atoms.searches[atom]!))] };
  }
}

/** No literal of a rule: that the field is there at all. Its text cannot be a rule's, which hold no lone surrogate. */
export const PRESENT: Literal = { place: "is", text: "\uD800" };
