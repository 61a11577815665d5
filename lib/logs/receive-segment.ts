import { authorize, limitRate } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { checkHead, type SegmentEncoding } from "./check-head.ts";
import { LOG_LIMITS } from "./limits.ts";

export type SegmentBody = {
  body: AsyncIterable<Uint8Array>;
  /** What the sender declared; a body that differs is refused. */
  byteLength?: number;
  sha256?: string;
};

/** A stored body that no record refers to yet: hand it to `recordSegment`. */
export type ReceivedSegment = { sha256: string; byteLength: number; encoding: SegmentEncoding };

/**
 * Streams a log file into the blob store, before the verb that records it (no I/O inside its transaction). What is
 * refused leaves nothing behind; what is never recorded is swept with the unreferenced blobs.
 *
 * @throws AppError forbidden; validation (segment_empty, segment_packed, segment_corrupt, segment_binary, blob_too_short,
 *   blob_too_long, blob_hash_differs); limit_exceeded (segment_too_large, too_many_uploads, disk_full)
 */
export async function receiveSegment(context: Context, sent: SegmentBody): Promise<ReceivedSegment> {
  authorize(context, "logs.import");
  if (sent.byteLength === 0) throw new AppError("validation", "segment_empty", "The file is empty; nothing was kept.");
  if (sent.byteLength !== undefined && sent.byteLength > LOG_LIMITS.segmentBytes) throw tooLarge();
  await limitRate(context, "upload");
  let encoding: SegmentEncoding = "identity";
  const checked = checkedBody(sent.body, (found) => (encoding = found));
  try {
    const stored = await runtime().blobs.write(context.organizationId, checked, {
      maxBytes: LOG_LIMITS.segmentBytes,
      ...(sent.byteLength === undefined ? {} : { byteLength: sent.byteLength }),
      ...(sent.sha256 === undefined ? {} : { sha256: sent.sha256 }),
    });
    return { ...stored, encoding };
  } catch (error) {
    throw isAppError(error) && error.reason === "blob_over_limit" ? tooLarge() : error;
  }
}

function tooLarge(): AppError {
  return new AppError("limit_exceeded", "segment_too_large", "The file is larger than 4 GiB; nothing was kept. Cut it at a line end and send the parts in order.");
}

/**
 * The same bytes, after their head has been looked at. A refusal ends the write, which then leaves nothing behind. The head lies in
 * one buffer, however small the pieces are in which it comes, and nothing of a piece is kept after the next was asked for.
 */
async function* checkedBody(body: AsyncIterable<Uint8Array>, found: (encoding: SegmentEncoding) => void): AsyncGenerator<Uint8Array> {
  const head = Buffer.allocUnsafe(LOG_LIMITS.sniffCompressedBytes);
  let filled = 0;
  for await (const part of body) {
    const taken = Math.min(head.length - filled, part.length);
    head.set(part.subarray(0, taken), filled);
    filled += taken;
    if (taken > 0 && filled === head.length) {
      found(await checkHead(head));
      yield head;
    }
    if (taken < part.length) yield part.subarray(taken);
  }
  if (filled === head.length) return;
  found(await checkHead(head.subarray(0, filled)));
  yield head.subarray(0, filled);
}
