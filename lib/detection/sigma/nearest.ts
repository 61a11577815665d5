import type { EventView } from "./event-view.ts";
import { evaluate, type Expression } from "./expression.ts";
import { excerpt } from "./value-tests.ts";

/** A predicate that stands between an event and a rule. JSON-safe; values are untrusted text. */
export type FailedTest = {
  /** Null: the whole event (keywords). */
  readonly field: string | null;
  /** What the rule asks, as explanations have it. */
  readonly asked: string;
  /** Whether the rule asks that it does not hold. */
  readonly negated: boolean;
  /** What the event has in the field; empty when it has none, or for keywords. */
  readonly values: readonly string[];
};

/** How far an event is from what an expression wants: tests that hold on the shortest way there, and those that do not. */
export type Distance = { readonly held: number; readonly failed: readonly FailedTest[] };

const VALUES_SHOWN = 5;

/**
 * The fewest predicates that would have to answer otherwise for the expression to hold. Of ways equally short, the one on
 * which most holds already. Predicates are taken one by one, also where one value cannot satisfy two of them.
 */
export function distanceTo(expression: Expression, view: EventView, wanted = true): Distance {
  switch (expression.kind) {
    case "predicate":
      return ofPredicate(expression, view, wanted);
    case "name":
      return distanceTo(expression.item, view, wanted);
    case "not":
      return distanceTo(expression.item, view, !wanted);
    default: {
      const parts = expression.items.map((item) => distanceTo(item, view, wanted)).sort(nearerFirst);
      const needed = neededOf(expression, wanted);
      return parts.slice(0, needed).reduce((sum, part) => ({ held: sum.held + part.held, failed: [...sum.failed, ...part.failed] }), { held: 0, failed: [] });
    }
  }
}

/** How many of its parts must be as wanted. */
function neededOf(expression: Extract<Expression, { items: readonly Expression[] }>, wanted: boolean): number {
  const { length } = expression.items;
  if (expression.kind === "atLeast") return wanted ? Math.min(expression.count, length) : Math.max(0, length - expression.count + 1);
  return (expression.kind === "and") === wanted ? length : Math.min(1, length);
}

function nearerFirst(one: Distance, other: Distance): number {
  return one.failed.length - other.failed.length || other.held - one.held;
}

function ofPredicate(expression: Extract<Expression, { kind: "predicate" }>, view: EventView, wanted: boolean): Distance {
  if (evaluate(expression, view) === wanted) return { held: 1, failed: [] };
  const { field } = expression.predicate;
  const values = field === null ? [] : view.texts(field.number).slice(0, VALUES_SHOWN).map(({ text }) => excerpt(text));
  return { held: 0, failed: [{ field: field?.name ?? null, asked: expression.label, negated: !wanted, values }] };
}

/** Orders rules by how much of them holds, then by how little fails. */
export function compareDistances(one: Distance, other: Distance): number {
  return share(other) - share(one) || one.failed.length - other.failed.length || other.held - one.held;
}

function share({ held, failed }: Distance): number {
  return held / Math.max(1, held + failed.length);
}
