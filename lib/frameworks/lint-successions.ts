import type { ContentProblem, Position } from "#lib/content/index.ts";
import type { Crosswalk } from "./crosswalk.ts";
import type { Framework } from "./framework.ts";
import type { InFile } from "./lint-content.ts";

type Step = { to: string; file: string; at: Position; said: string };

/** Time runs one way: no edition, and no item of one, takes the place of what took its own. Each circle is reported once. */
export function lintSuccessions(frameworks: readonly InFile<Framework>[], crosswalks: readonly InFile<Crosswalk>[]): ContentProblem[] {
  const known = new Set(frameworks.map(({ value }) => value.id));
  const unknown = frameworks.flatMap(({ file, value: { id, supersededBy, supersededByAt } }) =>
    supersededBy === null || known.has(supersededBy) ? [] : [{ file, ...supersededByAt, sentence: `${id} is superseded by the unknown framework “${supersededBy}”.` }]);
  const editions = new Map(frameworks.flatMap(({ file, value: { id, supersededBy, supersededByAt } }) =>
    supersededBy === null ? [] : [[id, [{ to: supersededBy, file, at: supersededByAt, said: id }]] as const]));
  return [...unknown, ...circles(editions), ...circles(itemSteps(crosswalks))];
}

function itemSteps(crosswalks: readonly InFile<Crosswalk>[]): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  for (const { file, value } of crosswalks) {
    for (const row of value.rows.filter(({ relation }) => relation === "successor")) {
      const from = `${value.from} ${row.from}`;
      steps.set(from, [...(steps.get(from) ?? []), ...row.to.map((to) => ({ to: `${value.to} ${to}`, file, at: row.at, said: `${value.from} ${row.from}` }))]);
    }
  }
  return steps;
}

/** Walks without recursion: a chain of editions may be as long as a file allows. */
function circles(steps: ReadonlyMap<string, readonly Step[]>): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const done = new Set<string>();
  for (const start of steps.keys()) {
    if (done.has(start)) continue;
    const path = new Set([start]);
    const stack = [{ node: start, left: [...(steps.get(start) ?? [])] }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const step = top.left.shift();
      if (step === undefined) {
        done.add(top.node);
        path.delete(top.node);
        stack.pop();
      } else if (path.has(step.to)) {
        problems.push({ file: step.file, ...step.at, sentence: `“${step.said}” is succeeded, in the end, by itself.` });
      } else if (!done.has(step.to)) {
        path.add(step.to);
        stack.push({ node: step.to, left: [...(steps.get(step.to) ?? [])] });
      }
    }
  }
  return problems;
}
