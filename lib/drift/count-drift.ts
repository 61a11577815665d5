import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { allControls, baselineMarks, findControl, saidHash, shippedLibrary, type LibraryControl } from "#lib/controls/index.ts";
import { notFound } from "#lib/platform/errors.ts";

/** Of how many controls the library or the folder says something else than when it was last agreed on. */
export type DriftCount = { library: number; folder: number };

/** By hashes alone, for pages that only lead on: no text is read. @throws AppError not_found for a control that is not there */
export const countDrift = defineVerb({
  name: "drift.count",
  permission: "controls.manage",
  effect: "read",
  input: z.strictObject({ code: z.string().min(1).max(64).optional() }),
  prepare: async () => hashesOf(await shippedLibrary()),
  async run({ tx, scope, context, input: { code }, prepared }): Promise<DriftCount> {
    const control = code === undefined ? undefined : await findControl(tx, scope, { code });
    if (control === null) throw notFound("control");
    const marks = await baselineMarks(tx, context.organizationId, control === undefined ? {} : { controlId: control.id });
    if (marks.length === 0) return { library: 0, folder: 0 };
    const codes = new Map((control === undefined ? await allControls(tx, scope) : [control]).map((one) => [one.id, one.code]));
    const isMoved = (controlId: string, settled: string | null): boolean => {
      const shipped = prepared.get(codes.get(controlId) ?? "");
      return shipped !== undefined && shipped !== settled;
    };
    return {
      library: marks.filter((one) => one.source === "library" && isMoved(one.controlId, one.settledHash)).length,
      folder: marks.filter((one) => one.source === "folder" && one.saidHash !== one.settledHash).length,
    };
  },
});

const known = new WeakMap<readonly LibraryControl[], ReadonlyMap<string, string>>();

/** The library changes with an update, which restarts the process. */
function hashesOf(library: readonly LibraryControl[]): ReadonlyMap<string, string> {
  const hashes = known.get(library) ?? new Map(library.map((one) => [one.code, saidHash(one)]));
  known.set(library, hashes);
  return hashes;
}
