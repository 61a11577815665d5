import { AppError } from "#lib/platform/errors.ts";
import type { ExportRow } from "./organization-export.repository.ts";

/** What a download streams. */
export type ExportDownload = { sha256: string; byteLength: number; fileName: string; mediaType: string };

/** @throws AppError precondition_failed when the export cannot be downloaded yet, or any more */
export function archiveOf({ status, expiresAt, archiveSha256, byteLength, fileName }: ExportRow, now: Date): ExportDownload {
  if (status !== "ready" || expiresAt === null || expiresAt <= now || archiveSha256 === null || byteLength === null || fileName === null) {
    throw new AppError("precondition_failed", "export_not_ready", "This export cannot be downloaded: it is not ready, or its time is over. Ask for another one.");
  }
  return { sha256: archiveSha256, byteLength: Number(byteLength), fileName, mediaType: "application/zip" };
}

/** The files of an export in the blob store, none of which a `blob` row names. */
export function storedFilesOf(row: Pick<ExportRow, "content" | "archiveSha256">, content: { tables: readonly { sha256: string }[]; files: { sha256: string } } | null): string[] {
  return [...new Set([...(content === null ? [] : [...content.tables.map(({ sha256 }) => sha256), content.files.sha256]), ...(row.archiveSha256 === null ? [] : [row.archiveSha256])])];
}
