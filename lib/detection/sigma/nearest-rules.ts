import type { EventRecord } from "../fields.ts";
import { PRESENT } from "../matching/atoms.ts";
import type { Expression } from "./expression.ts";
import type { Literal } from "./literals.ts";
import { routes, statedLogsource } from "./logsource.ts";
import { compareDistances, type Distance, distanceTo } from "./nearest.ts";
import type { RuleInfo } from "./rule.ts";
import type { RuleSet } from "./rule-set.ts";

/** A rule that an event came near to: JSON-safe. */
export type NearMiss = Distance & { readonly rule: RuleInfo; readonly number: number };

/** What a rule takes: JSON-safe. */
export type RuleCost = {
  /** Literals of which an event must show one for the rule to be asked at all; null: it is asked for every event of its source. */
  readonly witness: readonly WitnessLiteral[] | null;
  /** Share of events that are expected to wake it, by what was learned of earlier ones. 1 without a witness. */
  readonly wokenShare: number;
  readonly predicates: number;
};

export type WitnessLiteral = { /** Null: anywhere in the event. */ readonly field: string | null; readonly place: Literal["place"] | "present"; readonly text: string };

/** The event rules of the event's log source that came nearest without matching; none of which nothing holds. */
export function nearestMisses(ruleSet: RuleSet, event: EventRecord, most = 1): NearMiss[] {
  const source = statedLogsource(event);
  ruleSet.view.reset(event);
  const misses: NearMiss[] = [];
  for (const { logsource, expression, info, number } of ruleSet.eventRules) {
    if (!routes(logsource, source)) continue;
    const distance = distanceTo(expression, ruleSet.view);
    if (distance.failed.length > 0 && distance.held > 0) misses.push({ rule: info, number, ...distance });
  }
  return misses.sort(compareDistances).slice(0, most);
}

/** What wakes a rule and how often; null when the set has no such event rule. */
export function costOf(ruleSet: RuleSet, ruleNumber: number): RuleCost | null {
  const at = ruleSet.eventRules.findIndex(({ number }) => number === ruleNumber);
  if (at === -1) return null;
  const matcher = ruleSet.matcher();
  const witness = matcher.witness(at);
  const predicates = new Set<number>();
  collect(ruleSet.eventRules[at]!.expression, predicates);
  if (witness === null) return { witness: null, wokenShare: 1, predicates: predicates.size };
  const { atoms } = matcher;
  const literals = witness.atoms.map((atom): WitnessLiteral => {
    const { place, text } = atoms.literals[atom]!;
    const field = ruleSet.fields.names[atoms.searches[atom]! % atoms.searchOffset] ?? null;
    return atoms.literals[atom] === PRESENT ? { field, place: "present", text: "" } : { field, place, text };
  });
  return { witness: literals, wokenShare: Math.min(1, witness.cost), predicates: predicates.size };
}

function collect(expression: Expression, into: Set<number>): void {
  if (expression.kind === "predicate") into.add(expression.predicate.number);
  else if (expression.kind === "name" || expression.kind === "not") collect(expression.item, into);
  else for (const item of expression.items) collect(item, into);
}
