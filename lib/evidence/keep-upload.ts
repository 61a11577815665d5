import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { recordBlob } from "#lib/platform/blob-store/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { uploadedBy } from "./evidence.repository.ts";
import { MAX_UPLOAD_BYTES } from "./limits.ts";

/**
 * Records that somebody sent a file: the upload route calls it once the bytes are stored. Until an evidence refers to
 * the file it belongs to nothing, and only who sent it may offer it.
 */
export const keepUpload = defineVerb({
  name: "evidence.keep_upload",
  permission: "evidence.submit",
  effect: "write",
  input: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/).max(64), byteLength: z.number().int().min(1).max(MAX_UPLOAD_BYTES) }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<{ sha256: string; byteLength: number }> {
    await recordBlob(tx, context.organizationId, input, now);
    if (await uploadedBy(tx, context.organizationId, input.sha256, actorId(context.actor))) unchanged();
    else await audit({ action: "upload.stored", subjectKind: "upload", subjectId: input.sha256, changes: { byte_length: input.byteLength } });
    return input;
  },
});
