import type { ContentProblem, Position } from "#lib/content/index.ts";
import type { Crosswalk } from "./crosswalk.ts";
import type { Framework } from "./framework.ts";
import { lintCrosswalk } from "./lint-crosswalk.ts";
import { lintFramework } from "./lint-framework.ts";
import { lintSuccessions } from "./lint-successions.ts";

/** A value and the file it was read from. */
export interface InFile<T> {
  file: string;
  value: T;
}

/** A control's mapping, as far as the lint must know it. */
export interface LintedMapping {
  control: string;
  framework: string;
  requirement: string;
  /** The crosswalk row the mapping was derived by, or null. */
  via: { crosswalk: string; from: string } | null;
  at: Position;
}

export interface LintedContent {
  frameworks: InFile<Framework>[];
  crosswalks: InFile<Crosswalk>[];
  mappings: InFile<LintedMapping>[];
}

/**
 * Judges content across files: unknown and duplicate identifiers, requirements without a group, rows of a crosswalk
 * that were lost, edges without a source, successions that run in a circle, mappings to requirements that do not exist. Pure.
 */
export function lintContent(content: LintedContent): ContentProblem[] {
  const frameworks = new Map(content.frameworks.map(({ value }) => [value.id, value]));
  const crosswalks = new Map(content.crosswalks.map(({ value }) => [value.id, value]));
  return [
    ...repeatedIds(content.frameworks, "framework"),
    ...repeatedIds(content.crosswalks, "crosswalk"),
    ...content.frameworks.flatMap(({ file, value }) => lintFramework(file, value)),
    ...content.crosswalks.flatMap(({ file, value }) => lintCrosswalk(file, value, frameworks)),
    ...lintSuccessions(content.frameworks, content.crosswalks),
    ...content.mappings.flatMap((mapping) => lintMapping(mapping, frameworks, crosswalks)),
  ];
}

function repeatedIds(entries: InFile<{ id: string }>[], noun: string): ContentProblem[] {
  const first = new Map<string, string>();
  return entries.flatMap(({ file, value }) => {
    const earlier = first.get(value.id);
    if (earlier === undefined) {
      first.set(value.id, file);
      return [];
    }
    return [{ file, line: 1, column: 1, sentence: `The ${noun} “${value.id}” is already defined in ${earlier}.` }];
  });
}

function lintMapping(
  { file, value }: InFile<LintedMapping>,
  frameworks: Map<string, Framework>,
  crosswalks: Map<string, Crosswalk>,
): ContentProblem[] {
  const problem = (sentence: string): ContentProblem[] => [{ file, ...value.at, sentence }];
  const framework = frameworks.get(value.framework);
  if (framework === undefined) return problem(`${value.control} is mapped to the unknown framework “${value.framework}”.`);
  if (!framework.requirements.some(({ id }) => id === value.requirement)) {
    return problem(`${value.control} is mapped to “${value.requirement}”, which ${framework.id} does not list.`);
  }
  if (value.via === null) return [];
  const { via } = value;
  const crosswalk = crosswalks.get(via.crosswalk);
  if (crosswalk === undefined) return problem(`${value.control} names the unknown crosswalk “${via.crosswalk}”.`);
  const row = crosswalk.to === value.framework ? crosswalk.rows.find(({ from }) => from === via.from) : undefined;
  if (row === undefined || ![...row.to, ...row.added].includes(value.requirement)) {
    return problem(`${crosswalk.id} does not lead from “${via.from}” to “${value.requirement}” of ${value.framework}.`);
  }
  return [];
}
