import type { EventRecord } from "../fields.ts";
import type { Line } from "../lines.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import { sha256Hex } from "../sha256.ts";
import { compileCorrelation, type CompiledCorrelation, type KnownRule, orderCorrelations, resolveReferences } from "./compile-correlation.ts";
import { DetectionCompiler } from "./compile-detection.ts";
import type { RuleFinding } from "../matching/line-match.ts";
import { Matcher } from "../matching/matcher.ts";
import { FieldNames, RecordView } from "./event-view.ts";
import { explain, type ExplanationNode } from "./explain.ts";
import { evaluate, type Expression } from "./expression.ts";
import { Filters } from "./filters.ts";
import { parseRule } from "./parse-rule.ts";
import { namesThroughPipelines, throughPipelines } from "./pipelines/apply.ts";
import { type Pipeline, readPipeline } from "./pipelines/pipeline.ts";
import type { ProblemSink, RuleProblem } from "./problems.ts";
import { reportFurtherProblems } from "./further-problems.ts";
import { routes, statedLogsource } from "./logsource.ts";
import { type Logsource, type ParsedRule, RULE_LEVELS, type RuleInfo, type RuleLevel, type SelectorSource } from "./rule.ts";
import type { Placeholders } from "./value-tests.ts";
import { readYaml, type YamlNode } from "./yaml-document.ts";

export type RuleSource = { readonly path: string; readonly text: string };
export type CompileOptions = {
  /** Values of `%name%` in values with the `expand` modifier. */
  readonly placeholders?: Placeholders;
  /** Files of pipelines that every rule goes through. With a problem in one of them no rule is compiled. */
  readonly pipelines?: readonly RuleSource[];
};
export type CompiledEventRule = { readonly number: number; readonly logsource: Logsource; readonly expression: Expression; readonly info: RuleInfo };

/** A compiled rule set: pure to use, safe to share between correlators, not between threads. */
export type RuleSet = {
  /** Every rule of the set, in the order of the sources. */
  readonly rules: readonly RuleInfo[];
  /** SHA-256 over the hashes of all rules. */
  readonly hash: string;
  readonly eventRules: readonly CompiledEventRule[];
  /** Each after those it refers to. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly tests: readonly { readonly rule: RuleInfo; readonly tests: YamlNode | null }[];
  readonly fields: FieldNames;
  readonly view: RecordView;
  /** Made when first asked for: it takes memory, and a set may be compiled only to be looked at. */
  readonly matcher: () => Matcher;
  /** By number, what predicates were made of. */
  readonly selectors: ReadonlyMap<number, SelectorSource>;
};

export type RuleMatch = { readonly ruleId: string; readonly number: number; readonly rule: RuleInfo };

/** The fields that say which rules look at an event come first: the matching kernel knows them by number. */
const LOGSOURCE_FIELDS = ["product", "service", "category"];

type Draft = { readonly parsed: ParsedRule; /** As the rule says it, before pipelines. */ readonly source: Logsource | null; readonly problems: ProblemSink; readonly number: number; refused: () => boolean };

/**
 * Compiles Sigma 2.1 rules and correlations. A document with a problem is left out and reported with file, line, column
 * and a sentence; the others are compiled. Nothing is thrown for what a rule's author wrote.
 */
export function compileRules(sources: readonly RuleSource[], options: CompileOptions = {}): { readonly ruleSet: RuleSet; readonly problems: readonly RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const pipelines = readPipelines(options.pipelines ?? [], problems);
  const written = pipelines === null ? [] : sources.flatMap((source) => readSource(source, pipelines, problems));
  const unusable = written.filter((draft) => draft.refused());
  const drafts = withoutDuplicates(written.filter((draft) => !draft.refused()));
  const fields = new FieldNames(LOGSOURCE_FIELDS);
  const compiler = new DetectionCompiler(fields, options.placeholders ?? {});
  const filters = new Filters(drafts, compiler);
  const eventRules: CompiledEventRule[] = [];
  const correlations = drafts.filter(({ parsed }) => parsed.body.kind === "correlation");
  const referenced = new Set(correlations.flatMap(({ parsed }) => (parsed.body.kind === "correlation" && !parsed.body.correlation.generate ? parsed.body.correlation.rules.map(({ reference }) => reference) : [])));
  for (const draft of drafts) {
    const { body, info } = draft.parsed;
    if (body.kind !== "event") continue;
    const compiled = compiler.compile(body, draft.problems);
    if (draft.refused()) continue;
    if (!compiled) {
      draft.problems.refuse(draft.parsed.offset, "The detection could not be compiled.");
      continue;
    }
    const { expression, texts } = filters.apply(draft.parsed, compiled);
    eventRules.push({ number: draft.number, logsource: info.logsource ?? {}, expression, info: ruleInfo(draft.parsed, [], referenced, texts) });
  }
  const known = new Map<string, KnownRule>();
  const sourcesByNumber = new Map(drafts.map(({ number, source }) => [number, source]));
  for (const { number, info } of eventRules) register(known, { number, info, isCorrelation: false, namesOf: (field) => namesThroughPipelines(field, sourcesByNumber.get(number) ?? {}, pipelines ?? []) });
  const compiledCorrelations = compileCorrelations(correlations, known, referenced, fields);
  for (const draft of unusable) reportFurtherProblems(draft, { filters, known, placeholders: options.placeholders ?? {} });
  const rules = [...eventRules, ...compiledCorrelations].sort((a, b) => a.number - b.number).map(({ info }) => info);
  const testsById = new Map(drafts.map(({ parsed }) => [parsed.info.id, parsed.tests]));
  const ruleSet: RuleSet = {
    rules,
    hash: sha256Hex(rules.map(({ id, hash }) => `${id} ${hash}\n`).join("")),
    eventRules,
    correlations: compiledCorrelations,
    tests: rules.map((rule) => ({ rule, tests: testsById.get(rule.id) ?? null })),
    fields,
    view: new RecordView(fields),
    matcher: once(() => new Matcher(eventRules, fields)),
    selectors: compiler.selectors,
  };
  return { ruleSet, problems };
}

/** All event rules that match. Correlations are the correlator's. */
export function evaluateEvent(ruleSet: RuleSet, event: EventRecord): RuleMatch[] {
  return ruleSet.matcher().matchesOfRecord(event).map((rule) => matchOf(ruleSet, rule));
}

/** The same of a line of text, which is only `read` as an event where what a sieve of these rules told of it is not enough. */
export function evaluateLine(ruleSet: RuleSet, { text, told }: Pick<Line, "text" | "told">, read: (text: string) => EventRecord): RuleMatch[] {
  return told === undefined ? evaluateEvent(ruleSet, read(text)) : ruleSet.matcher().matchesOfText(text, told, read).map((rule) => matchOf(ruleSet, rule));
}

/** The same with the values that each rule asked for. */
export function findInEvent(ruleSet: RuleSet, event: EventRecord): RuleFinding[] {
  return findingsOf(ruleSet, ruleSet.matcher().matchesOfRecord(event));
}

/** The same of a line of text, which is only `read` as an event where what a sieve of these rules told of it is not enough. */
export function findInLine(ruleSet: RuleSet, { text, told }: Pick<Line, "text" | "told">, read: (text: string) => EventRecord): RuleFinding[] {
  return told === undefined ? findInEvent(ruleSet, read(text)) : findingsOf(ruleSet, ruleSet.matcher().matchesOfText(text, told, read));
}

function findingsOf(ruleSet: RuleSet, found: readonly number[]): RuleFinding[] {
  if (found.length === 0) return [];
  const matcher = ruleSet.matcher();
  return found.map((at) => {
    const { info: rule, number } = ruleSet.eventRules[at]!;
    return { rule, number, values: matcher.valuesOf(at) };
  });
}

/**
 * The same by asking every rule of the log source in turn, with nothing left out: slow, plainly right, and what the
 * matcher is held against.
 */
export function evaluateByReference(ruleSet: RuleSet, event: EventRecord): RuleMatch[] {
  const source = statedLogsource(event);
  ruleSet.view.reset(event);
  return ruleSet.eventRules.flatMap((rule, at) => (routes(rule.logsource, source) && evaluate(rule.expression, ruleSet.view) ? [matchOf(ruleSet, at)] : []));
}

function matchOf(ruleSet: RuleSet, at: number): RuleMatch {
  const { info, number } = ruleSet.eventRules[at]!;
  return { ruleId: info.id, number, rule: info };
}

/** A value that is made when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** Why a rule matches, or does not match, an event; null when the set has no such event rule. */
export function explainEvent(ruleSet: RuleSet, ruleNumber: number, event: EventRecord): ExplanationNode | null {
  const rule = eventRuleOf(ruleSet.eventRules, ruleNumber);
  if (rule === null) return null;
  ruleSet.view.reset(event);
  const told = explain(rule.expression, ruleSet.view);
  return { label: rule.info.title, kind: "rule", matched: told.matched, children: [told] };
}

/** The rule with a number, or null; rules stand in the order of their numbers. */
function eventRuleOf(eventRules: readonly CompiledEventRule[], wanted: number): CompiledEventRule | null {
  let from = 0;
  let to = eventRules.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (eventRules[middle]!.number < wanted) from = middle + 1;
    else to = middle;
  }
  const rule = eventRules[from];
  return rule?.number === wanted ? rule : null;
}

/** Where what is found stands in a file, known once it was read. */
class FileProblems {
  position: (offset: number) => { line: number; column: number } = () => ({ line: 1, column: 1 });
  private readonly path: string;
  private readonly problems: RuleProblem[];

  constructor(path: string, problems: RuleProblem[]) {
    this.path = path;
    this.problems = problems;
  }

  sink(about: () => Pick<RuleProblem, "ruleId" | "ruleTitle">): { sink: ProblemSink; refused: () => boolean } {
    let refused = false;
    const report = (severity: RuleProblem["severity"], offset: number, message: string) => {
      this.problems.push({ path: this.path, ...this.position(offset), severity, message, ...about() });
    };
    const sink: ProblemSink = {
      refuse(offset, message) {
        refused = true;
        report("refused", offset, message);
      },
      warn: (offset, message) => report("warning", offset, message),
    };
    return { sink, refused: () => refused };
  }
}

/** In the order in which they are applied; null when one of them has a problem. */
function readPipelines(sources: readonly RuleSource[], problems: RuleProblem[]): readonly Pipeline[] | null {
  const read = sources.map(({ path, text }) => {
    const file = new FileProblems(path, problems);
    return readPipeline(text, file.sink(() => ({})).sink, (position) => (file.position = position));
  });
  const pipelines = read.filter((pipeline) => pipeline !== null);
  return pipelines.length < read.length ? null : pipelines.sort((a, b) => a.priority - b.priority);
}

function readSource(source: RuleSource, pipelines: readonly Pipeline[], problems: RuleProblem[]): Draft[] {
  const inFile = new FileProblems(source.path, problems);
  // Positions are known only after reading; problems of the reading itself are located afterwards.
  const early: [number, string][] = [];
  const file = readYaml(source.text, { refuse: (offset, message) => early.push([offset, message]), warn: (offset, message) => early.push([offset, message]) });
  inFile.position = file.position;
  const fileSink = inFile.sink(() => ({}));
  for (const [offset, message] of early) fileSink.sink.refuse(offset, message);
  if (file.documents.length === 0 && early.length === 0) fileSink.sink.refuse(0, "The file contains no rule.");
  return file.documents.flatMap((document): Draft[] => {
    let about: Pick<RuleProblem, "ruleId" | "ruleTitle"> = {};
    const { sink, refused } = inFile.sink(() => about);
    const before = problems.length;
    const written = parseRule(document, source.path, file.position(document.offset).line, sink);
    if (!written) return [];
    about = { ruleId: written.info.id, ruleTitle: written.info.title };
    // What was found before its name was known is of this rule, too.
    for (let at = before; at < problems.length; at += 1) problems[at] = { ...problems[at]!, ...about };
    const parsed = refused() ? written : throughPipelines(written, pipelines, sink);
    return [{ parsed, source: written.info.logsource, problems: sink, number: 0, refused }];
  });
}

/** Ids and names are references: the first to use one keeps it. Numbers the rules in order. */
function withoutDuplicates(drafts: readonly Draft[]): Draft[] {
  const taken = new Map<string, Draft>();
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const { id, name } = draft.parsed.info;
    const used = [id, ...(name === null ? [] : [name])].find((key) => taken.has(key));
    if (used !== undefined) {
      const first = taken.get(used)!.parsed.info;
      draft.problems.refuse(draft.parsed.offset, `"${used}" is already the id or name of "${first.title}" (${first.path}, line ${first.line}).`);
      continue;
    }
    if (kept.length >= DETECTION_LIMITS.rules) {
      draft.problems.refuse(draft.parsed.offset, `A rule set holds at most ${DETECTION_LIMITS.rules} rules.`);
      continue;
    }
    const numbered = { ...draft, number: kept.length };
    kept.push(numbered);
    for (const key of [id, name]) if (key !== null) taken.set(key, numbered);
  }
  return kept;
}

function register(known: Map<string, KnownRule>, rule: KnownRule): void {
  known.set(rule.info.id, rule);
  if (rule.info.name !== null) known.set(rule.info.name, rule);
}

function compileCorrelations(drafts: readonly Draft[], known: Map<string, KnownRule>, referenced: ReadonlySet<string>, fields: FieldNames): CompiledCorrelation[] {
  const byKey = new Map(drafts.flatMap((draft) => [draft.parsed.info.id, draft.parsed.info.name].flatMap((key) => (key === null ? [] : [[key, draft] as const]))));
  const referencesOf = (draft: Draft) => (draft.parsed.body.kind === "correlation" ? draft.parsed.body.correlation.rules : []);
  const { ordered, cyclic } = orderCorrelations(drafts, (draft) => referencesOf(draft).flatMap(({ reference }) => byKey.get(reference) ?? []));
  for (const draft of cyclic) draft.problems.refuse(draft.parsed.offset, "The correlation refers to itself through others, or through too many of them.");
  const compiled: CompiledCorrelation[] = [];
  for (const draft of ordered) {
    if (draft.parsed.body.kind !== "correlation") continue;
    const inputs = resolveReferences(draft.parsed.body.correlation, known, draft.problems);
    const correlation = draft.refused() ? null : compileCorrelation(draft.parsed.body.correlation, inputs, fields, draft.problems);
    if (!correlation) continue;
    const info = ruleInfo(draft.parsed, inputs.map((input) => input.info), referenced);
    compiled.push({ ...correlation, number: draft.number, info });
    register(known, { number: draft.number, info, isCorrelation: true, namesOf: (field) => [...new Set(inputs.flatMap((input) => input.namesOf(field)))] });
  }
  return compiled;
}

/** Severity: as stated; a correlation without one is as severe as the worst rule it refers to; else medium. */
function ruleInfo(parsed: ParsedRule, inputs: readonly RuleInfo[], referenced: ReadonlySet<string>, filters: readonly string[] = []): RuleInfo {
  const { level, ...info } = parsed.info;
  const worst = inputs.reduce<RuleLevel | null>((found, { severity }) => (found === null || RULE_LEVELS.indexOf(severity) > RULE_LEVELS.indexOf(found) ? severity : found), null);
  const text = parsed.text.replaceAll("\r\n", "\n");
  return {
    ...info,
    severity: level ?? worst ?? "medium",
    hash: sha256Hex([text, ...(parsed.pipelineHashes ?? []), ...filters, ...inputs.map(({ hash }) => hash)].join("\n")),
    raisesHits: parsed.alerts ?? (!referenced.has(info.id) && !(info.name !== null && referenced.has(info.name))),
  };
}
