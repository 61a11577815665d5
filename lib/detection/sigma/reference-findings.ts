import type { EventRecord } from "../fields.ts";
import type { MatchedValue, RuleFinding } from "../matching/line-match.ts";
import { evaluate, type Expression, type Predicate } from "./expression.ts";
import { evaluateByReference, type RuleSet } from "./rule-set.ts";

/** Values told of one rule; the matcher tells as many. */
const MAX_VALUES = 20;

/**
 * What {@link evaluateByReference} finds, with the values by which each rule matched: of alternatives those of the first
 * that holds as the rule is written. The matcher names those of the one that it asked first, which may be another.
 */
export function findByReference(ruleSet: RuleSet, event: EventRecord): RuleFinding[] {
  const matches = evaluateByReference(ruleSet, event);
  if (matches.length === 0) return [];
  const { view } = ruleSet;
  const numbers = new Set(matches.map(({ number }) => number));
  const expressions = new Map(ruleSet.eventRules.flatMap(({ number, expression }) => (numbers.has(number) ? [[number, expression] as const] : [])));
  return matches.map(({ rule, number }) => {
    const values: MatchedValue[] = [];
    for (const { field } of held(expressions.get(number)!, view)) {
      if (field === null || values.length >= MAX_VALUES) continue;
      for (const { text } of view.texts(field.number)) values.push({ field: field.name, value: text });
    }
    return { rule, number, values };
  });
}

/** The predicates by which a condition that holds does, none of them under a "not". */
function held(expression: Expression, view: RuleSet["view"]): Predicate[] {
  switch (expression.kind) {
    case "predicate":
      return [expression.predicate];
    case "name":
      return held(expression.item, view);
    case "not":
      return [];
    case "and":
      return expression.items.flatMap((item) => held(item, view));
    case "or":
      return firstThatHold(expression.items, 1, view);
    case "atLeast":
      return firstThatHold(expression.items, expression.count, view);
  }
}

function firstThatHold(items: readonly Expression[], count: number, view: RuleSet["view"]): Predicate[] {
  return items.filter((item) => evaluate(item, view)).slice(0, count).flatMap((item) => held(item, view));
}
