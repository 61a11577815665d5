import type { VerbArguments } from "#lib/access/index.ts";
import { inspectFileKind, newestInspection } from "#lib/inspection/index.ts";
import { recordBlob, type StoredBlob } from "#lib/platform/blob-store/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { uploadedBy } from "./upload.repository.ts";

/** Records, inside another act, that this person sent these bytes, and has them looked into. Nothing is recorded twice. */
export async function recordStored({ tx, context, now, audit, enqueue, unchanged }: VerbArguments<unknown>, stored: StoredBlob): Promise<void> {
  const { organizationId } = context;
  await recordBlob(tx, organizationId, stored, now);
  if (await uploadedBy(tx, organizationId, stored.sha256, actorId(context.actor))) return unchanged();
  if ((await newestInspection(tx, organizationId, stored.sha256)) === null) await enqueue(inspectFileKind, { sha256: stored.sha256 }, stored.sha256);
  await audit({ action: "upload.stored", subjectKind: "upload", subjectId: stored.sha256, changes: { byte_length: stored.byteLength } });
}
