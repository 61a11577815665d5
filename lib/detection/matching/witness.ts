import type { Expression } from "../sigma/expression.ts";
import type { AtomPredicate } from "./atoms.ts";

/** Atoms of which an event must show one for a rule to hold, and how often that is expected to wake the rule for nothing. */
export type Witness = { readonly atoms: readonly number[]; readonly cost: number };

/** Looking for one more atom costs this share of an event that wakes the rule. */
const ATOM_COST = 1e-6;

/** The cheapest set of atoms without which the expression cannot hold; null when there is none. */
export function witnessOf(expression: Expression, predicates: readonly AtomPredicate[], costs: Float64Array): Witness | null {
  switch (expression.kind) {
    case "predicate":
      return ofPredicate(predicates[expression.predicate.number]!, costs);
    case "name":
      return witnessOf(expression.item, predicates, costs);
    case "not":
      return null;
    case "and":
      return cheapest(expression.items.map((item) => witnessOf(item, predicates, costs)));
    case "or":
      return union(expression.items.map((item) => witnessOf(item, predicates, costs)));
    case "atLeast": {
      // Of n items, k must hold: of any n - k + 1 at least one does.
      const found = expression.items.flatMap((item) => witnessOf(item, predicates, costs) ?? []);
      const needed = expression.items.length - expression.count + 1;
      return found.length < needed ? null : union(found.sort((a, b) => a.cost - b.cost).slice(0, needed));
    }
  }
}

function ofPredicate(predicate: AtomPredicate, costs: Float64Array): Witness | null {
  switch (predicate.kind) {
    case "decided":
    case "needs":
      return cheapest(predicate.groups.map((atoms) => ofAtoms(atoms, costs)));
    case "open":
      return predicate.presence === null ? null : ofAtoms([predicate.presence], costs);
  }
}

function ofAtoms(atoms: readonly number[], costs: Float64Array): Witness {
  return { atoms, cost: atoms.reduce((sum, atom) => sum + costs[atom]! + ATOM_COST, 0) };
}

function cheapest(candidates: readonly (Witness | null)[]): Witness | null {
  return candidates.reduce((best, candidate) => (candidate && (!best || candidate.cost < best.cost) ? candidate : best), null);
}

function union(parts: readonly (Witness | null)[]): Witness | null {
  const atoms: number[] = [];
  let cost = 0;
  for (const part of parts) {
    if (!part) return null;
    atoms.push(...part.atoms);
    cost += part.cost;
  }
  return { atoms, cost };
}
