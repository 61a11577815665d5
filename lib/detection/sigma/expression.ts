import type { EventView, FieldText } from "./event-view.ts";
import type { Literal } from "./literals.ts";

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
  /** The same where it is known that none of the shape's `deciding` literals occurs. */
  readonly testUndecided?: (view: EventView) => boolean;
  /** Which values matched, and where in them. Empty for predicates about absence. */
  readonly evidence: (view: EventView) => readonly { readonly value: FieldText; readonly span: { readonly start: number; readonly end: number } | null; readonly expected: string }[];
  readonly shape: PredicateShape;
};

/** What can be told of a predicate by looking for literals alone, in its field or, for keywords, in the whole event. */
export type PredicateShape =
  /** Holds exactly when one of each group occurs. */
  | { readonly kind: "decided"; readonly groups: readonly (readonly Literal[])[] }
  /** Holds only when one occurs; when one of `deciding` does, it holds, else it must be tested. */
  | { readonly kind: "needs"; readonly literals: readonly Literal[]; readonly deciding: readonly Literal[] }
  /** Must be tested; `present`: holds only when the field is there. */
  | { readonly kind: "open"; readonly present: boolean };

export function evaluate(expression: Expression, view: EventView): boolean {
  switch (expression.kind) {
    case "predicate":
      return view.answer(expression.predicate.number, expression.predicate.test);
    case "name":
      return evaluate(expression.item, view);
    case "not":
      return !evaluate(expression.item, view);
    case "and":
      for (const item of expression.items) if (!evaluate(item, view)) return false;
      return true;
    case "or":
      for (const item of expression.items) if (evaluate(item, view)) return true;
      return false;
    case "atLeast": {
      let matched = 0;
      for (const item of expression.items) {
        if (evaluate(item, view) && (matched += 1) >= expression.count) return true;
      }
      return false;
    }
  }
}
