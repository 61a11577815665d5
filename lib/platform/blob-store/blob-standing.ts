import { newId } from "../ids.ts";
import { storedWord } from "../stored-word.ts";
import type { TenantTransaction } from "../tenant.ts";
import { BLOB_FINDS, type BlobFound } from "./check-blob.ts";

/** What was found of a blob, when the look at it began, and whether it was read or just sent again. */
export type BlobLook = { sha256: string; found: BlobFound; how: "read" | "sent_again"; checkedAt: Date };

/**
 * Notes what was found of a blob: its standing, and a fact where that is another than before. What was never read counts as whole
 * until then, so that of files which are well no facts pile up. An older look than the one that is known says nothing any more,
 * and of a blob that was disposed of nothing is noted.
 *
 * @returns what it was before; null when nothing was noted
 */
export async function noteBlob(tx: TenantTransaction, organizationId: string, { sha256, found, how, checkedAt }: BlobLook): Promise<BlobFound | null> {
  const rows = await tx.$queryRaw<{ before: string | null }[]>`
    INSERT INTO blob_standing (organization_id, sha256, found, since, checked_at)
    SELECT organization_id, sha256, ${found}, ${checkedAt}::timestamptz, ${checkedAt}::timestamptz FROM blob WHERE organization_id = ${organizationId} AND sha256 = ${sha256}
    ON CONFLICT (organization_id, sha256) DO UPDATE SET
      found = excluded.found, checked_at = excluded.checked_at, since = CASE WHEN blob_standing.found = excluded.found THEN blob_standing.since ELSE excluded.since END
      WHERE blob_standing.checked_at <= excluded.checked_at
    RETURNING old.found AS before`;
  const [row] = rows;
  if (row === undefined) return null;
  const before = row.before === null ? "whole" : storedWord(BLOB_FINDS, row.before);
  if (before !== found) await tx.blobCheck.create({ data: { organizationId, id: newId("bck", checkedAt.getTime()), sha256, found, how, checkedAt } });
  return before;
}
