import { z } from "zod";
import { defineVerb, RATES, tooOften } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { EXPORTED, freeAgainAt } from "./export.repository.ts";
import { columnsInput, filtersInput, listKeyInput } from "./inputs.ts";

export const EXPORT_FORMATS = ["csv", "xlsx"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** What a list can be taken out as where its page draws it on paper too. */
const TAKEN_AS = [...EXPORT_FORMATS, "pdf"] as const;

/**
 * Says in the audit trail that a person takes a list out of Tickmark: which one, filtered by what, with which columns.
 * The rows themselves are read by the list's own verb, under its own permission.
 */
export const beginExport = defineVerb({
  name: "views.begin_export",
  permission: "lists.export",
  effect: "write",
  input: z.strictObject({ list: listKeyInput, format: z.enum(TAKEN_AS), columns: columnsInput, filters: filtersInput }),
  async run({ tx, context, input, now, audit }): Promise<{ id: string }> {
    const { most, seconds } = RATES.export;
    const waitUntil = await freeAgainAt(tx, actorId(context.actor), now, { most, ms: seconds * 1000 });
    if (waitUntil !== null) throw tooOften("export", Math.max(1, Math.ceil((waitUntil.getTime() - now.getTime()) / 1000)));
    const id = newId("exp", now.getTime());
    const { list, format, columns, filters } = input;
    await audit({ action: EXPORTED, subjectKind: "list_export", subjectId: id, changes: { list, format, columns, filters } });
    return { id };
  },
});
