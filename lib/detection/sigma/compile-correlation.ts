import { DETECTION_LIMITS } from "../limits.ts";
import { fieldNameProblem, type FieldNames } from "./event-view.ts";
import type { ProblemSink } from "./problems.ts";
import type { CorrelationSource, CorrelationType, RuleInfo, Threshold } from "./rule.ts";

/** A correlation whose references are resolved. */
export type CompiledCorrelation = {
  readonly number: number;
  readonly info: RuleInfo;
  readonly type: CorrelationType;
  readonly inputs: readonly CorrelationInput[];
  /** Names shown in the hit's group key: aliases where the rule uses them. */
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  readonly thresholds: readonly Threshold[];
  readonly percentile: number | null;
};

export type CorrelationInput = {
  /** Number of the rule or correlation in the set. */
  readonly rule: number;
  readonly info: RuleInfo;
  readonly isCorrelation: boolean;
  /** Field numbers, in the order of `groupBy`. */
  readonly groupFields: readonly number[];
  /** Field numbers of the counted or summed value. */
  readonly valueFields: readonly number[];
};

/** What a reference can resolve to. */
export type KnownRule = { readonly number: number; readonly info: RuleInfo; readonly isCorrelation: boolean; /** Where the rule's events hold a field, by its name in the rule. */ readonly namesOf: (field: string) => readonly string[] };

/** Resolves a correlation's fields for each of its input rules, or null with located sentences. */
export function compileCorrelation(
  source: CorrelationSource,
  rules: readonly KnownRule[],
  fields: FieldNames,
  problems: ProblemSink,
): Omit<CompiledCorrelation, "number" | "info"> | null {
  let refused = false;
  for (const [alias, names] of source.aliases) {
    for (const unknown of [...names.keys()].filter((name) => !rules.some(({ info }) => info.name === name || info.id === name))) {
      problems.refuse(source.offset, `The alias "${alias}" names "${unknown}", which is not a rule of this correlation.`);
      refused = true;
    }
  }
  const numberOf = (field: string, rule: KnownRule): number | null => {
    const names = rule.namesOf(field);
    const unusable = fieldNameProblem(names[0] ?? "");
    if (names.length === 1 && unusable === null) return fields.number(names[0]!);
    problems.refuse(source.offset, unusable ?? `A pipeline reads "${field}" of the rule "${rule.info.name ?? rule.info.id}" from ${names.join(" and ")}: a correlation needs one field.`);
    return null;
  };
  const fieldOf = (name: string, rule: KnownRule): number | null => {
    const { info } = rule;
    const alias = source.aliases.get(name);
    if (!alias) return numberOf(name, rule);
    const field = alias.get(info.name ?? "") ?? alias.get(info.id);
    if (field !== undefined) return numberOf(field, rule);
    problems.refuse(source.offset, `The alias "${name}" says no field for the rule "${info.name ?? info.id}".`);
    return null;
  };
  const inputs: CorrelationInput[] = [];
  for (const rule of rules) {
    const groupFields = source.groupBy.map((name) => fieldOf(name, rule));
    const valueFields = source.fields.map((name) => fieldOf(name, rule));
    if (groupFields.includes(null) || valueFields.includes(null)) refused = true;
    inputs.push({ rule: rule.number, info: rule.info, isCorrelation: rule.isCorrelation, groupFields: groupFields as number[], valueFields: valueFields as number[] });
  }
  return refused ? null : { type: source.type, inputs, groupBy: source.groupBy, timespanMs: source.timespanMs, thresholds: source.thresholds, percentile: source.percentile };
}

/** The rules that a correlation refers to; one that is not there is refused at its place. */
export function resolveReferences({ rules }: CorrelationSource, known: ReadonlyMap<string, KnownRule>, problems: ProblemSink): KnownRule[] {
  return rules.flatMap(({ reference, offset }) => {
    const rule = known.get(reference);
    if (!rule) problems.refuse(offset, `The correlation refers to "${reference}", which is not a rule of this set or was refused.`);
    return rule ?? [];
  });
}

/** Correlations ordered so that each comes after those it refers to; `cyclic` lists those that refer to themselves. */
export function orderCorrelations<Item>(items: readonly Item[], referredTo: (item: Item) => readonly Item[]): { ordered: Item[]; cyclic: Item[] } {
  const ordered: Item[] = [];
  const cyclic: Item[] = [];
  const state = new Map<Item, "open" | "done" | "bad">();
  const visit = (item: Item, depth: number): boolean => {
    const known = state.get(item);
    if (known) return known === "done";
    state.set(item, "open");
    const good = depth < DETECTION_LIMITS.correlationDepth && referredTo(item).every((other) => visit(other, depth + 1));
    state.set(item, good ? "done" : "bad");
    (good ? ordered : cyclic).push(item);
    return good;
  };
  for (const item of items) visit(item, 0);
  return { ordered, cyclic };
}
