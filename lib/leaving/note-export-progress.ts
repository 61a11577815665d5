import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { exportContentSchema, type ExportContent } from "./export-content.ts";
import { EXPORT_STEPS } from "./export-steps.ts";
import { changeUnfinished, requireExport } from "./organization-export.repository.ts";

const STEPS = EXPORT_STEPS.map((step) => step.name);

/**
 * Says where the making of an export stands. Progress is no act, so it leaves no audit-trail row.
 *
 * @returns what earlier runs have kept, and whether the export is over
 */
export const noteExportProgress = defineVerb({
  name: "leaving.note_export_progress",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ exportId: idInput, step: z.enum(STEPS), progress: z.number().min(0).max(1) }),
  async run({ tx, context, input, now, unchanged }): Promise<{ content: ExportContent | null; over: boolean }> {
    unchanged();
    const { exportId, step, progress } = input;
    const row = await requireExport(tx, context.organizationId, exportId);
    const open = await changeUnfinished(tx, context.organizationId, exportId, { status: "running", step, progress, updatedAt: now });
    return { content: row.content === null ? null : exportContentSchema.parse(row.content), over: !open };
  },
});
