import type { Redaction } from "./redaction.repository.ts";

type FileFields = { sourceId: string; sourceHash: string; fileName: string | null; mediaType: string | null; byteLength: bigint | null; blobSha256: string | null };
type Claims = { originalPath?: string | null; originalModifiedAt?: Date | null };

/** An evidence as everybody gets it once something was taken out of its file: nothing of the original is told, not even its hash. */
export function asRedacted<Row extends FileFields & Claims>(row: Row, redaction: Redaction | undefined): Row {
  if (redaction === undefined) return row;
  const { fileName, mediaType, byteLength, blobSha256 } = redaction;
  return { ...row, ...("originalPath" in row ? { originalPath: null, originalModifiedAt: null } : {}), fileName, mediaType, byteLength, blobSha256, sourceId: row.sourceId === row.sourceHash ? blobSha256 : row.sourceId, sourceHash: blobSha256 };
}
