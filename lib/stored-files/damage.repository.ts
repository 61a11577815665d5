import { BLOB_FINDS, type BlobFound } from "#lib/platform/blob-store/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { DamagedFile } from "./file-words.ts";

/** Those among some files that are not whole where they are stored, by hash. */
export async function damagedFiles(tx: TenantTransaction, organizationId: string, sha256s: readonly string[]): Promise<Map<string, DamagedFile>> {
  if (sha256s.length === 0) return new Map();
  const rows = await tx.blobStanding.findMany({ where: { organizationId, sha256: { in: [...new Set(sha256s)] }, found: { not: "whole" } }, select: { sha256: true, found: true, since: true } });
  return new Map(rows.map(({ sha256, found, since }) => [sha256, { sha256, found: storedWord(["missing", "altered", "unreadable"], found), since }]));
}

/** How one file stands by the last reading of all its bytes; null where it was not read since it was written. */
export type FileStanding = { found: BlobFound; since: Date; checkedAt: Date } | null;

export async function fileStanding(tx: TenantTransaction, organizationId: string, sha256: string): Promise<FileStanding> {
  const row = await tx.blobStanding.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } }, select: { found: true, since: true, checkedAt: true } });
  return row === null ? null : { ...row, found: storedWord(BLOB_FINDS, row.found) };
}

export function countDamaged(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.blobStanding.count({ where: { organizationId, found: { not: "whole" } } });
}
