import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { exportContentSchema, type ExportContent } from "./export-content.ts";
import { keepContentOnce, requireExport } from "./organization-export.repository.ts";

/**
 * Keeps what was read for an export: from here on its bytes are decided. Of two runs at once the first wins, and the second
 * goes on from what the first has read.
 *
 * @returns the content that counts
 */
export const keepExportContent = defineVerb({
  name: "leaving.keep_export_content",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ exportId: idInput, content: exportContentSchema }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<ExportContent> {
    const { organizationId } = context;
    const { exportId, content } = input;
    if (await keepContentOnce(tx, organizationId, exportId, content, now)) {
      await audit({ action: "export.read", subjectKind: "export", subjectId: exportId, changes: { as_of: content.asOf, tables: content.tables.length } });
      return content;
    }
    unchanged();
    return exportContentSchema.parse((await requireExport(tx, organizationId, exportId)).content);
  },
});
