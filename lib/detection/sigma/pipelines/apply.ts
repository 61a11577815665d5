import type { ProblemSink } from "../problems.ts";
import { type Detection, type EventBody, type FilterBody, type Logsource, LOGSOURCE_PARTS, type ParsedRule, type SelectorSource } from "../rule.ts";
import type { Act, Pipeline, When } from "./pipeline.ts";

/** What remains of a detection: a condition on nothing is told apart from none. */
type Brought = Detection | null;

/**
 * Brings a rule to the names and values that pipelines say, step by step. What cannot be brought is refused at its place.
 * Conditions are added to rules only: a filter is joined to rules that have them.
 */
export function throughPipelines(rule: ParsedRule, pipelines: readonly Pipeline[], problems: ProblemSink): ParsedRule {
  const { body } = rule;
  if (body.kind === "correlation" || pipelines.length === 0) return rule;
  const brought = new BroughtRule(rule.info.logsource ?? {}, body, problems, rule.offset);
  for (const { steps } of pipelines) {
    for (const { when, act } of steps) if (applies(when, brought.logsource)) brought.take(act);
  }
  return { ...rule, info: { ...rule.info, logsource: brought.logsource }, body: brought.body(), pipelineHashes: pipelines.map(({ hash }) => hash) };
}

/** Where the field of a rule of a log source is read from, for what correlations group by and count. */
export function namesThroughPipelines(name: string, source: Logsource, pipelines: readonly Pipeline[]): readonly string[] {
  let logsource = source;
  let names: { readonly name: string; readonly named: boolean }[] = [{ name, named: false }];
  for (const { when, act } of pipelines.flatMap(({ steps }) => steps)) {
    if (!applies(when, logsource)) continue;
    if (act.kind === "logsource") logsource = act.logsource;
    else if (act.kind === "prefix") names = names.map((known) => (known.named ? known : { name: act.prefix + known.name, named: true }));
    else if (act.kind === "fields") names = names.flatMap((known) => newNames(act.names, known.name)?.map((to) => ({ name: to, named: true })) ?? [known]);
  }
  return [...new Set(names.map(({ name: brought }) => brought))];
}

function applies(when: When, logsource: Logsource): boolean {
  return LOGSOURCE_PARTS.every((part) => when[part] === undefined || (logsource[part] !== undefined && when[part].includes(logsource[part])));
}

/** Names of a field by its own name, else by the longest beginning `x.*` of it; null when no step says any. */
function newNames(names: ReadonlyMap<string, readonly string[]>, field: string): readonly string[] | null {
  const own = names.get(field);
  if (own) return own;
  for (let dot = field.lastIndexOf("."); dot !== -1; dot = field.lastIndexOf(".", dot - 1)) {
    const begun = names.get(`${field.slice(0, dot)}.*`);
    if (begun) return begun.map((name) => name.slice(0, -1) + field.slice(dot + 1));
    if (dot === 0) break;
  }
  return null;
}

class BroughtRule {
  logsource: Logsource;
  private readonly source: EventBody | FilterBody;
  private readonly problems: ProblemSink;
  private readonly offset: number;
  private detections: ReadonlyMap<string, Detection>;
  private readonly refusedNames: string[];
  private readonly added: SelectorSource[] = [];
  /** Selectors that a step named: a prefix leaves them alone. */
  private readonly named = new WeakSet<Detection>();

  constructor(logsource: Logsource, source: EventBody | FilterBody, problems: ProblemSink, offset: number) {
    this.logsource = logsource;
    this.source = source;
    this.problems = problems;
    this.offset = offset;
    this.detections = source.detections;
    this.refusedNames = [...source.refusedNames];
  }

  body(): EventBody | FilterBody {
    return { ...this.source, detections: this.detections, refusedNames: this.refusedNames, ...(this.source.kind === "event" ? { added: this.added } : {}) };
  }

  take(act: Act): void {
    switch (act.kind) {
      case "refuse":
        this.problems.refuse(this.offset, act.sentence);
        return;
      case "logsource":
        this.logsource = act.logsource;
        return;
      case "add":
        this.added.push(...act.selectors.map((selector) => ({ ...selector, offset: this.offset })));
        return;
      default:
        this.change((selector) => this.brought(selector, act));
    }
  }

  /** A name that no condition is left of would always hold, or never: neither is what the rule says. */
  private change(bring: (selector: SelectorSource) => Brought): void {
    const changed = new Map<string, Detection>();
    for (const [name, detection] of this.detections) {
      const brought = mapped(detection, bring);
      if (brought) changed.set(name, brought);
      else {
        this.problems.refuse(detection.offset, `A pipeline leaves nothing of "${name}".`);
        this.refusedNames.push(name);
      }
    }
    this.detections = changed;
  }

  private brought(selector: SelectorSource, act: Extract<Act, { kind: "fields" | "prefix" | "drop" | "values" }>): Brought {
    const { field } = selector;
    if (field === null) return selector;
    switch (act.kind) {
      case "drop":
        return act.fields.has(field) ? null : selector;
      case "prefix":
        return this.named.has(selector) ? selector : this.renamed(this.references(selector, (name) => [act.prefix + name]), [act.prefix + field]);
      case "values": {
        const replaced = act.byField.get(field);
        return replaced ? this.kept(selector, { ...selector, values: selector.values.flatMap((value) => (typeof value.value === "string" ? (replaced.get(value.value.toLowerCase())?.map((text) => ({ ...value, value: text, text })) ?? [value]) : [value])) }) : selector;
      }
      case "fields": {
        const related = this.references(selector, (name) => newNames(act.names, name) ?? [name]);
        const names = newNames(act.names, field);
        return names ? this.renamed(related, names) : related;
      }
    }
  }

  /** The same selector with other values: what was named stays named. */
  private kept(before: SelectorSource, after: SelectorSource): SelectorSource {
    if (this.named.has(before)) this.named.add(after);
    return after;
  }

  /** The values of "fieldref" are names, too. */
  private references(selector: SelectorSource, namesOf: (name: string) => readonly string[]): SelectorSource {
    if (!selector.modifiers.includes("fieldref")) return selector;
    const values = selector.values.flatMap((value) => namesOf(value.text).map((text) => ({ ...value, value: text, text })));
    if (values.length > selector.values.length && selector.modifiers.includes("all")) this.problems.refuse(selector.offset, `"${selector.label}" asks for all of its fields, one of which a pipeline reads from several.`);
    return this.kept(selector, { ...selector, values });
  }

  /** A selector of other fields: any of them for what is asked of a value, all of them for what is asked of its absence. */
  private renamed(selector: SelectorSource, names: readonly string[]): Detection {
    const named = (name: string, values = selector.values): SelectorSource => {
      const made = { ...selector, field: name, values };
      this.named.add(made);
      return made;
    };
    if (names.length === 1) return named(names[0]!);
    const { offset, modifiers } = selector;
    const all = (values = selector.values): Detection => ({ kind: "all", items: names.map((name) => named(name, values)), offset });
    const any = (values = selector.values): Detection => ({ kind: "any", items: names.map((name) => named(name, values)), offset });
    if (modifiers.includes("neq")) this.problems.refuse(offset, `"${selector.label}" asks for another value, which cannot be told of a field that a pipeline reads from several.`);
    if (modifiers.includes("exists")) return selector.values[0]?.value === false ? all() : any();
    const nulls = selector.values.filter(({ value }) => value === null);
    const others = selector.values.filter(({ value }) => value !== null);
    if (nulls.length === 0) return any();
    if (modifiers.includes("all")) this.problems.refuse(offset, `"${selector.label}" asks for null among all of its values, which cannot be told of a field that a pipeline reads from several.`);
    return others.length === 0 ? all() : { kind: "any", items: [all(nulls), any(others)], offset };
  }
}

/** Each selector of a detection as `bring` gives it; null when nothing remains. */
function mapped(detection: Detection, bring: (selector: SelectorSource) => Brought): Brought {
  if (detection.kind === "selector") return bring(detection);
  const items = detection.items.flatMap((item) => mapped(item, bring) ?? []);
  return items.length === 0 ? null : { ...detection, items };
}
