import { DETECTION_LIMITS } from "../limits.ts";
import { quantifiedNames } from "./condition.ts";
import { type EventView, fieldNameProblem, type FieldNames, type FieldText } from "./event-view.ts";
import type { Expression, Predicate, PredicateShape } from "./expression.ts";
import type { Needs } from "./literals.ts";
import { type ModifierPlan, readModifiers } from "./modifiers.ts";
import type { ProblemSink } from "./problems.ts";
import type { Condition, Detection, EventBody, SelectorSource } from "./rule.ts";
import { excerpt, type Placeholders, type ValueTest, valueTests } from "./value-tests.ts";

/** Makes a predicate anew, of what it was made of before. Throws an Error when it could not have been. */
export function remakePredicate(selector: SelectorSource, fields: FieldNames): Predicate {
  const compiler = new DetectionCompiler(fields, {});
  const sink: ProblemSink = {
    refuse: (_offset, message) => {
      throw new Error(`a selector that was compiled before is refused: ${message}`);
    },
    warn: () => undefined,
  };
  const expression = compiler.compile({ detections: new Map([["s", selector]]), refusedNames: [], conditions: [{ condition: { kind: "name", name: "s" }, text: "s", offset: 0 }] }, sink);
  if (expression?.kind !== "name" || expression.item.kind !== "predicate") throw new Error("a selector that was compiled before makes no predicate");
  return expression.item.predicate;
}

/** Compiles detections of one rule set, so that equal selectors of different rules become one predicate. */
export class DetectionCompiler {
  readonly fields: FieldNames;
  private readonly placeholders: Placeholders;
  /** By number, what predicates were made of: also those that literals decide are tested where no search was made. */
  readonly selectors = new Map<number, SelectorSource>();
  private readonly predicates = new Map<string, Predicate>();

  constructor(fields: FieldNames, placeholders: Placeholders) {
    this.fields = fields;
    this.placeholders = placeholders;
  }

  /** The rule's condition as an expression, or null with located sentences. */
  compile(body: DetectionBody, problems: ProblemSink): Expression | null {
    const named = new Map<string, Expression>();
    for (const [name, detection] of body.detections) {
      const item = this.detection(detection, problems);
      if (item) named.set(name, { kind: "name", name, item, label: name });
    }
    const items = body.conditions.map(({ condition, text, offset }) => this.condition(condition, { named, body, text, offset, problems }));
    const found = items.filter((item) => item !== null);
    const added = (body.added ?? []).map((selector) => this.selector(selector, problems));
    if (found.length < items.length || found.length === 0 || named.size < body.detections.size || added.includes(null)) return null;
    const written: Expression = found.length === 1 ? found[0]! : { kind: "or", items: found, label: "any condition" };
    return added.length === 0 ? written : { kind: "and", items: [written, ...(added as Expression[])], label: "and what a pipeline adds" };
  }

  private condition(condition: Condition, context: ConditionContext): Expression | null {
    switch (condition.kind) {
      case "name": {
        const found = context.named.get(condition.name);
        if (!found && !definedNames(context.body).includes(condition.name)) {
          context.problems.refuse(context.offset, `The condition names "${condition.name}", which the detection does not define.`);
        }
        return found ?? null;
      }
      case "not": {
        const item = this.condition(condition.item, context);
        return item && { kind: "not", item, label: "not" };
      }
      case "quantifier":
        return this.quantifier(condition, context);
      default: {
        const items = condition.items.map((item) => this.condition(item, context));
        const found = items.filter((item) => item !== null);
        return found.length < items.length ? null : { kind: condition.kind, items: found, label: condition.kind };
      }
    }
  }

  private quantifier(condition: Extract<Condition, { kind: "quantifier" }>, context: ConditionContext): Expression | null {
    const { quantity, pattern } = condition;
    const names = quantifiedNames(pattern, definedNames(context.body));
    const label = `${quantity} of ${pattern}`;
    if (names.length === 0 || names.length > DETECTION_LIMITS.namesPerQuantifier) {
      context.problems.refuse(context.offset, names.length === 0 ? `"${label}" covers no search identifier.` : `"${label}" covers more than ${DETECTION_LIMITS.namesPerQuantifier} names.`);
      return null;
    }
    const count = quantity === "all" ? names.length : quantity;
    if (count > names.length) {
      context.problems.refuse(context.offset, `"${label}" can never hold: it covers ${names.length} search identifiers.`);
      return null;
    }
    const items = names.flatMap((name) => context.named.get(name) ?? []);
    if (items.length < names.length) return null;
    if (count === names.length) return { kind: "and", items, label };
    return count === 1 ? { kind: "or", items, label } : { kind: "atLeast", count, items, label };
  }

  private detection(detection: Detection, problems: ProblemSink): Expression | null {
    if (detection.kind === "selector") return this.selector(detection, problems);
    const items = detection.items.map((item) => this.detection(item, problems));
    const found = items.filter((item) => item !== null);
    if (found.length < items.length) return null;
    return { kind: detection.kind === "all" ? "and" : "or", items: found, label: detection.kind === "all" ? "all fields" : "any item" };
  }

  private selector(selector: SelectorSource, problems: ProblemSink): Expression | null {
    const plan = readModifiers(selector, problems);
    if (!plan) return null;
    const key = JSON.stringify([selector.field, [...selector.modifiers].sort(), selector.modifiers, selector.values.map(({ value }) => value)]);
    let predicate = this.predicates.get(key) ?? null;
    if (!predicate) {
      predicate = this.predicate(selector, plan, problems);
      if (!predicate) return null;
      this.predicates.set(key, predicate);
      this.selectors.set(predicate.number, selector);
    }
    return { kind: "predicate", predicate, label: selectorLabel(selector) };
  }

  private predicate(selector: SelectorSource, plan: ModifierPlan, problems: ProblemSink): Predicate | null {
    const number = this.predicates.size;
    const unusable = selector.field === null ? null : fieldNameProblem(selector.field);
    if (unusable !== null) {
      problems.refuse(selector.offset, unusable);
      return null;
    }
    const field = selector.field === null ? null : { name: selector.field, number: this.fields.number(selector.field) };
    if (!field && plan.test !== "text" && plan.test !== "re") {
      problems.refuse(selector.offset, "Keywords take no other modifiers than those of text.");
      return null;
    }
    if (field && plan.test === "exists") return existsPredicate(number, field, selector, problems);
    if (field && plan.test === "fieldref") return this.fieldReference(number, field, selector, plan, problems);
    const groups: (readonly ValueTest[] | null)[] = [];
    let refused = false;
    for (const value of selector.values) {
      if (value.value === null && field && plan.test === "text" && plan.placement === "whole" && plan.transforms.length === 0) {
        groups.push(null);
        continue;
      }
      if (value.value === null) {
        problems.refuse(value.offset, "null can only be compared with a field as a whole.");
        refused = true;
        continue;
      }
      const tests = valueTests(value, plan, field === null, this.placeholders, problems);
      if (tests) groups.push(tests);
      else refused = true;
    }
    return refused ? null : valuePredicate(number, field, groups, plan);
  }

  private fieldReference(number: number, field: NonNullable<Predicate["field"]>, selector: SelectorSource, plan: ModifierPlan, problems: ProblemSink): Predicate | null {
    if (selector.values.some(({ value }) => typeof value !== "string")) {
      problems.refuse(selector.offset, '"fieldref" needs names of fields.');
      return null;
    }
    for (const { text, offset } of selector.values) {
      const unusable = fieldNameProblem(text);
      if (unusable === null) continue;
      problems.refuse(offset, unusable);
      return null;
    }
    const others = selector.values.map(({ text }) => this.fields.number(text));
    const pick = (value: FieldText) => (plan.cased ? value.text : value.lower);
    const relates = (own: string, other: string) => {
      if (plan.placement === "contains") return own.includes(other);
      if (plan.placement === "startswith") return own.startsWith(other);
      return plan.placement === "endswith" ? own.endsWith(other) : own === other;
    };
    const holds = (view: EventView, other: number) => view.texts(field.number).some((own) => view.texts(other).some((value) => relates(pick(own), pick(value))));
    const test = (view: EventView) => {
      const found = plan.all ? others.every((other) => holds(view, other)) : others.some((other) => holds(view, other));
      return plan.neq ? !found && view.texts(field.number).length > 0 : found;
    };
    return { number, field, test, shape: { kind: "open", present: true }, evidence: (view) => view.texts(field.number).map((value) => ({ value, span: null, expected: selectorLabel(selector) })) };
  }
}

type DetectionBody = Pick<EventBody, "detections" | "refusedNames" | "conditions" | "added">;

const definedNames = ({ detections, refusedNames }: DetectionBody): string[] => [...detections.keys(), ...refusedNames];

type ConditionContext = {
  readonly named: ReadonlyMap<string, Expression>;
  readonly body: DetectionBody;
  readonly text: string;
  readonly offset: number;
  readonly problems: ProblemSink;
};

function existsPredicate(number: number, field: NonNullable<Predicate["field"]>, selector: SelectorSource, problems: ProblemSink): Predicate | null {
  const expected = selector.values[0]?.value;
  if (selector.values.length !== 1 || typeof expected !== "boolean") {
    problems.refuse(selector.offset, '"exists" needs true or false.');
    return null;
  }
  return { number, field, test: (view) => view.has(field.number) === expected, shape: { kind: "open", present: expected }, evidence: () => [] };
}

/** Values are joined with OR, or AND under `all`; null stands for a missing or null field. `neq` asks for a present field. */
function valuePredicate(number: number, field: Predicate["field"], groups: readonly (readonly ValueTest[] | null)[], plan: ModifierPlan): Predicate {
  const textsOf = field ? (view: EventView) => view.texts(field.number) : (view: EventView) => view.keywordTexts();
  const flat = groups.flatMap((tests) => tests ?? []);
  const exacts = new Set(flat.flatMap(({ exact }) => (exact === null ? [] : [exact])));
  // One lookup instead of many comparisons, for lists of plain values.
  const onlyExact = !plan.cased && !plan.all && field !== null && exacts.size > 0 && flat.every(({ exact }) => exact !== null);
  const withNull = groups.includes(null);
  const tried = [...flat];
  const holds = (view: EventView) => {
    const values = textsOf(view);
    if (plan.all) return groups.every((tests) => (tests ? values.some((value) => tests.some(({ test }) => test(value))) : field !== null && view.isNull(field.number)));
    if (withNull && field && view.isNull(field.number)) return true;
    return onlyExact ? values.some(({ lower }) => exacts.has(lower)) : oneHolds(tried, values);
  };
  const test = plan.neq ? (view: EventView) => !holds(view) && (withNull || field === null || !view.isNull(field.number)) : holds;
  const evidence: Predicate["evidence"] = (view) =>
    plan.neq ? [] : textsOf(view).flatMap((value) => flat.filter((candidate) => candidate.test(value)).map((candidate) => ({ value, span: candidate.find(value), expected: candidate.label })));
  const shape: PredicateShape = withNull ? { kind: "open", present: plan.neq } : plan.neq ? { kind: "open", present: true } : literalShape(groups, plan);
  if (plan.all || shape.kind !== "needs" || shape.deciding.length === 0) return { number, field, test, evidence, shape };
  const undecided = flat.filter(({ needs }) => !needs!.decisive);
  return { number, field, test, testUndecided: (view) => oneHolds(undecided, textsOf(view)), evidence, shape };
}

/** Whether one test holds of one value. The one that does is tried first the next time, for logs repeat themselves. */
function oneHolds(tests: ValueTest[], values: readonly FieldText[]): boolean {
  for (const value of values) {
    for (let at = 0; at < tests.length; at += 1) {
      const tried = tests[at]!;
      if (!tried.test(value)) continue;
      tests[at] = tests[0]!;
      tests[0] = tried;
      return true;
    }
  }
  return false;
}

/** What literals tell of a list of values: all of them under `all`, else any. */
function literalShape(groups: readonly (readonly ValueTest[] | null)[], plan: ModifierPlan): PredicateShape {
  const needed = groups.map((tests) => ofOneValue(tests ?? []));
  const wanted = plan.all ? needed : [needsOf(needed)];
  if (wanted.every((needs) => needs?.decisive)) return { kind: "decided", groups: wanted.map((needs) => needs!.literals) };
  // Of several that must all occur, the one with the fewest spellings is looked for.
  const fewest = wanted.reduce((best, needs) => (needs && (!best || needs.literals.length < best.literals.length) ? needs : best), null);
  return fewest ? { kind: "needs", literals: fewest.literals, deciding: wanted.length === 1 ? fewest.deciding : [] } : { kind: "open", present: true };
}

function ofOneValue(tests: readonly ValueTest[]): Needs | null {
  return needsOf(tests.map(({ needs }) => needs));
}

function needsOf(parts: readonly (Needs | null)[]): Needs | null {
  if (parts.length === 0 || parts.includes(null)) return null;
  return { literals: parts.flatMap((needs) => needs!.literals), decisive: parts.every((needs) => needs!.decisive), deciding: parts.flatMap((needs) => needs!.deciding) };
}

function selectorLabel({ field, modifiers, values }: SelectorSource): string {
  const shown = values.slice(0, 3).map(({ value }) => String(value)).join(", ");
  const more = values.length > 3 ? ` and ${values.length - 3} more` : "";
  const how = modifiers.length === 0 ? (field === null ? "keyword" : "is") : modifiers.join(" ");
  return excerpt(`${field ?? ""} ${how} ${shown}${more}`.trim());
}
