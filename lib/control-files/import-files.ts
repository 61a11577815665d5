import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { allControls, MAX_CONTROLS, writeRetirements } from "#lib/controls/index.ts";
import { proposeControls } from "#lib/drafts/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { libraryPart, type FileControl } from "./file-control.ts";
import { filesInput, planFiles } from "./plan-files.ts";

const input = z.strictObject({
  files: filesInput,
  /** The controls to take, of those that are new or differ, each with what its changes were shown against; null for a new one. */
  take: z.array(z.strictObject({ code: z.string().max(64), base: z.string().length(64).nullable() })).max(MAX_CONTROLS),
});

export type ImportedFiles = { created: number; changed: number; /** Of both, those that hold no more. */ retired: number; /** Of the changed ones, those whose new text or mappings wait for another person's approval. */ proposed: number };

/**
 * Takes controls from their files, as versions of today: those named in `take`. What such a file does not name any more
 * (a mapping, an evidence request) is retracted or retired; its history and its evidence stay. A new control holds since its
 * file says; a retired one holds no more since then. What existing controls would say
 * and map to otherwise waits for another person's approval.
 *
 * @throws AppError validation when a file that is to be taken has a problem; conflict when one of the controls was changed
 *   since its changes were shown. Nothing is changed then.
 */
export const importControlFiles = defineVerb({
  name: "control_files.import",
  permission: "controls.adopt",
  effect: "write",
  input,
  async run(args): Promise<ImportedFiles> {
    const { context, input: { files, take }, audit, unchanged } = args;
    const plan = await planFiles(args, files);
    const bases = new Map(take.map(({ code, base }) => [code, base]));
    const wrong = plan.problems.find(({ file }) => bases.has(file.replace(/\.md$/u, "")));
    if (wrong !== undefined) throw new AppError("validation", "control_file_invalid", `${wrong.file}:${wrong.line}:${wrong.column} ${wrong.sentence} Nothing was changed.`);
    const created = plan.create.filter(({ code }) => bases.has(code));
    const differing = plan.differ.filter(({ control }) => bases.has(control.code));
    const moved = [...created.filter(({ code }) => bases.get(code) !== null), ...differing.filter(({ control, base }) => bases.get(control.code) !== base).map(({ control }) => control)];
    if (moved.length > 0) throw new AppError("conflict", "control_changed_meanwhile", `Somebody changed ${moved.map(({ code }) => code).join(", ")} meanwhile. Look at the differences again; nothing was changed.`);
    const changed = differing.map(({ control }) => control);
    const controls = [...created, ...changed];
    if (controls.length === 0) {
      unchanged();
      return { created: 0, changed: 0, retired: 0, proposed: 0 };
    }
    const said = [...created, ...changed.filter(({ code }) => !plan.retire.has(code))];
    const since = new Map([...created, ...differing.filter(({ later }) => later).map(({ control }) => control)].flatMap(({ code, effectiveFrom }) => (effectiveFrom === null ? [] : [[code, new Date(effectiveFrom)] as const])));
    const written = await proposeControls(args, { controls: said.map(libraryPart), whole: true, reason: "Taken over from the controls' files.", since });
    const retired = await retire(args, [...created, ...changed]);
    await audit({ action: "controls.imported", subjectKind: "organization", subjectId: context.organizationId, changes: { from: "files", created: created.length, changed: changed.length, ...written, retired, codes: controls.map((one) => one.code) } });
    return { created: created.length, changed: changed.length, retired: retired.length, proposed: written.proposed };
  },
});

/** Ends those that their files end. @returns their codes @throws AppError validation for a successor that is not taken along */
async function retire(args: VerbArguments<unknown>, controls: readonly FileControl[]): Promise<string[]> {
  const ids = new Map((await allControls(args.tx, args.scope)).map((one) => [one.code, one.id]));
  const wanted = controls.flatMap(({ code, retired }) => {
    const controlId = ids.get(code);
    if (retired === null || controlId === undefined) return [];
    const successorId = retired.successor === null ? null : ids.get(retired.successor);
    if (successorId === undefined) throw new AppError("validation", "successor", `${code} is followed by ${retired.successor}, which is not here. Take it along; nothing was changed.`);
    return [{ code, controlId, from: new Date(retired.from), reason: retired.reason, successorId }];
  });
  if (wanted.length > 0) await writeRetirements(args, wanted);
  return wanted.map((one) => one.code);
}
