import type { ContentProblem, Position } from "#lib/content/index.ts";
import { crosswalkEdges } from "./crosswalk.ts";
import type { Crosswalk, CrosswalkRow, SuccessionShape } from "./crosswalk.ts";
import type { Framework } from "./framework.ts";

type Report = (at: Position, sentence: string) => void;

/** Problems of one crosswalk against the frameworks it joins. */
export function lintCrosswalk(file: string, crosswalk: Crosswalk, frameworks: Map<string, Framework>): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report: Report = (at, sentence) => problems.push({ file, ...at, sentence });
  checkTotals(crosswalk, report);
  checkSources(crosswalk, report);
  checkShapes(crosswalk, report);
  checkSide(crosswalk, "from", frameworks.get(crosswalk.from), report);
  checkSide(crosswalk, "to", frameworks.get(crosswalk.to), report);
  return problems;
}

/** Control totals: a row or pair that vanished in an edit or a merge is noticed although every remaining row is right. */
function checkTotals(crosswalk: Crosswalk, report: Report): void {
  const edges = crosswalkEdges(crosswalk).length;
  if (crosswalk.totals.rows !== crosswalk.rows.length) {
    report(crosswalk.at, `${crosswalk.totals.rows} rows are announced and ${crosswalk.rows.length} are listed.`);
  }
  if (crosswalk.totals.edges !== edges) {
    report(crosswalk.at, `${crosswalk.totals.edges} pairs are announced and ${edges} are listed.`);
  }
}

function checkSources(crosswalk: Crosswalk, report: Report): void {
  const keys = new Set(crosswalk.sources.map(({ key }) => key));
  for (const row of crosswalk.rows) {
    if (row.source === null) report(row.at, `The row of “${row.from}” names no source.`);
    else if (!keys.has(row.source)) report(row.at, `The row of “${row.from}” names the unknown source “${row.source}”.`);
  }
}

/**
 * The shape that a row states must be the one that the rows have together. A "merged" row whose partner is gone, or a
 * "split" row with one target left, is a many-to-many correspondence that lost a member.
 */
function checkShapes(crosswalk: Crosswalk, report: Report): void {
  const successions = crosswalk.rows.filter(({ relation }) => relation === "successor");
  const predecessors = new Map<string, number>();
  for (const row of successions) {
    for (const id of row.to) predecessors.set(id, (predecessors.get(id) ?? 0) + 1);
  }
  for (const row of successions) {
    const shape = shapeOf(row, predecessors);
    if (shape !== row.shape) report(row.at, `The row of “${row.from}” says ${row.shape ?? "nothing"}, but the rows make it ${shape}.`);
  }
}

function shapeOf(row: CrosswalkRow, predecessors: Map<string, number>): SuccessionShape {
  if (row.to.length > 1) return "split";
  return (predecessors.get(row.to[0] ?? "") ?? 0) > 1 ? "merged" : "one_to_one";
}

/** Every item of both frameworks is either in a row or named as having no counterpart, and never both. */
function checkSide(crosswalk: Crosswalk, side: "from" | "to", framework: Framework | undefined, report: Report): void {
  if (framework === undefined) {
    report(crosswalk.at, `The framework “${crosswalk[side]}” is unknown.`);
    return;
  }
  const known = new Set(framework.requirements.map(({ id }) => id));
  const reached = new Set<string>();
  for (const row of crosswalk.rows) {
    const named = side === "from" ? [row.from] : [...row.to, ...row.added];
    for (const id of named) {
      if (!known.has(id)) report(row.at, `“${id}” is not listed by ${framework.id}.`);
    }
    for (const id of side === "from" ? [row.from] : row.to) reached.add(id);
  }
  const excluded = side === "from" ? crosswalk.withoutSuccessor : crosswalk.withoutPredecessor;
  const list = side === "from" ? "without_successor" : "without_predecessor";
  for (const id of excluded) {
    if (!known.has(id)) report(crosswalk.at, `“${id}” under ${list} is not listed by ${framework.id}.`);
    else if (reached.has(id)) report(crosswalk.at, `“${id}” stands under ${list} and in a row.`);
  }
  for (const id of known) {
    if (!reached.has(id) && !excluded.includes(id)) report(crosswalk.at, `“${id}” of ${framework.id} is neither in a row nor under ${list}.`);
  }
}
