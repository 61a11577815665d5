import path from "node:path";
import { pathToFileURL } from "node:url";
import type { RuleInfo } from "#lib/detection/index.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { InputProblem } from "./finding.ts";
import type { FindingWriter, ReadingEnd } from "./writers.ts";

const LEVELS = { informational: "note", low: "note", medium: "warning", high: "error", critical: "error" } as const;

/**
 * SARIF 2.1.0 (OASIS): one run, a result for each finding. A correlation stands where its lines stand. Whether everything
 * was read says the invocation, which stands behind the results because only then it is known.
 */
export function sarifWriter(rules: readonly RuleInfo[]): FindingWriter {
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const [name, version] = SOFTWARE.split(" ");
  return {
    separator: ",\n",
    begin: () => `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"tool":{"driver":${JSON.stringify({ name, version, rules: rules.map(descriptorOf) })}},"columnKind":"utf16CodeUnits","results":[\n`,
    finding: ({ rule, file, line, offset, length, values, explanation, cost }) =>
      JSON.stringify({
        ruleId: rule.id,
        ruleIndex: index.get(rule.id),
        level: LEVELS[rule.severity],
        message: { text: rule.title },
        locations: [locationOf(file, { startLine: line, byteOffset: offset, byteLength: length })],
        properties: { values, ...(explanation ? { explanation } : {}), ...(cost ? { cost } : {}) },
      }),
    miss: ({ file, line, offset, miss: { rule, held, failed } }) =>
      JSON.stringify({
        ruleId: rule.id,
        ruleIndex: index.get(rule.id),
        kind: "informational",
        level: "none",
        message: { text: `${rule.title} came nearest` },
        locations: [locationOf(file, { startLine: line, byteOffset: offset })],
        properties: { held, failed },
      }),
    hit: ({ ruleId, title, severity, groupKey, firstTime, lastTime, count, lines }) =>
      JSON.stringify({
        ruleId,
        ruleIndex: index.get(ruleId),
        level: LEVELS[severity],
        message: { text: title },
        locations: lines.flatMap(({ segment, lineNumber, offset, length }) => (segment === undefined ? [] : [locationOf(segment, { startLine: lineNumber, byteOffset: offset, byteLength: length })])),
        properties: { group: groupKey, firstTime, lastTime, count },
      }),
    end: (reading) => `\n],"invocations":${JSON.stringify([invocationOf(reading)])}}]}\n`,
  };
}

function descriptorOf({ id, title, description, severity, author, license, tags, references }: RuleInfo): object {
  const help = references.find((reference) => /^https?:\/\//i.test(reference) && URL.canParse(reference));
  return {
    id,
    shortDescription: { text: title },
    ...(description === null ? {} : { fullDescription: { text: description } }),
    ...(help === undefined ? {} : { helpUri: new URL(help).href }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [...new Set(tags)], author, license },
  };
}

function locationOf(file: string, region: object): object {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region } };
}

/** Names of files are absolute paths, except that of what has no file. */
function uriOf(file: string): string {
  return path.isAbsolute(file) ? pathToFileURL(file).href : encodeURIComponent(file);
}

function invocationOf({ problems, problemsTotal, refused, stopped }: ReadingEnd): object {
  const more = problemsTotal - problems.length;
  const told = [...problems.map(notificationOf), ...(more > 0 ? [{ level: "error", message: { text: `${more} more problems are not listed.` } }] : []), ...(stopped ? [{ level: "error", message: { text: "The reading was stopped before its end." } }] : [])];
  return {
    executionSuccessful: problemsTotal === 0 && refused.length === 0 && !stopped,
    toolExecutionNotifications: told,
    toolConfigurationNotifications: refused.map(({ path: file, line, column, message }) => ({ level: "error", message: { text: message }, locations: [locationOf(path.resolve(file), { startLine: line, startColumn: column })] })),
  };
}

function notificationOf({ file, line, offset, sentence }: InputProblem): object {
  const region = { ...(line === null ? {} : { startLine: line }), ...(offset === null ? {} : { byteOffset: offset }) };
  const place = line === null && offset === null ? { physicalLocation: { artifactLocation: { uri: uriOf(file) } } } : locationOf(file, region);
  return { level: "error", message: { text: sentence }, locations: [place] };
}
