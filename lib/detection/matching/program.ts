import type { Expression, Predicate } from "../sigma/expression.ts";
import type { AtomPredicate } from "./atoms.ts";

/** Words of a condition: what it is, where it ends, then its number, count or parts. */
export const OP = { predicate: 0, not: 1, and: 2, or: 3, atLeast: 4 } as const;

/** Words of a predicate: what it is; how many searches, and them; how many groups, then each group's length and atoms; of one that `needs`, how many atoms are enough, and them. */
export const KIND = { decided: 0, needs: 1, open: 2 } as const;

/**
 * The conditions of all rules in one array of numbers, and their predicates in another: judging a rule reads a few
 * neighbouring words, where a tree of objects would be fetched from all over memory.
 */
export type Program = {
  readonly conditions: Int32Array;
  /** By rule: where its condition begins. */
  readonly starts: Int32Array;
  readonly predicates: Int32Array;
  /** By number of a predicate: where it begins. */
  readonly places: Int32Array;
  /** By number of a predicate. */
  readonly tests: readonly (Predicate | undefined)[];
};

export function writeProgram(expressions: readonly Expression[], predicates: readonly (AtomPredicate | undefined)[], costs: Float64Array): Program {
  const words: number[] = [];
  const places = predicates.map((predicate) => {
    const place = words.length;
    if (predicate) writePredicate(predicate, words);
    return place;
  });
  return { ...writeConditions(expressions, predicates, costs), predicates: Int32Array.from(words), places: Int32Array.from(places) };
}

/** The same program with conditions in the order of other costs. */
export function reordered(program: Program, expressions: readonly Expression[], predicates: readonly (AtomPredicate | undefined)[], costs: Float64Array): Program {
  return { ...program, ...writeConditions(expressions, predicates, costs) };
}

function writeConditions(expressions: readonly Expression[], predicates: readonly (AtomPredicate | undefined)[], costs: Float64Array): Pick<Program, "conditions" | "starts" | "tests"> {
  const conditions: number[] = [];
  const tests: (Predicate | undefined)[] = [];
  const starts = expressions.map((expression) => {
    const start = conditions.length;
    writeCondition(expression, conditions, tests, { predicates, costs });
    return start;
  });
  return { conditions: Int32Array.from(conditions), starts: Int32Array.from(starts), tests };
}

type Known = { readonly predicates: readonly (AtomPredicate | undefined)[]; readonly costs: Float64Array };

function writeCondition(expression: Expression, into: number[], tests: (Predicate | undefined)[], known: Known): void {
  switch (expression.kind) {
    case "name":
      writeCondition(expression.item, into, tests, known);
      return;
    case "predicate":
      into.push(OP.predicate, into.length + 3, expression.predicate.number);
      tests[expression.predicate.number] = expression.predicate;
      return;
    default: {
      const start = into.length;
      into.push(OP[expression.kind], 0);
      if (expression.kind === "atLeast") into.push(expression.count);
      for (const item of expression.kind === "not" ? [expression.item] : inOrder(expression, known)) writeCondition(item, into, tests, known);
      into[start + 1] = into.length;
    }
  }
}

/** Of parts that must all hold the unlikeliest come first, of alternatives the likeliest; what must be tested comes last. */
function inOrder(expression: Extract<Expression, { kind: "and" | "or" | "atLeast" }>, known: Known): readonly Expression[] {
  const sign = expression.kind === "and" ? 1 : -1;
  const ranked = expression.items.map((item) => ({ item, ...likelihood(item, known) }));
  return ranked.sort((a, b) => Number(a.tested) - Number(b.tested) || sign * (a.chance - b.chance)).map(({ item }) => item);
}

function likelihood(expression: Expression, known: Known): { chance: number; tested: boolean } {
  switch (expression.kind) {
    case "predicate": {
      const predicate = known.predicates[expression.predicate.number]!;
      if (predicate.kind === "open") return { chance: 0.5, tested: true };
      const chances = predicate.groups.map((atoms) => atoms.reduce((sum, atom) => sum + known.costs[atom]!, 0));
      return { chance: Math.min(...chances), tested: predicate.kind === "needs" };
    }
    case "name":
      return likelihood(expression.item, known);
    case "not": {
      const { chance, tested } = likelihood(expression.item, known);
      return { chance: 1 - chance, tested };
    }
    default: {
      const parts = expression.items.map((item) => likelihood(item, known));
      const chances = parts.map(({ chance }) => chance);
      return { chance: expression.kind === "and" ? Math.min(...chances) : chances.reduce((sum, chance) => sum + chance, 0), tested: parts.some(({ tested }) => tested) };
    }
  }
}

function writePredicate(predicate: AtomPredicate, into: number[]): void {
  into.push(KIND[predicate.kind]);
  if (predicate.kind === "open") return;
  into.push(predicate.searches.length, ...predicate.searches, predicate.groups.length);
  for (const atoms of predicate.groups) {
    into.push(atoms.length);
    for (const atom of atoms) into.push(atom);
  }
  if (predicate.kind === "needs") into.push(predicate.deciding.length, ...predicate.deciding);
}
