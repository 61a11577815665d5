import type { CompiledCorrelation, CorrelationInput } from "../sigma/compile-correlation.ts";
import type { ExplanationNode } from "../sigma/explain.ts";
import type { Threshold } from "../sigma/rule.ts";
import { excerpt } from "../sigma/value-tests.ts";

const COMPARISON: { readonly [operator in Threshold["operator"]]: string } = { gt: "more than", gte: "at least", lt: "fewer than", lte: "at most", eq: "exactly", neq: "other than" };
const UNITS: readonly (readonly [number, string])[] = [[86_400_000, "d"], [3_600_000, "h"], [60_000, "min"], [1_000, "s"]];

/** Why a correlation's hit was raised: what was measured, in which group, and the event that completed it. */
export function explainCorrelation(
  rule: CompiledCorrelation,
  groupValues: readonly string[],
  observed: number,
  trigger: CorrelationInput,
  triggerExplanation: ExplanationNode | null,
): ExplanationNode {
  const group = rule.groupBy.map((name, at) => `${name} = ${excerpt(groupValues[at] ?? "")}`).join(", ");
  const label = `${measured(rule, observed)} within ${spanOf(rule)}${group === "" ? "" : `, ${group}`}`;
  const children = rule.inputs.map((input): ExplanationNode => {
    if (input === trigger) return triggerExplanation ?? { label: input.info.title, kind: "rule", matched: true };
    // Every rule of a sequence has occurred; of rules counted together the others may not have.
    return { label: input.info.title, kind: "rule", matched: rule.type === "temporal_ordered" || (rule.type === "temporal" && observed === rule.inputs.length) };
  });
  return { label, kind: "correlation", matched: true, children };
}

function measured(rule: CompiledCorrelation, observed: number): string {
  const condition = rule.thresholds.map(({ operator, value }) => `${COMPARISON[operator]} ${value}`).join(" and ");
  switch (rule.type) {
    case "event_count":
      return `${observed} events (${condition})`;
    case "value_count":
      return `${observed} different values (${condition})`;
    case "temporal":
      return `${observed} of ${rule.inputs.length} rules`;
    case "temporal_ordered":
      return `${rule.inputs.length} rules in this order`;
    default:
      return `${rule.type.slice("value_".length)} ${observed} (${condition})`;
  }
}

const spans = new WeakMap<CompiledCorrelation, string>();

function spanOf(rule: CompiledCorrelation): string {
  const known = spans.get(rule);
  if (known !== undefined) return known;
  const span = duration(rule.timespanMs);
  spans.set(rule, span);
  return span;
}

function duration(ms: number): string {
  const [size, unit] = UNITS.find(([size]) => ms % size === 0) ?? [1, "ms"];
  return `${ms / size} ${unit}`;
}
