import { z } from "zod";
import type { VerbArguments } from "#lib/access/index.ts";
import { duplicates, type ContentProblem } from "#lib/content/index.ts";
import { libraryInput, MAX_CONTROLS } from "#lib/controls/index.ts";
import { requirementsOf } from "#lib/frameworks/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { formatControlFile, parseControlFile } from "./control-file.ts";
import { contentChanges, fieldChanges, statesLater, type FieldChange } from "./field-changes.ts";
import { libraryPart, withInstants, type FileControl } from "./file-control.ts";
import { lifeProblems } from "./life-problems.ts";
import { storedControls } from "./stored-controls.ts";

/** Of all files: 2,000 controls of 32 kilobytes, several times what the longest have. */
const MAX_ALL = 64_000_000;

/** Files of a folder by their names. A control's file is a few kilobytes; a megabyte is no control. */
export const filesInput = z.array(z.strictObject({ name: z.string().max(80), text: z.string().max(1_048_576) })).max(MAX_CONTROLS)
  .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MAX_ALL, "All files together hold at most 64 million letters.");
type ControlFiles = z.output<typeof filesInput>;

export type FilesPlan = {
  create: FileControl[];
  differ: { control: FileControl; changes: FieldChange[]; /** SHA-256 of the control's own file: what the changes were compared with. */ base: string; /** Its file says from when the changes hold; else they hold from now on. */ later: boolean }[];
  /** Controls that hold here, and that their file retires. */
  retire: Set<string>;
  same: string[];
  /** Controls of the organization that no file is of. They stay: a control with evidence is never deleted. */
  onlyHere: string[];
  problems: ContentProblem[];
};

type Reader = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;
export type ReadControl = { file: string; control: FileControl };

/** What the files of a folder would do to the organization's controls. A file with a problem does nothing. */
export async function planFiles({ tx, context: { organizationId }, now }: Reader, files: ControlFiles): Promise<FilesPlan> {
  const stored = await storedControls(tx, organizationId);
  const { controls, problems } = await readFiles({ tx, context: { organizationId } }, files);
  problems.push(...(await unknownRequirements(tx, controls)), ...lifeProblems(controls, stored, now));
  const wrong = new Set(problems.map(({ file }) => file));
  const plan: FilesPlan = { create: [], differ: [], retire: new Set(), same: [], onlyHere: [...stored.keys()].filter((code) => !files.some(({ name }) => name === `${code}.md`)), problems };
  for (const { file, control } of controls) {
    if (wrong.has(file)) continue;
    const before = stored.get(control.code);
    if (before === undefined) {
      plan.create.push(control);
      continue;
    }
    const changes = fieldChanges(before, control);
    if (changes.length === 0) plan.same.push(control.code);
    else plan.differ.push({ control, changes, base: sha256Hex(formatControlFile(before)), later: statesLater(before, control) });
    if (before.retired === null && control.retired !== null && contentChanges(before, control).length === 0) plan.retire.add(control.code);
  }
  return plan;
}

/** The controls of files as an organization could have them, with its days as instants; what cannot be read is told. */
export async function readFiles({ tx, context: { organizationId } }: { tx: Reader["tx"]; context: { organizationId: string } }, files: ControlFiles): Promise<{ controls: ReadControl[]; problems: ContentProblem[] }> {
  const organization = await findOrganization(tx, organizationId);
  if (organization === null) throw notFound("organization");
  const controls: ReadControl[] = [];
  const problems: ContentProblem[] = duplicates(files, ({ name }) => name).map(({ entry }) => ({ file: entry.name, line: 1, column: 1, sentence: "This file came twice." }));
  for (const { name, text } of files) {
    const parsed = parseControlFile(name, text);
    problems.push(...parsed.problems);
    if (parsed.value === null) continue;
    const { effectiveFrom, retired } = withInstants(parsed.value, organization.timeZone);
    // What an adoption demands of its fields, such as lengths and letters.
    const checked = libraryInput.safeParse([libraryPart(parsed.value)]);
    if (checked.success) controls.push(...checked.data.map((control) => ({ file: name, control: { ...control, effectiveFrom, retired } })));
    else problems.push(...checked.error.issues.map((issue) => ({ file: name, line: 1, column: 1, sentence: `${issue.path.slice(1).join(".")}: ${issue.message}` })));
  }
  return { controls, problems };
}

async function unknownRequirements(tx: VerbArguments<unknown>["tx"], controls: readonly ReadControl[]): Promise<ContentProblem[]> {
  const known = new Set((await requirementsOf(tx)).map((one) => `${one.frameworkKey} ${one.code}`));
  return controls.flatMap(({ file, control }) =>
    control.mappings.map((one) => `${one.framework} ${one.requirement}`).filter((key) => !known.has(key)).map((key) => ({ file, line: 1, column: 1, sentence: `No framework here has ${key}.` })));
}
