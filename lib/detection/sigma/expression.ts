import type { EventView, FieldText } from "./event-view.ts";

/** A compiled condition. Labels are kept for explanations; predicates are shared by all rules that ask the same. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly items: readonly Expression[]; readonly label: string }
  | { readonly kind: "not"; readonly item: Expression; readonly label: string }
  | { readonly kind: "atLeast"; readonly count: number; readonly items: readonly Expression[]; readonly label: string }
  | { readonly kind: "name"; readonly name: string; readonly item: Expression; readonly label: string }
  | { readonly kind: "predicate"; readonly predicate: Predicate; readonly label: string };

export type Predicate = {
  readonly number: number;
  /** Null: the whole event (keywords). */
  readonly field: { readonly name: string; readonly number: number } | null;
  readonly test: (view: EventView) => boolean;
  /** Which values matched, and where in them. Empty for predicates about absence. */
  readonly evidence: (view: EventView) => readonly { readonly value: FieldText; readonly span: { readonly start: number; readonly end: number } | null; readonly expected: string }[];
  /** Lower-cased texts of which the field must equal one, when there is such a set. */
  readonly exactTexts: readonly string[] | null;
};

export function evaluate(expression: Expression, view: EventView): boolean {
  switch (expression.kind) {
    case "predicate":
      return view.answer(expression.predicate.number, expression.predicate.test);
    case "name":
      return evaluate(expression.item, view);
    case "not":
      return !evaluate(expression.item, view);
    case "and":
      return expression.items.every((item) => evaluate(item, view));
    case "or":
      return expression.items.some((item) => evaluate(item, view));
    case "atLeast": {
      let matched = 0;
      for (const item of expression.items) {
        if (evaluate(item, view) && (matched += 1) >= expression.count) return true;
      }
      return false;
    }
  }
}

/** Field values of which an event must show one for the expression to hold; null when there is no such set. */
export type Witness = readonly { readonly field: number; readonly text: string }[];

const MAX_WITNESS = 512;

/** The smallest set of exact values without which the expression cannot hold: what the rule index looks up. */
export function witnessOf(expression: Expression): Witness | null {
  switch (expression.kind) {
    case "predicate": {
      const { exactTexts, field } = expression.predicate;
      return exactTexts && field && exactTexts.length <= MAX_WITNESS ? exactTexts.map((text) => ({ field: field.number, text })) : null;
    }
    case "name":
      return witnessOf(expression.item);
    case "not":
      return null;
    case "and":
      return smallest(expression.items.map(witnessOf));
    case "or":
      return unionOf(expression.items.map(witnessOf));
    case "atLeast":
      // One of any (total - count + 1) items must hold, so the union over all is a valid, if wide, set.
      return unionOf(expression.items.map(witnessOf));
  }
}

function smallest(candidates: readonly (Witness | null)[]): Witness | null {
  return candidates.reduce((best, candidate) => (candidate && (!best || candidate.length < best.length) ? candidate : best), null);
}

function unionOf(parts: readonly (Witness | null)[]): Witness | null {
  const all: { field: number; text: string }[] = [];
  for (const part of parts) {
    if (!part) return null;
    all.push(...part);
    if (all.length > MAX_WITNESS) return null;
  }
  return all;
}
