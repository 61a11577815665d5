import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { beganExport } from "./export.repository.ts";

/** Says in the audit trail how an export ended: how many rows left, and the hash of the file, by which a copy is known again. */
export const endExport = defineVerb({
  name: "views.end_export",
  permission: "lists.export",
  effect: "write",
  input: z.strictObject({
    export: idInput,
    rows: z.int().min(0).max(1_000_000_000),
    /** False when it was broken off, or when the file could not hold every row. */
    complete: z.boolean(),
    /** Of the whole file; null when it was broken off. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/).max(64).nullable(),
  }),
  async run({ tx, context, input, audit }): Promise<void> {
    if (!(await beganExport(tx, actorId(context.actor), input.export))) throw notFound("export");
    const { rows, complete, sha256 } = input;
    await audit({ action: "list.export_ended", subjectKind: "list_export", subjectId: input.export, changes: { rows, complete, sha256 } });
  },
});
