import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { fieldChanges, filesInput, readFiles, storedControls } from "#lib/control-files/index.ts";
import { allControls, baselineMarks, baselinesOf, dropBaselines, lockControls, MAX_CONTROLS, putBaselines, saidHash, type KeptControl, type NewBaseline } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { keptOf, readKept } from "./kept-control.ts";

export type NotedFolder = { controls: number; differ: number };

/**
 * Keeps what a folder of files says of each control, so that people see where the two drift apart. A control that says the
 * same, or that was taken over from its file just now (`taken`), counts as agreed on.
 */
export const noteFolder = defineVerb({
  name: "drift.note_folder",
  permission: "controls.manage",
  effect: "write",
  rate: "upload",
  input: z.strictObject({ place: lineInput(200), files: filesInput, taken: z.array(z.string().max(64)).max(MAX_CONTROLS).default([]) }),
  async run(args): Promise<NotedFolder> {
    const { tx, scope, context, now, input: { place, files, taken }, audit, unchanged } = args;
    const { organizationId } = context;
    await lockControls(tx, organizationId);
    const ids = new Map((await allControls(tx, scope)).map((one) => [one.code, one.id]));
    const stored = await storedControls(tx, organizationId);
    const marks = new Map((await baselineMarks(tx, organizationId, { source: "folder" })).map((one) => [one.controlId, one]));
    const before = new Map((await baselinesOf(tx, organizationId, "folder", [...marks.keys()])).map((one) => [one.controlId, one.settled]));
    const { controls } = await readFiles(args, files);
    let differ = 0;
    const noted = controls.flatMap(({ control }): NewBaseline[] => {
      const [controlId, here, said] = [ids.get(control.code), stored.get(control.code), keptOf(control)];
      if (controlId === undefined || here === undefined) return [];
      const same = fieldChanges(here, control).length === 0;
      if (!same) differ += 1;
      const agreed = readKept(before.get(controlId));
      return [{ controlId, source: "folder", said, settled: same || taken.includes(control.code) ? said : agreed === null ? null : keptOf(agreed), place }];
    });
    const kept = new Set(noted.map((one) => one.controlId));
    const gone = [...marks.keys()].filter((id) => !kept.has(id));
    const fresh = noted.filter(({ controlId, said, settled, place: where }) => {
      const mark = marks.get(controlId);
      return mark === undefined || mark.place !== where || mark.saidHash !== hashOf(said) || mark.settledHash !== hashOf(settled);
    });
    if (fresh.length + gone.length === 0) {
      unchanged();
      return { controls: noted.length, differ };
    }
    await dropBaselines(tx, organizationId, "folder", gone);
    await putBaselines(tx, organizationId, fresh, { recordedAt: now, recordedBy: actorId(context.actor) });
    await audit({ action: "controls.folder_noted", subjectKind: "organization", subjectId: organizationId, changes: { place, controls: noted.length, differ } });
    return { controls: noted.length, differ };
  },
});

const hashOf = (control: KeptControl | null): string | null => (control === null ? null : saidHash(control));
