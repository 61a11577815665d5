import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { findControl, saidHash, settledMarks, shippedLibrary, type LibraryControl } from "#lib/controls/index.ts";
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
    const marks = await settledMarks(tx, context.organizationId, control?.id);
    const isMoved = (code: string, settled: string | null): boolean => {
      const shipped = prepared.get(code);
      return shipped !== undefined && shipped !== settled;
    };
    return {
      library: marks.filter((one) => one.source === "library" && isMoved(one.code, one.settledHash)).length,
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
