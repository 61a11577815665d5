import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { exportContentSchema } from "./export-content.ts";
import { storedFilesOf } from "./export-archive.ts";
import { closeExport, putExportExpiry, removeExportExpiry, requireExport } from "./organization-export.repository.ts";

/** Ends the time of an export at once: its archive is taken away within a minute. */
export const removeExport = defineVerb({
  name: "leaving.remove_export",
  permission: "data.export",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ exportId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const { id } = await requireExport(tx, context.organizationId, input.exportId);
    if (!(await closeExport(tx, context.organizationId, id, now))) return unchanged();
    await putExportExpiry(tx, id, now);
    await audit({ action: "export.removed", subjectKind: "export", subjectId: id, changes: {} });
  },
});

/** Says that an export's time is over. @returns its files in the blob store */
export const expireExport = defineVerb({
  name: "leaving.expire_export",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ exportId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<string[]> {
    const row = await requireExport(tx, context.organizationId, input.exportId);
    if (await closeExport(tx, context.organizationId, row.id, now)) await audit({ action: "export.expired", subjectKind: "export", subjectId: row.id, changes: {} });
    else unchanged();
    return storedFilesOf(row, row.content === null ? null : exportContentSchema.parse(row.content));
  },
});

/** Says that nothing of an export lies in the blob store any more. */
export const forgetExportFiles = defineVerb({
  name: "leaving.forget_export_files",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ exportId: idInput }),
  async run({ tx, context, input, unchanged }): Promise<void> {
    unchanged();
    const { id } = await requireExport(tx, context.organizationId, input.exportId);
    await removeExportExpiry(tx, id);
  },
});

/** Due work: an export whose time is over can no longer be downloaded, then its files go. Cut off, it is begun again. */
export async function endExport(context: Context, exportId: string): Promise<void> {
  for (const sha256 of await expireExport(context, { exportId })) await runtime().blobs.discard(context.organizationId, sha256);
  await forgetExportFiles(context, { exportId });
}
