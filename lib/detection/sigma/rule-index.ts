import type { EventRecord } from "../fields.ts";
import type { EventView } from "./event-view.ts";
import { type Expression, witnessOf } from "./expression.ts";
import { routes, statedLogsource } from "./logsource.ts";
import type { Logsource } from "./rule.ts";

export type IndexedRule = { readonly number: number; readonly logsource: Logsource; readonly expression: Expression };

/** The rules of one log source: those an exact value leads to, and those that must always be asked. */
type Route<Rule> = { readonly always: readonly Rule[]; readonly byField: ReadonlyMap<number, ReadonlyMap<string, readonly Rule[]>> };

/** Attackers can write log sources of their choice into JSON records; past this number routes are not remembered. */
const MAX_ROUTES = 256;

/** Finds the rules that could match an event: routed by log source, then by exact values that the rule needs. */
export class RuleIndex<Rule extends IndexedRule> {
  private readonly rules: readonly Rule[];
  private readonly witnesses: readonly ReturnType<typeof witnessOf>[];
  private readonly routes = new Map<string, Route<Rule>>();
  /** The route of the event before: neighbours in a log mostly have the same source. */
  private last: (Logsource & { readonly route: Route<Rule> }) | null = null;

  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    this.witnesses = rules.map(({ expression }) => witnessOf(expression));
  }

  /** Candidates in the order of the rule set. Over-approximates: the caller evaluates each. */
  candidates(event: EventRecord, view: EventView): readonly Rule[] {
    const route = this.route(statedLogsource(event));
    let found: Rule[] | null = null;
    for (const [field, byText] of route.byField) {
      for (const { lower } of view.texts(field)) {
        const rules = byText.get(lower);
        if (rules) found = found === null ? [...route.always, ...rules] : [...found, ...rules];
      }
    }
    if (found === null) return route.always;
    return found.length === 1 ? found : found.sort((a, b) => a.number - b.number).filter((rule, at, all) => rule !== all[at - 1]);
  }

  private route(source: Logsource): Route<Rule> {
    const { last } = this;
    if (last && last.product === source.product && last.service === source.service && last.category === source.category) return last.route;
    const key = `${source.product ?? ""}\0${source.service ?? ""}\0${source.category ?? ""}`;
    let route = this.routes.get(key);
    if (!route) {
      if (this.routes.size >= MAX_ROUTES) this.routes.clear();
      route = this.build(source);
      this.routes.set(key, route);
    }
    this.last = { ...source, route };
    return route;
  }

  private build(source: Logsource): Route<Rule> {
    const always: Rule[] = [];
    const byField = new Map<number, Map<string, Rule[]>>();
    this.rules.forEach((rule, at) => {
      if (!routes(rule.logsource, source)) return;
      const witness = this.witnesses[at];
      if (!witness) {
        always.push(rule);
        return;
      }
      for (const { field, text } of witness) {
        const byText = byField.get(field) ?? new Map<string, Rule[]>();
        byField.set(field, byText);
        byText.set(text, [...(byText.get(text) ?? []), rule]);
      }
    });
    return { always, byField };
  }
}
