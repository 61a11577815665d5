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
  readonly searches: number[];
  readonly searchOffset: number;
  private readonly numbers = new Map<string, number>();
  private known: Literal[] | (() => Literal[]);

  /** @param from atoms that were numbered before: their searches, and their literals when these are asked for */
  constructor(searchOffset: number, from: { readonly searches: number[]; readonly literals: () => Literal[] } | null = null) {
    this.searchOffset = searchOffset;
    this.searches = from?.searches ?? [];
    this.known = from?.literals ?? [];
  }

  get literals(): Literal[] {
    if (typeof this.known === "function") this.known = this.known();
    return this.known;
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

/** A predicate over atoms: `decided` when one of each group occurs, `needs` when one of its only group must, and one of `deciding` is enough. */
export type AtomPredicate =
  | { readonly kind: "decided"; readonly searches: readonly number[]; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: "needs"; readonly searches: readonly number[]; readonly groups: readonly (readonly number[])[]; readonly deciding: readonly number[] }
  | { readonly kind: "open"; /** The presence of the field, where the predicate asks for it. */ readonly presence: number | null };

/** Numbers the atoms of predicates; keywords are a field of their own. */
export class AtomPredicates {
  readonly atoms: Atoms;
  private readonly keywordField: number;
  private readonly presence: Map<number, number>;
  private known: AtomPredicate[] | (() => AtomPredicate[]);

  /** @param from predicates that were numbered before */
  constructor(keywordField: number, from: { readonly atoms: Atoms; readonly byNumber: () => AtomPredicate[]; readonly presence: Map<number, number> } | null = null) {
    this.keywordField = keywordField;
    this.atoms = from?.atoms ?? new Atoms(keywordField + 1);
    this.presence = from?.presence ?? new Map<number, number>();
    this.known = from?.byNumber ?? [];
  }

  get byNumber(): AtomPredicate[] {
    if (typeof this.known === "function") this.known = this.known();
    return this.known;
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
        return { kind: "needs", ...this.numbered(number, [shape.literals]), deciding: [...new Set(shape.deciding.map((literal) => this.atoms.number(number, literal)))] };
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
