import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { countExports, EXPORTED } from "./export.repository.ts";
import { columnsInput, filtersInput, listKeyInput } from "./inputs.ts";
import { EXPORTS_PER_HOUR } from "./limits.ts";

const HOUR_MS = 3_600_000;
export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Says in the audit trail that a person takes a list out of Tickmark: which one, filtered by what, with which columns.
 * The rows themselves are read by the list's own verb, under its own permission.
 */
export const beginExport = defineVerb({
  name: "views.begin_export",
  permission: "lists.export",
  effect: "write",
  input: z.strictObject({ list: listKeyInput, format: z.enum(EXPORT_FORMATS), columns: columnsInput, filters: filtersInput }),
  async run({ tx, context, input, now, audit }): Promise<{ id: string }> {
    const begun = await countExports(tx, actorId(context.actor), new Date(now.getTime() - HOUR_MS), EXPORTS_PER_HOUR);
    if (begun >= EXPORTS_PER_HOUR) {
      throw new AppError("limit_exceeded", "exports_per_hour", `You started ${EXPORTS_PER_HOUR} exports within an hour. Wait a while, then try again.`);
    }
    const id = newId("exp", now.getTime());
    const { list, format, columns, filters } = input;
    await audit({ action: EXPORTED, subjectKind: "list_export", subjectId: id, changes: { list, format, columns, filters } });
    return { id };
  },
});
