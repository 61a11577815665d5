import type { ContentProblem } from "#lib/content/index.ts";
import { contentChanges, fieldChanges, statesLater } from "./field-changes.ts";
import type { FileControl } from "./file-control.ts";

/** How far a file may date what a control says: back, what windows of ten years hold; ahead, a year, beyond which it is a plan. */
const DAYS_BACK = 3_660;
const DAYS_AHEAD = 366;
const DAY = 86_400_000;

type Read = { file: string; control: FileControl };

/** What files say of when controls hold that cannot be taken: times out of bounds, retired controls that change, successors that lead nowhere. */
export function lifeProblems(controls: readonly Read[], stored: ReadonlyMap<string, FileControl>, now: Date): ContentProblem[] {
  const all = new Map([...stored, ...controls.map(({ control }) => [control.code, control] as const)]);
  return controls.flatMap(({ file, control }) => {
    const before = stored.get(control.code);
    const sentences = [...timeProblems(control, before, now), ...retirementProblems(control, before), ...successorProblems(control, all)];
    return sentences.map((sentence) => ({ file, line: 1, column: 1, sentence }));
  });
}

function timeProblems(control: FileControl, before: FileControl | undefined, now: Date): string[] {
  const { effectiveFrom, retired } = control;
  const counts = effectiveFrom !== null && (before === undefined || statesLater(before, control));
  const at = effectiveFrom === null ? now.getTime() : Date.parse(effectiveFrom);
  if (counts && (at > now.getTime() + DAYS_AHEAD * DAY || at < now.getTime() - DAYS_BACK * DAY)) return [`“effective_from” is ${effectiveFrom}: at most ten years ago, and at most a year from now.`];
  if (retired === null || (before !== undefined && before.retired !== null)) return [];
  const since = before === undefined ? at : Date.parse(before.effectiveFrom ?? "");
  const from = Date.parse(retired.from);
  return from <= now.getTime() && from > since ? [] : [`It is retired from ${retired.from}: that lies after it took effect, and not in the future.`];
}

function retirementProblems(control: FileControl, before: FileControl | undefined): string[] {
  const { code } = control;
  if (before === undefined) return [];
  if (before.retired !== null && control.retired === null) return [`${code} is retired. Reinstate it on its page, or take its file out of the folder.`];
  if (before.retired !== null) return fieldChanges(before, control).length === 0 ? [] : [`${code} is retired: what it said stays as it was. Reinstate it on its page first.`];
  return control.retired !== null && contentChanges(before, control).length > 0 ? [`This file retires ${code} and changes what it says. Take one after the other.`] : [];
}

function successorProblems(control: FileControl, all: ReadonlyMap<string, FileControl>): string[] {
  const { code, retired } = control;
  const seen = new Set([code]);
  for (let next = retired?.successor ?? null; next !== null; next = all.get(next)?.retired?.successor ?? null) {
    if (!all.has(next)) return [`Its successor ${next} is neither here nor in the folder.`];
    if (seen.has(next)) return [`Its successors lead in a circle, by ${next}.`];
    seen.add(next);
  }
  return [];
}
