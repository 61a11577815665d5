import { z } from "zod";
import type { VerbArguments } from "#lib/access/index.ts";
import { duplicates, type ContentProblem } from "#lib/content/index.ts";
import { libraryInput, MAX_CONTROLS, type LibraryControl } from "#lib/controls/index.ts";
import { requirementsOf } from "#lib/frameworks/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { formatControlFile, parseControlFile } from "./control-file.ts";
import { fieldChanges, type FieldChange } from "./field-changes.ts";
import { retiredCodes, storedControls } from "./stored-controls.ts";

/** Of all files: 2,000 controls of 32 kilobytes, several times what the longest have. */
const MAX_ALL = 64_000_000;

/** Files of a folder by their names. A control's file is a few kilobytes; a megabyte is no control. */
export const filesInput = z.array(z.strictObject({ name: z.string().max(80), text: z.string().max(1_048_576) })).max(MAX_CONTROLS)
  .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MAX_ALL, "All files together hold at most 64 million letters.");
type ControlFiles = z.output<typeof filesInput>;

export type FilesPlan = {
  create: LibraryControl[];
  differ: { control: LibraryControl; changes: FieldChange[]; /** SHA-256 of the control's own file: what the changes were compared with. */ base: string }[];
  same: string[];
  /** Controls of the organization that no file is of. They stay: a control with evidence is never deleted. */
  onlyHere: string[];
  problems: ContentProblem[];
};

/** What the files of a folder would do to the organization's controls. A file with a problem does nothing. */
export async function planFiles({ tx, context: { organizationId } }: Pick<VerbArguments<unknown>, "tx" | "context">, files: ControlFiles): Promise<FilesPlan> {
  const stored = await storedControls(tx, organizationId);
  const { controls, problems } = readFiles(files);
  problems.push(...(await unknownRequirements(tx, controls)));
  const retired = await retiredCodes(tx, organizationId);
  for (const { file, control: { code } } of controls) {
    if (retired.has(code)) problems.push({ file, line: 1, column: 1, sentence: `${code} is retired. Reinstate it on its page, or take its file out of the folder.` });
  }
  const wrong = new Set(problems.map(({ file }) => file));
  const plan: FilesPlan = { create: [], differ: [], same: [], onlyHere: [...stored.keys()].filter((code) => !files.some(({ name }) => name === `${code}.md`)), problems };
  for (const { file, control } of controls) {
    if (wrong.has(file)) continue;
    const before = stored.get(control.code);
    if (before === undefined) {
      plan.create.push(control);
      continue;
    }
    const changes = fieldChanges(before, control);
    if (changes.length === 0) plan.same.push(control.code);
    else plan.differ.push({ control, changes, base: sha256Hex(formatControlFile(before)) });
  }
  return plan;
}

type ReadControl = { file: string; control: LibraryControl };

function readFiles(files: ControlFiles): { controls: ReadControl[]; problems: ContentProblem[] } {
  const controls: ReadControl[] = [];
  const problems: ContentProblem[] = duplicates(files, ({ name }) => name).map(({ entry }) => ({ file: entry.name, line: 1, column: 1, sentence: "This file came twice." }));
  for (const { name, text } of files) {
    const parsed = parseControlFile(name, text);
    problems.push(...parsed.problems);
    if (parsed.value === null) continue;
    // What an adoption demands of its fields, such as lengths and letters.
    const checked = libraryInput.safeParse([parsed.value]);
    if (checked.success) controls.push(...checked.data.map((control) => ({ file: name, control })));
    else problems.push(...checked.error.issues.map((issue) => ({ file: name, line: 1, column: 1, sentence: `${issue.path.slice(1).join(".")}: ${issue.message}` })));
  }
  return { controls, problems };
}

async function unknownRequirements(tx: VerbArguments<unknown>["tx"], controls: readonly ReadControl[]): Promise<ContentProblem[]> {
  const known = new Set((await requirementsOf(tx)).map((one) => `${one.frameworkKey} ${one.code}`));
  return controls.flatMap(({ file, control }) =>
    control.mappings.map((one) => `${one.framework} ${one.requirement}`).filter((key) => !known.has(key)).map((key) => ({ file, line: 1, column: 1, sentence: `No framework here has ${key}.` })));
}
