import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { isAppError, notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findUpload, removeRow } from "./upload.repository.ts";

/** Gives an upload up, or forgets one that has arrived: a file that was stored stays. */
export const endUpload = defineVerb({
  name: "uploads.end",
  permission: "evidence.submit",
  effect: "write",
  input: z.strictObject({ uploadId: idInput }),
  async run({ tx, context, input, now, audit }): Promise<void> {
    const { organizationId } = context;
    if ((await findUpload(tx, organizationId, { id: input.uploadId, createdBy: actorId(context.actor), now })) === null) throw notFound("upload");
    await removeRow(tx, organizationId, input.uploadId);
    await audit({ action: "upload.ended", subjectKind: "upload", subjectId: input.uploadId, changes: {} });
  },
});

/** Takes an upload away that its sender gives up, and what had come of it. @throws AppError not_found */
export async function cancelUpload(context: Context, uploadId: string): Promise<void> {
  await endUpload(context, { uploadId });
  await runtime().blobs.parts.remove({ organizationId: context.organizationId, id: uploadId });
}

/** Says that an upload's time is over. */
export const expireUpload = defineVerb({
  name: "uploads.expire",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ uploadId: idInput }),
  async run({ tx, context, input, audit, unchanged }): Promise<void> {
    const upload = await removeRow(tx, context.organizationId, input.uploadId);
    if (upload === null) throw notFound("upload");
    if (upload.status === "finished") unchanged();
    else await audit({ action: "upload.expired", subjectKind: "upload", subjectId: upload.id, changes: {} });
  },
});

/**
 * Due work: what came of an upload that nobody went on with is taken away, then its row. Cut off, it is begun again. With it goes what
 * others left lying long ago whose process was killed: files that were never given a name, and parts that have no upload.
 */
export async function sweepUpload(context: Context, uploadId: string): Promise<void> {
  const { organizationId, clock } = context;
  await runtime().blobs.parts.remove({ organizationId, id: uploadId });
  await runtime().blobs.clear(organizationId, clock.now());
  await expireUpload(context, { uploadId }).catch((error: unknown) => {
    if (!isAppError(error, "not_found")) throw error;
  });
}
