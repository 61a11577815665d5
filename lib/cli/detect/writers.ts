import type { ExplanationNode, Hit, LineReference, NearMiss, RuleCost, RuleInfo, RuleProblem } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import type { Finding, InputProblem, LineMiss } from "./finding.ts";
import { sarifWriter } from "./sarif.ts";

export type ExplainedFinding = Finding & { explanation?: ExplanationNode; cost?: RuleCost };

/** Writes findings in one of the forms, as they come; `separator` stands between any two of them. */
export type FindingWriter = { readonly separator: string; begin(): string; finding(finding: ExplainedFinding): string; hit(hit: Hit): string; miss(miss: LineMiss): string; end(reading: ReadingEnd): string };

/** What is known when all inputs were read, or somebody stopped it: the first problems of inputs with the number of all, and the rules that were refused. */
export type ReadingEnd = { readonly problems: readonly InputProblem[]; readonly problemsTotal: number; readonly refused: readonly RuleProblem[]; readonly stopped: boolean };

const LEVEL_WIDTH = 13;
const VALUES_SHOWN = 4;
const VALUE_CHARS = 80;

export function findingWriter(output: DetectArguments["output"], rules: readonly RuleInfo[]): FindingWriter {
  if (output === "ndjson") return ndjson();
  return output === "sarif" ? sarifWriter(rules) : table();
}

/** What comes out of logs and rules is text of strangers: a terminal must not obey it. */
function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]/gu, "?");
  return line.length > VALUE_CHARS ? `${line.slice(0, VALUE_CHARS)}…` : line;
}

function table(): FindingWriter {
  return {
    separator: "",
    begin: () => "",
    finding({ rule, file, line, values, explanation, cost }) {
      const shown = values.slice(0, VALUES_SHOWN).map(({ field, value }) => `${plain(field)}=${plain(value)}`);
      const more = values.length > VALUES_SHOWN ? [`and ${values.length - VALUES_SHOWN} more`] : [];
      return `${rule.severity.padEnd(LEVEL_WIDTH)} ${file}:${line}  ${plain(rule.title)}  ${[...shown, ...more].join("  ")}\n${explanation ? tree(explanation, 1) : ""}${cost ? costLine(cost) : ""}`;
    },
    miss: ({ file, line, miss }) => `${"nearest".padEnd(LEVEL_WIDTH)} ${file}:${line}  ${plain(miss.rule.title)}  ${miss.held} hold, ${miss.failed.length} not\n${failures(miss)}`,
    hit({ severity, title, firstTime, lastTime, count, groupKey }) {
      const group = Object.entries(groupKey).map(([field, value]) => `${plain(field)}=${plain(value)}`);
      return `${severity.padEnd(LEVEL_WIDTH)} ${firstTime ?? "?"} to ${lastTime ?? "?"}  ${plain(title)}  ${count} events  ${group.join("  ")}\n`;
    },
    end: () => "",
  };
}

function tree({ label, matched, evidence = [], children = [] }: ExplanationNode, depth: number): string {
  const values = evidence.map(({ value }) => ` ${JSON.stringify(plain(value))}`).join("");
  return `${"  ".repeat(depth)}${matched ? "+" : "-"} ${plain(label)}${values}\n${children.map((child) => tree(child, depth + 1)).join("")}`;
}

function costLine({ witness, wokenShare, predicates }: RuleCost): string {
  const literals = (witness ?? []).slice(0, VALUES_SHOWN).map(({ field, place, text }) => plain([field ?? "anywhere", place, ...(text === "" ? [] : [JSON.stringify(text)])].join(" ")));
  const more = witness !== null && witness.length > VALUES_SHOWN ? [`${witness.length - VALUES_SHOWN} more`] : [];
  const tests = `${predicates} ${predicates === 1 ? "test" : "tests"}`;
  return witness === null ? `  asked for every event of its log source; ${tests}\n` : `  woken by ${[...literals, ...more].join(", ")}, in ${(wokenShare * 100).toPrecision(2)} % of events; ${tests}\n`;
}

function failures({ failed }: NearMiss): string {
  const shown = failed.slice(0, VALUES_SHOWN).map(({ asked, negated, field, values }) => {
    const stated = values.length === 0 ? (field === null ? "" : "  (the event has none)") : `  (${values.map((value) => JSON.stringify(plain(value))).join(", ")})`;
    return `  - ${negated ? "not " : ""}${plain(asked)}${stated}\n`;
  });
  return [...shown, ...(failed.length > VALUES_SHOWN ? [`  - and ${failed.length - VALUES_SHOWN} more\n`] : [])].join("");
}

/** A line of a correlation, under the names that findings have. */
function placed({ segment, lineNumber, offset, length }: LineReference): object {
  return { file: segment, line: lineNumber, offset, length };
}

function ndjson(): FindingWriter {
  // What is told of a rule is the same each time.
  const told = new Map<RuleInfo, string>();
  const ruleText = (rule: RuleInfo): string => {
    const known = told.get(rule);
    if (known !== undefined) return known;
    const text = JSON.stringify({ id: rule.id, title: rule.title, level: rule.severity, author: rule.author, license: rule.license, tags: rule.tags, controls: rule.controls });
    told.set(rule, text);
    return text;
  };
  return {
    separator: "",
    begin: () => "",
    finding: ({ file, line, offset, length, rule, values, explanation, cost }) =>
      `{"file":${JSON.stringify(file)},"line":${line},"offset":${offset},"length":${length},"rule":${ruleText(rule)},"values":${JSON.stringify(values)}${explanation ? `,"explanation":${JSON.stringify(explanation)}` : ""}${cost ? `,"cost":${JSON.stringify(cost)}` : ""}}\n`,
    miss: ({ file, line, offset, miss: { rule, held, failed } }) => `${JSON.stringify({ file, line, offset, nearest: { rule: { id: rule.id, title: rule.title, level: rule.severity }, held, failed } })}\n`,
    hit: ({ ruleId, title, severity, kind, groupKey, firstTime, lastTime, count, observed, lines, linesTotal }) =>
      `${JSON.stringify({ correlation: kind, rule: { id: ruleId, title, level: severity }, group: groupKey, firstTime, lastTime, count, observed, lines: lines.map(placed), linesTotal })}\n`,
    end: () => "",
  };
}
