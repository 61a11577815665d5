import type { EventRecord } from "../fields.ts";
import { compileRules, evaluateEvent, type RuleSet } from "../sigma/rule-set.ts";
import type { Correlator, ObservedLine } from "./correlator.ts";
import type { Hit } from "./hit.ts";

/** Three rules to correlate, told apart by `kind`. */
export const BASE = ["fail", "ok", "odd"].map((name) => `title: ${name}\nname: ${name}\nlogsource: { product: p }\ndetection: { s: { kind: ${name} }, condition: s }`).join("\n---\n");

export function ruleSetOf(...correlations: string[]): RuleSet {
  const documents = correlations.map((text, at) => (text.startsWith("title") ? text : `title: C${at + 1}\nname: c${at + 1}\ncorrelation: ${text}`));
  const { ruleSet, problems } = compileRules([{ path: "r.yml", text: [BASE, ...documents].join("\n---\n") }]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join(" "));
  return ruleSet;
}

export const at = (seconds: number) => new Date(Date.UTC(2025, 0, 1) + seconds * 1000).toISOString();
export const event = (seconds: number, kind = "fail", more: EventRecord = {}): EventRecord => ({ product: "p", time: at(seconds), kind, ip: "a", ...more });

export function feed(correlator: Correlator, ruleSet: RuleSet, events: readonly EventRecord[], from = 0): Hit[] {
  return events.flatMap((item, index) => correlator.observe(item, evaluateEvent(ruleSet, item), lineAt(from + index)));
}

export const lineAt = (index: number): ObservedLine => ({ lineNumber: index + 1, offset: index * 10, length: 9 });

export const COUNT3 = "{ type: event_count, rules: [fail], group-by: [ip], timespan: 10s, condition: { gte: 3 } }";
