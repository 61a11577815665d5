import type { VerbArguments } from "#lib/access/index.ts";
import { inspectFileKind, newestInspection } from "#lib/inspection/index.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { uploadedBy } from "./upload.repository.ts";

/** Records, inside another act, that this person sent these bytes, and has them looked into. Nothing is recorded twice. */
export async function recordStored(args: VerbArguments<unknown>, stored: StoredBlob): Promise<void> {
  const { tx, context, audit, enqueue, unchanged } = args;
  const { organizationId } = context;
  await keepBlob(args, stored);
  if (await uploadedBy(tx, organizationId, stored.sha256, actorId(context.actor))) return unchanged();
  if ((await newestInspection(tx, organizationId, stored.sha256)) === null) await enqueue(inspectFileKind, { sha256: stored.sha256 }, stored.sha256);
  await audit({ action: "upload.stored", subjectKind: "upload", subjectId: stored.sha256, changes: { byte_length: stored.byteLength } });
}
