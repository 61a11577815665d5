import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { archiveOf, type ExportDownload } from "./export-archive.ts";
import { countExportDownload, requireExport } from "./organization-export.repository.ts";

/**
 * Records that somebody takes an export away, before the first byte is sent. Answers what to stream.
 *
 * @throws AppError not_found; precondition_failed when it cannot be downloaded yet, or any more
 */
export const recordExportDownload = defineVerb({
  name: "leaving.record_export_download",
  permission: "data.export",
  effect: "write",
  whileLeaving: true,
  input: z.strictObject({ exportId: idInput }),
  async run({ tx, context, input, now, audit }): Promise<ExportDownload> {
    const row = await requireExport(tx, context.organizationId, input.exportId);
    const download = archiveOf(row, now);
    await countExportDownload(tx, context.organizationId, row.id);
    await appendPendingEntry(tx, context, { kind: "export.downloaded", subjectId: row.id, record: { by: actorId(context.actor), sha256: download.sha256 } });
    await audit({ action: "export.downloaded", subjectKind: "export", subjectId: row.id, changes: { sha256: download.sha256 } });
    return download;
  },
});
