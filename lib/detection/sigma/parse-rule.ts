import { booleanOf, parseCorrelation } from "./parse-correlation.ts";
import { parseDetection } from "./parse-detection.ts";
import type { ProblemSink } from "./problems.ts";
import { optionalText, requiredMap, requiredText, textList } from "./read-values.ts";
import { type FilterBody, type Logsource, type ParsedRule, RULE_LEVELS, type RuleLevel } from "./rule.ts";
import { entry, type YamlDocument, type YamlMap } from "./yaml-document.ts";

const STATUSES = ["stable", "test", "experimental", "deprecated", "unsupported"];
const TITLE_CHARS = 256;
const TEXT_CHARS = 65_535;

/** Reads and validates one Sigma 2.1 document: a rule or a correlation. Problems go to the sink; null when unusable. */
export function parseRule(document: YamlDocument, path: string, line: number, problems: ProblemSink): ParsedRule | null {
  const { root } = document;
  if (entry(root, "action")) {
    problems.refuse(entry(root, "action")!.offset, '"action" belongs to Sigma 1 rule collections: write each rule out.');
    return null;
  }
  const correlation = entry(root, "correlation") !== undefined;
  const filter = entry(root, "filter");
  const section = requiredMap(root, filter ? "filter" : correlation ? "correlation" : "detection", problems);
  const tickmark = tickmarkAttributes(root, problems);
  const info = { ...describe(root, path, line, problems), ...tickmark.info };
  if (!section) {
    if (!correlation) parseLogsource(root, problems);
    return null;
  }
  if (filter) {
    if (tickmark.drops === null) problems.refuse(filter.offset, 'Published text and tools disagree whether the condition of a filter drops events or keeps them: say which with "tickmark: { filter: drops }" or "{ filter: keeps }".');
    return { info: { ...info, kind: "event", logsource: parseLogsource(root, problems) }, text: document.text, offset: document.offset, alerts: null, tests: null, body: parseFilter(section, tickmark.drops === true, problems) };
  }
  if (!correlation) {
    const logsource = parseLogsource(root, problems);
    return { info: { ...info, kind: "event", logsource }, text: document.text, offset: document.offset, alerts: tickmark.alerts, tests: tickmark.tests, body: parseDetection(section, problems) };
  }
  const source = parseCorrelation(section, booleanOf(root, "generate"), problems);
  return { info: { ...info, kind: source.type, logsource: null }, text: document.text, offset: document.offset, alerts: tickmark.alerts, tests: tickmark.tests, body: { kind: "correlation", correlation: source } };
}

function parseFilter(section: YamlMap, drops: boolean, problems: ProblemSink): FilterBody {
  const rules = textList(section, "rules", problems).map(({ text, offset }) => ({ reference: text, offset }));
  if (rules.length === 0) problems.refuse(section.offset, 'The filter names no "rules".');
  const entries = section.entries.filter(({ key }) => key !== "rules");
  return { ...parseDetection({ ...section, entries }, problems), kind: "filter", drops, rules };
}

type Described = Omit<ParsedRule["info"], "kind" | "logsource" | "controls" | "matrix">;

function describe(root: YamlMap, path: string, line: number, problems: ProblemSink): Described {
  const title = requiredText(root, "title", TITLE_CHARS, problems);
  const name = optionalText(root, "name", TITLE_CHARS, problems);
  const tags = textList(root, "tags", problems).map(({ text }) => text);
  return {
    // A rule without an id is still the same rule tomorrow: named by its name, else by where it stands.
    id: optionalText(root, "id", TITLE_CHARS, problems) ?? name ?? `${path}:${line}`,
    name,
    title,
    description: optionalText(root, "description", TEXT_CHARS, problems),
    level: oneOf(root, "level", RULE_LEVELS, problems) as RuleLevel | null,
    status: oneOf(root, "status", STATUSES, problems),
    author: optionalText(root, "author", TEXT_CHARS, problems),
    license: optionalText(root, "license", TEXT_CHARS, problems),
    references: textList(root, "references", problems).map(({ text }) => text),
    tags,
    attack: attackOf(tags),
    falsePositives: textList(root, "falsepositives", problems).map(({ text }) => text),
    path,
    line,
  };
}

function oneOf(root: YamlMap, key: string, allowed: readonly string[], problems: ProblemSink): string | null {
  const text = optionalText(root, key, 40, problems);
  if (text !== null && !allowed.includes(text)) problems.refuse(entry(root, key)!.value.offset, `"${key}" must be one of ${allowed.join(", ")}.`);
  return text;
}

/** `attack.t1110.003` names a technique, `attack.credential-access` a tactic; groups and software are left as tags. */
function attackOf(tags: readonly string[]): ParsedRule["info"]["attack"] {
  const names = tags.filter((tag) => tag.startsWith("attack.")).map((tag) => tag.slice("attack.".length));
  return {
    techniques: names.filter((name) => /^t\d{4}(?:\.\d{3})?$/i.test(name)).map((name) => name.toUpperCase()),
    tactics: names.filter((name) => !/^[tgs]\d{4}/i.test(name)),
  };
}

function parseLogsource(root: YamlMap, problems: ProblemSink): Logsource | null {
  const section = requiredMap(root, "logsource", problems);
  if (!section) return null;
  const logsource: { -readonly [key in keyof Logsource]: Logsource[key] } = {};
  for (const key of ["product", "service", "category"] as const) {
    const text = optionalText(section, key, TITLE_CHARS, problems);
    if (text !== null) logsource[key] = text.toLowerCase();
  }
  if (Object.keys(logsource).length === 0 && !entry(section, "definition")) problems.refuse(section.offset, "The log source names no product, service or category.");
  return logsource;
}

type Tickmark = { readonly info: Pick<ParsedRule["info"], "controls" | "matrix">; readonly alerts: boolean | null; readonly tests: ParsedRule["tests"]; /** Of a filter: whether it drops what its condition holds for. */ readonly drops: boolean | null };

const NO_ATTRIBUTES: Tickmark = { info: { controls: [], matrix: [] }, alerts: null, tests: null, drops: null };

/** Our own attribute: which controls and logging matrix rows the rule serves, and examples that prove it. */
function tickmarkAttributes(root: YamlMap, problems: ProblemSink): Tickmark {
  const found = entry(root, "tickmark");
  if (!found) return NO_ATTRIBUTES;
  if (found.value.kind !== "map") {
    problems.refuse(found.value.offset, '"tickmark" must be a map.');
    return NO_ATTRIBUTES;
  }
  const known = ["controls", "matrix", "alerts", "tests", "filter"];
  for (const { key, offset } of found.value.entries) {
    if (!known.includes(key)) problems.refuse(offset, `"${key}" is not one of ${known.join(", ")}.`);
  }
  const controls = textList(found.value, "controls", problems).map(({ text }) => text);
  const matrix = textList(found.value, "matrix", problems).map(({ text }) => text);
  const stated = entry(found.value, "alerts")?.value;
  const alerts = stated?.kind === "scalar" && typeof stated.value === "boolean" ? stated.value : null;
  if (stated && alerts === null) problems.refuse(stated.offset, '"alerts" must be true or false.');
  return { info: { controls, matrix }, alerts, tests: entry(found.value, "tests")?.value ?? null, drops: readDrops(found.value, problems) };
}

function readDrops(tickmark: YamlMap, problems: ProblemSink): boolean | null {
  const stated = oneOf(tickmark, "filter", ["drops", "keeps"], problems);
  return stated === null ? null : stated === "drops";
}
