import { formatProblem } from "#lib/content/index.ts";
import type { FieldChange, FilesPreview } from "#lib/control-files/index.ts";

/** What a folder would change, in lines: as a patch shows it, field by field. */
export function previewLines({ create, differ, same, onlyHere, problems }: FilesPreview): string[] {
  return [
    ...create.map(({ code, title }) => `${code} ${title}: new`),
    ...differ.flatMap(({ code, title, changes }) => [`${code} ${title}`, ...changes.flatMap(changeLines)]),
    ...problems.map(formatProblem),
    ...(onlyHere.length === 0 ? [] : [`Without a file, left as they are: ${onlyHere.join(", ")}`]),
    `${create.length} new, ${differ.length} differ, ${same} the same, ${problems.length} ${problems.length === 1 ? "problem" : "problems"}`,
  ];
}

/** One field, before and after, as lines of a patch. */
export function changeLines({ field, before, after }: FieldChange): string[] {
  const side = (sign: string, text: string): string[] => (text === "" ? [] : text.split("\n").map((line) => `    ${sign} ${line}`));
  return [`  ${field}`, ...side("-", before), ...side("+", after)];
}
