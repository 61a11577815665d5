import type { VerbArguments } from "#lib/access/index.ts";
import { recordBlob, type StoredBlob } from "#lib/platform/blob-store/index.ts";
import { lookForFindingsAt } from "#lib/settings/index.ts";

/**
 * Records, inside another act, that a blob was written that belongs to the organization. Where the same content stood as damaged,
 * the bytes that were written took its place: that stands in the audit trail, and findings about it are looked at again.
 */
export async function keepBlob({ tx, context: { organizationId }, now, audit }: Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">, blob: StoredBlob): Promise<void> {
  const before = await recordBlob(tx, organizationId, blob, now);
  if (before === null) return;
  await audit({ action: "file.healed", subjectKind: "file", subjectId: blob.sha256, changes: { before, byte_length: blob.byteLength } });
  await lookForFindingsAt(tx, now);
}
