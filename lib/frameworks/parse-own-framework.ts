import { readYaml, type ContentProblem, type Parsed, type Position } from "#lib/content/index.ts";
import type { Framework } from "./framework.ts";
import { lintFramework } from "./lint-framework.ts";
import { OWN_FRAMEWORK_LIMITS } from "./own-limits.ts";
import { frameworkSchema, problemsInside, toFramework, type FrameworkFile } from "./parse-framework-file.ts";

// The same form as the product's own files; what only those must say about their origin may be left out.
const ownSchema = frameworkSchema.omit({ superseded_by: true }).partial({ publisher: true, source: true, not_covered: true, totals: true, groups: true });

type OwnFile = ReturnType<typeof ownSchema.parse>;

/** Who stands behind a framework that says nothing of it. */
export type OwnOrigin = { publisher: string; source: string };

const ONLY_GROUP = "all";

/**
 * Reads a framework of one's own from YAML. Never throws on bad content; problems are located, those of its inner order
 * (unknown groups, circles of parents) too.
 */
export function parseOwnFramework(file: string, source: string, origin: OwnOrigin): Parsed<Framework> {
  const read = readYaml(file, source, ownSchema);
  if (read.value === null) return { value: null, problems: read.problems };
  const whole = completed(read.value, origin);
  const inside = problemsInside(file, whole, read.positionOf);
  const framework = toFramework(whole, read.positionOf);
  return judged(file, framework, inside);
}

/** The framework, where nothing is wrong with it. */
export function judged(file: string, framework: Framework, problems: readonly ContentProblem[]): Parsed<Framework> {
  // Two findings of one place would only say the same in two ways.
  const known = new Set(problems.map(({ line }) => line));
  const all = [...problems, ...problemsOfOwn(file, framework), ...lintFramework(file, framework).filter(({ line, sentence }) => !(known.has(line) && sentence.includes("stands twice")))];
  return { value: all.length === 0 ? framework : null, problems: all };
}

function completed(value: OwnFile, { publisher, source }: OwnOrigin): FrameworkFile {
  const groups = value.groups ?? [{ id: ONLY_GROUP, title: `All ${value.item_label.many}` }];
  const requirements = value.groups === undefined ? value.requirements.map((one) => ({ ...one, group: one.group ?? ONLY_GROUP })) : value.requirements;
  return { ...value, publisher: value.publisher ?? publisher, source: value.source ?? source, not_covered: value.not_covered ?? [], totals: value.totals ?? { requirements: requirements.length }, groups, requirements };
}

/** What is right in a file of ours, reviewed before it ships, and is not taken from elsewhere. */
function problemsOfOwn(file: string, framework: Framework): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const top = { line: 1, column: 1 };
  if (framework.id.length > OWN_FRAMEWORK_LIMITS.idCharacters) problems.push({ file, ...top, sentence: `The id is longer than ${OWN_FRAMEWORK_LIMITS.idCharacters} characters.` });
  if (framework.requirements.length > OWN_FRAMEWORK_LIMITS.requirements) problems.push({ file, ...top, sentence: `More than ${OWN_FRAMEWORK_LIMITS.requirements.toLocaleString("en-GB")} ${framework.itemLabel.many}.` });
  const lines: { at: Position; what: string; text: string }[] = [
    ...[framework.name, framework.edition, framework.publisher, framework.itemLabel.one, framework.itemLabel.many].map((text) => ({ at: top, what: "The name or label", text })),
    ...framework.groups.map(({ at, id, title }) => ({ at, what: `The title of the group ${id}`, text: title })),
    ...framework.requirements.map(({ at, id, title }) => ({ at, what: `The title of ${id}`, text: title })),
  ];
  for (const { at, what, text } of lines) {
    const fault = faultOf(text);
    if (fault !== null) problems.push({ file, ...at, sentence: `${what} ${fault}` });
  }
  return problems;
}

function faultOf(text: string): string | null {
  if (text.length > OWN_FRAMEWORK_LIMITS.titleCharacters) return `is longer than ${OWN_FRAMEWORK_LIMITS.titleCharacters} characters.`;
  if (/[\n\r]/u.test(text)) return "runs over several lines; write one.";
  if (/^[=+@-]/u.test(text)) return `begins with “${text.slice(0, 1)}”, which a spreadsheet would run as a formula.`;
  if (/<[/!]?[a-z][^>]*>/iu.test(text)) return "holds markup; write plain text.";
  return null;
}
