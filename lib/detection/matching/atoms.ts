import type { Expression, Predicate } from "../sigma/expression.ts";
import type { Literal } from "../sigma/literals.ts";

/** Every literal that rules look for, once for each field: what the kernel finds, by number. */
export class Atoms {
  readonly fields: number[] = [];
  readonly literals: Literal[] = [];
  private readonly numbers = new Map<string, number>();

  number(field: number, literal: Literal): number {
    const key = `${field} ${literal.place} ${literal.text}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.fields.length);
    this.literals.push(literal);
    return this.fields.push(field) - 1;
  }

  get count(): number {
    return this.fields.length;
  }
}

/** A predicate over atoms. */
export type AtomPredicate =
  | { readonly kind: "decided"; readonly field: number; readonly groups: readonly (readonly number[])[] }
  | { readonly kind: "needs"; readonly field: number; readonly atoms: readonly number[] }
  | { readonly kind: "open"; readonly field: number; /** The presence of the field, where the predicate asks for it. */ readonly presence: number | null };

/** Numbers the atoms of predicates; keywords are a field of their own. Presence of a field is an atom behind all others. */
export class AtomPredicates {
  readonly atoms = new Atoms();
  readonly byNumber: AtomPredicate[] = [];
  private readonly keywordField: number;
  private readonly presence = new Map<number, number>();

  constructor(keywordField: number) {
    this.keywordField = keywordField;
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
    const numbered = (literals: readonly Literal[]) => [...new Set(literals.map((literal) => this.atoms.number(number, literal)))];
    switch (shape.kind) {
      case "decided":
        return { kind: "decided", field: number, groups: shape.groups.map(numbered) };
      case "needs":
        return { kind: "needs", field: number, atoms: numbered(shape.literals) };
      case "open":
        return { kind: "open", field: number, presence: shape.present && field !== null ? this.presenceAtom(number) : null };
    }
  }
}

/** No literal of a rule: that the field is there at all. Its text cannot be a rule's, which hold no lone surrogate. */
export const PRESENT: Literal = { place: "is", text: "\uD800" };
