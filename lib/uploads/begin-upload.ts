import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { fileNameInput, mediaTypeInput, originalModifiedAtInput, originalPathInput, sha256Input } from "./claims.ts";
import { endUpload } from "./end-upload.ts";
import { MAX_OPEN_BYTES, MAX_OPEN_UPLOADS, MAX_UPLOAD_BYTES, UPLOAD_KEPT_MS } from "./limits.ts";
import { insertUpload, openUploads, type Upload } from "./upload.repository.ts";

const uploadInput = z.strictObject({
  fileName: fileNameInput,
  mediaType: mediaTypeInput.default("application/octet-stream"),
  originalPath: originalPathInput.optional(),
  originalModifiedAt: originalModifiedAtInput.optional(),
  byteLength: z.number().int().min(1, "The file is empty.").max(MAX_UPLOAD_BYTES, "The file is larger than 2 GiB."),
  /** What the sender says that its hash is; another one is refused at the end. */
  sha256: sha256Input.optional(),
});

/** Says that a file will come in parts, and what its sender claims of it. */
export const announceUpload = defineVerb({
  name: "uploads.announce",
  permission: "evidence.submit",
  effect: "write",
  rate: "upload",
  input: uploadInput,
  async run({ tx, context, input, now, audit }): Promise<Upload> {
    const { organizationId } = context;
    const open = await openUploads(tx, organizationId);
    if (open.count >= MAX_OPEN_UPLOADS || open.bytes + BigInt(input.byteLength) > MAX_OPEN_BYTES) {
      throw new AppError("limit_exceeded", "uploads_on_their_way", "Too much is on its way to this organization already; nothing was kept. Let the uploads that were begun end, or cancel them.");
    }
    const { originalPath = null, originalModifiedAt = null, sha256: declaredSha256 = null, byteLength, ...named } = input;
    const upload = {
      id: newId("upl", now.getTime()), createdBy: actorId(context.actor), ...named, originalPath, originalModifiedAt,
      byteLength: BigInt(byteLength), declaredSha256, createdAt: now, expiresAt: new Date(now.getTime() + UPLOAD_KEPT_MS),
    };
    await insertUpload(tx, organizationId, upload);
    await audit({ action: "upload.begun", subjectKind: "upload", subjectId: upload.id, changes: { byte_length: byteLength } });
    return { ...upload, status: "open", sha256: null };
  },
});

/**
 * Begins a file that comes in parts: its row, then its place on the disk. Where there is none the row goes again.
 *
 * @throws AppError validation; limit_exceeded (uploads_on_their_way, too_many_uploads, disk_full)
 */
export async function beginUpload(context: Context, input: z.input<typeof uploadInput>): Promise<Upload> {
  const upload = await announceUpload(context, input);
  try {
    await runtime().blobs.parts.begin({ organizationId: context.organizationId, id: upload.id, byteLength: Number(upload.byteLength) });
    return upload;
  } catch (error) {
    await endUpload(context, { uploadId: upload.id });
    throw error;
  }
}
