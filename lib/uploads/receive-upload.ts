import { authorize, limitRate } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { keepUpload } from "./keep-upload.ts";
import { MAX_UPLOAD_BYTES } from "./limits.ts";

/** A file on its way in. Length and hash are what the sender declared; a body that differs is refused. */
export type UploadBody = { body: AsyncIterable<Uint8Array>; byteLength: number; sha256?: string };

/**
 * Streams a file into the blob store, then records that this person sent it. What is refused leaves nothing behind.
 *
 * @throws AppError forbidden; validation (upload_empty, blob_too_short, blob_too_long, blob_hash_differs);
 *   limit_exceeded (upload_too_large, too_many_uploads, disk_full)
 */
export async function receiveUpload(context: Context, sent: UploadBody): Promise<{ sha256: string; byteLength: number }> {
  authorize(context, "evidence.submit");
  if (!Number.isSafeInteger(sent.byteLength) || sent.byteLength < 0) throw new AppError("validation", "length_missing", "The length of the file was not declared; nothing was kept.");
  if (sent.byteLength === 0) throw new AppError("validation", "upload_empty", "The file is empty; nothing was kept.");
  if (sent.byteLength > MAX_UPLOAD_BYTES) throw tooLarge();
  await limitRate(context, "upload");
  try {
    const { body, byteLength, sha256 } = sent;
    const stored = await runtime().blobs.write(context.organizationId, body, { maxBytes: MAX_UPLOAD_BYTES, byteLength, ...(sha256 === undefined ? {} : { sha256 }) });
    return await keepUpload(context, stored);
  } catch (error) {
    throw isAppError(error) && error.reason === "blob_over_limit" ? tooLarge() : error;
  }
}

function tooLarge(): AppError {
  return new AppError("limit_exceeded", "upload_too_large", "The file is larger than 2 GiB; nothing was kept. Import logs as log segments instead, or pack it into several files.");
}
