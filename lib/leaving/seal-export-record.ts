import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { countInput, hashInput } from "./export-content.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { mailExportKind } from "./mail-export.kind.ts";
import { changeUnfinished, putExportExpiry, requireExport } from "./organization-export.repository.ts";

const sealInput = z.strictObject({
  exportId: idInput,
  archive: z.strictObject({ sha256: hashInput, byteLength: countInput }),
  fileName: z.string().min(1).max(300),
  tagManifestSha256: hashInput,
  tables: countInput,
  rows: countInput,
  files: countInput,
  unreadableFiles: countInput,
  heldFiles: countInput,
});

/** Makes an export ready: its row points to the stored archive, and the day is set on which it goes. Done twice, it is done once. */
export const sealExportRecord = defineVerb({
  name: "leaving.seal_export_record",
  permission: "system.maintain",
  effect: "write",
  input: sealInput,
  async run({ tx, context, input, now, audit, unchanged, enqueue }): Promise<void> {
    const { organizationId } = context;
    const { exportId, archive, fileName, tagManifestSha256, tables, rows, files, unreadableFiles, heldFiles } = input;
    await requireExport(tx, organizationId, exportId);
    const expiresAt = new Date(now.getTime() + LEAVING_LIMITS.exportDays * 86_400_000);
    const sealed = await changeUnfinished(tx, organizationId, exportId, {
      status: "ready", step: "", progress: 1, error: null, fileName, archiveSha256: archive.sha256, byteLength: BigInt(archive.byteLength), tagManifestSha256,
      tables, rows: BigInt(rows), files, unreadableFiles, heldFiles, readyAt: now, expiresAt, updatedAt: now,
    });
    if (!sealed) return unchanged();
    await putExportExpiry(tx, exportId, expiresAt);
    const record = { archive_sha256: archive.sha256, tag_manifest_sha256: tagManifestSha256, bytes: archive.byteLength, tables, rows, files, unreadable_files: unreadableFiles, held_files: heldFiles };
    await appendPendingEntry(tx, context, { kind: "export.ready", subjectId: exportId, record });
    await audit({ action: "export.ready", subjectKind: "export", subjectId: exportId, changes: record });
    await enqueue(mailExportKind, { exportId }, exportId);
  },
});
