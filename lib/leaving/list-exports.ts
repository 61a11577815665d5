import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { LEAVING_LIMITS } from "./limits.ts";
import { findExports, type ExportRow } from "./organization-export.repository.ts";

/** An export as it is shown. */
export type ExportView = Omit<ExportRow, "organizationId" | "content" | "byteLength" | "rows" | "archiveSha256"> & { bytes: number | null; rows: number | null };

/** The organization's exports, newest first. */
export const listExports = defineVerb({
  name: "leaving.list_exports",
  permission: "data.export",
  effect: "read",
  input: z.strictObject({}),
  run: async ({ tx, now }): Promise<ExportView[]> => (await findExports(tx, LEAVING_LIMITS.exportsShown)).map((row) => viewOf(row, now)),
});

function viewOf(row: ExportRow, now: Date): ExportView {
  const { id, step, progress, requestedBy, requestedByName, requestedAt, fileName, tagManifestSha256, tables, files, unreadableFiles, heldFiles, readyAt, expiresAt, downloads, error, updatedAt } = row;
  return {
    id, step, progress, requestedBy, requestedByName, requestedAt, fileName, tagManifestSha256, tables, files, unreadableFiles, heldFiles, readyAt, expiresAt, downloads, error, updatedAt,
    // Its files go a little after its time is over.
    status: row.status === "ready" && expiresAt !== null && expiresAt <= now ? "expired" : row.status,
    bytes: row.byteLength === null ? null : Number(row.byteLength), rows: row.rows === null ? null : Number(row.rows),
  };
}
