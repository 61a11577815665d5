import { CORRELATOR_LIMITS } from "../limits.ts";
import type { ProblemSink } from "./problems.ts";
import { optionalText, textList } from "./read-values.ts";
import type { CorrelationSource, CorrelationType, Threshold, ThresholdOperator } from "./rule.ts";
import { entry, type YamlMap } from "./yaml-document.ts";

const TYPES: readonly CorrelationType[] = ["event_count", "value_count", "temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile"];
const OPERATORS: readonly ThresholdOperator[] = ["gt", "gte", "lt", "lte", "eq", "neq"];
const UNIT_MS: { readonly [letter: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_TIMESPAN_MS = 400 * UNIT_MS["d"]!;

/** Reads the `correlation` section by itself; whether the rules it names exist is checked when the set is compiled. */
export function parseCorrelation(section: YamlMap, generate: boolean, problems: ProblemSink): CorrelationSource {
  const typeText = optionalText(section, "type", 40, problems) ?? "";
  const type = TYPES.find((candidate) => candidate === typeText);
  if (!type) problems.refuse(entry(section, "type")?.value.offset ?? section.offset, `The correlation type must be one of ${TYPES.join(", ")}.`);
  const rules = textList(section, "rules", problems).map(({ text, offset }) => ({ reference: text, offset }));
  if (rules.length === 0) problems.refuse(section.offset, 'The correlation names no "rules".');
  const seen = new Set<string>();
  for (const { reference, offset } of rules) {
    if (seen.has(reference)) problems.refuse(offset, `The rule "${reference}" is named twice.`);
    seen.add(reference);
  }
  const condition = parseThresholds(section, type ?? "event_count", rules.length, problems);
  return {
    type: type ?? "event_count",
    rules,
    groupBy: textList(section, "group-by", problems).map(({ text }) => text),
    timespanMs: timespan(section, problems),
    aliases: aliases(section, problems),
    ...condition,
    generate: generate || booleanOf(section, "generate"),
    offset: section.offset,
  };
}

export function booleanOf(map: YamlMap, key: string): boolean {
  const value = entry(map, key)?.value;
  return value?.kind === "scalar" && value.value === true;
}

function timespan(section: YamlMap, problems: ProblemSink): number {
  const text = optionalText(section, "timespan", 20, problems);
  const found = /^(\d{1,7})([smhd])$/.exec(text ?? "");
  const ms = found ? Number(found[1]) * UNIT_MS[found[2]!]! : 0;
  const offset = entry(section, "timespan")?.value.offset ?? section.offset;
  if (!found || ms === 0) problems.refuse(offset, 'The correlation needs a "timespan" such as 30s, 10m, 1h or 7d.');
  if (ms > MAX_TIMESPAN_MS) problems.refuse(offset, "The timespan is longer than 400 days.");
  return ms;
}

function aliases(section: YamlMap, problems: ProblemSink): Map<string, Map<string, string>> {
  const found = entry(section, "aliases");
  const result = new Map<string, Map<string, string>>();
  if (!found) return result;
  if (found.value.kind !== "map") {
    problems.refuse(found.value.offset, '"aliases" must map an alias to the field of each rule.');
    return result;
  }
  for (const { key, value, offset } of found.value.entries) {
    const fields = new Map<string, string>();
    for (const rule of value.kind === "map" ? value.entries : []) {
      if (rule.value.kind === "scalar" && rule.value.value !== null) fields.set(rule.key, rule.value.text);
    }
    if (value.kind !== "map" || fields.size !== value.entries.length) problems.refuse(offset, `The alias "${key}" must name one field for each rule.`);
    result.set(key, fields);
  }
  return result;
}

type Thresholds = Pick<CorrelationSource, "thresholds" | "fields" | "percentile">;

function parseThresholds(section: YamlMap, type: CorrelationType, ruleCount: number, problems: ProblemSink): Thresholds {
  const temporal = type === "temporal" || type === "temporal_ordered";
  const found = entry(section, "condition");
  if (!found) {
    if (!temporal) problems.refuse(section.offset, `A correlation of type ${type} needs a "condition".`);
    return { thresholds: [{ operator: "gte", value: ruleCount }], fields: [], percentile: null };
  }
  if (found.value.kind !== "map") {
    problems.refuse(found.value.offset, "The condition of a correlation must be a map such as \"gte: 5\".");
    return { thresholds: [], fields: [], percentile: null };
  }
  const thresholds = found.value.entries.flatMap(({ key, value, offset }): Threshold[] => {
    const operator = OPERATORS.find((candidate) => candidate === key);
    if (operator && value.kind === "scalar" && typeof value.value === "number" && Number.isFinite(value.value)) return [{ operator, value: value.value }];
    if (key !== "field" && key !== "percentile") problems.refuse(offset, `"${key}" must be one of ${OPERATORS.join(", ")} with a number.`);
    return [];
  });
  if (thresholds.length === 0) problems.refuse(found.value.offset, "The condition states no threshold.");
  checkThresholds(thresholds, type, ruleCount, found.value.offset, problems);
  return { thresholds, ...valueFields(found.value, type, problems) };
}

function checkThresholds(thresholds: readonly Threshold[], type: CorrelationType, ruleCount: number, offset: number, problems: ProblemSink): void {
  const counts = type === "event_count" || type === "value_count";
  for (const { operator, value } of thresholds) {
    if (counts && value > CORRELATOR_LIMITS.entriesPerGroup && operator !== "neq") {
      problems.refuse(offset, `A threshold above ${CORRELATOR_LIMITS.entriesPerGroup} cannot be counted within bounded memory.`);
    }
  }
  const complete = thresholds.length === 1 && (thresholds[0]!.operator === "gte" || thresholds[0]!.operator === "eq") && thresholds[0]!.value === ruleCount;
  if (type === "temporal_ordered" && !complete) problems.refuse(offset, "An ordered correlation needs all its rules: leave the condition out.");
}

function valueFields(condition: YamlMap, type: CorrelationType, problems: ProblemSink): Pick<CorrelationSource, "fields" | "percentile"> {
  const fields = textList(condition, "field", problems).map(({ text }) => text);
  const needsField = type.startsWith("value_");
  if (needsField && fields.length === 0) problems.refuse(condition.offset, `A correlation of type ${type} needs "field" in its condition.`);
  if (needsField && type !== "value_count" && fields.length > 1) problems.refuse(condition.offset, `A correlation of type ${type} takes one field.`);
  const stated = entry(condition, "percentile")?.value;
  const percentile = stated?.kind === "scalar" && typeof stated.value === "number" && stated.value > 0 && stated.value <= 100 ? stated.value : null;
  if (type === "value_percentile" && percentile === null) {
    problems.refuse(condition.offset, 'A value_percentile condition must say which one: "percentile" from 1 to 100, compared with the threshold.');
  }
  return { fields, percentile };
}
