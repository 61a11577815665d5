import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { changeUnfinished, putExportExpiry, requireExport } from "./organization-export.repository.ts";

/** Says that an export could not be made, and why. Another can be asked for. */
export const failExport = defineVerb({
  name: "leaving.fail_export",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ exportId: idInput, reason: z.string().min(1).max(1000) }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const { exportId, reason } = input;
    await requireExport(tx, context.organizationId, exportId);
    if (!(await changeUnfinished(tx, context.organizationId, exportId, { status: "failed", error: reason, updatedAt: now }))) return unchanged();
    // What it had kept so far is taken away.
    await putExportExpiry(tx, exportId, now);
    await audit({ action: "export.failed", subjectKind: "export", subjectId: exportId, changes: { reason } });
  },
});
