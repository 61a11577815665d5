import type { DetectionCompiler } from "./compile-detection.ts";
import type { Expression } from "./expression.ts";
import type { ProblemSink } from "./problems.ts";
import type { ParsedRule } from "./rule.ts";

type Draft = { readonly parsed: ParsedRule; readonly problems: ProblemSink; refused: () => boolean };
type Filter = { readonly title: string; readonly text: string; readonly drops: boolean; readonly expression: Expression };

/** Filters by the rules that they tune. */
export class Filters {
  private readonly byRule = new Map<ParsedRule, Filter[]>();
  private readonly rules: ReadonlyMap<string, ParsedRule>;

  /** Compiles the filter documents among the drafts; one that names no rule of the set is refused. */
  constructor(drafts: readonly Draft[], compiler: DetectionCompiler) {
    this.rules = new Map(drafts.flatMap(({ parsed }) => (parsed.body.kind === "event" ? [parsed.info.id, parsed.info.name ?? parsed.info.id].map((key) => [key, parsed] as const) : [])));
    for (const draft of drafts) if (draft.parsed.body.kind === "filter") this.add(draft, compiler);
  }

  /** The rule's expression under its filters, and the filters' texts: they are part of what the rule says. */
  apply(rule: ParsedRule, expression: Expression): { expression: Expression; texts: readonly string[] } {
    const filters = this.byRule.get(rule) ?? [];
    if (filters.length === 0) return { expression, texts: [] };
    const parts = filters.map(({ title, drops, expression: item }): Expression => {
      const named: Expression = { kind: "name", name: title, item, label: `filter ${title}` };
      return drops ? { kind: "not", item: named, label: "not" } : named;
    });
    return { expression: { kind: "and", items: [expression, ...parts], label: "and" }, texts: filters.map(({ text }) => text) };
  }

  /** Puts a filter on the rules that it names, unless one of them or the filter itself has a problem. */
  add({ parsed, problems, refused }: Draft, compiler: DetectionCompiler): void {
    const { body, info, text } = parsed;
    if (body.kind !== "filter") return;
    const expression = compiler.compile(body, problems);
    const tuned = body.rules.flatMap(({ reference, offset }) => {
      const rule = this.rules.get(reference);
      if (!rule) problems.refuse(offset, `The filter refers to "${reference}", which is not a rule of this set.`);
      else if (!sameSource(info, rule.info)) problems.refuse(offset, `The filter is for another log source than "${rule.info.title}".`);
      return rule ?? [];
    });
    if (expression === null || refused()) return;
    for (const rule of tuned) this.byRule.set(rule, [...(this.byRule.get(rule) ?? []), { title: info.title, text, drops: body.drops, expression }]);
  }
}

function sameSource({ logsource: one }: ParsedRule["info"], { logsource: other }: ParsedRule["info"]): boolean {
  return (["product", "service", "category"] as const).every((key) => one?.[key] === undefined || other?.[key] === undefined || one[key] === other[key]);
}
