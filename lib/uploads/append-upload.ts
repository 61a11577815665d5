import { createHash, timingSafeEqual } from "node:crypto";
import { authorize } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError, notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { endUpload } from "./end-upload.ts";
import { whileHeld, type Lease } from "./hold-writer.ts";
import { CHECKED_AT_ONCE, CHECKED_TURN_MS, MAX_CHECKED_BYTES } from "./limits.ts";
import { openTurns } from "./turns.ts";
import type { Upload } from "./upload.repository.ts";
import { finishUpload, readUpload } from "./write-upload.ts";

/** Algorithms in which a sender may send the checksum of a piece. */
export const CHECKSUMS = ["sha256", "sha1"] as const;
export type Checksum = { algorithm: (typeof CHECKSUMS)[number]; digest: Buffer };

/** Bytes that go on where an upload stands. */
export type Piece = { uploadId: string; offset: number; body: AsyncIterable<Uint8Array>; checksum?: Checksum };

/** How far an upload is. `sha256` is there once it has arrived whole. */
export type UploadState = Pick<Upload, "id" | "expiresAt" | "sha256"> & { offset: number; byteLength: number };

/** How far one's own upload is. @throws AppError not_found; precondition_failed (upload_gone) when what had come is lost */
export async function readUploadState(context: Context, uploadId: string): Promise<UploadState> {
  const upload = await readUpload(context, { uploadId });
  const offset = upload.status === "finished" ? Number(upload.byteLength) : await runtime().blobs.parts.offset(comingOf(context, upload)).catch(asGone);
  return stateOf(upload, offset);
}

/**
 * Appends bytes to an upload. What came before a connection broke is kept; a piece with a checksum is kept whole or not at all.
 * With the last byte the file becomes a blob and is recorded; a file of another hash than its sender declared is thrown away.
 *
 * @throws AppError not_found; conflict (offset_differs, upload_held); validation (checksum_differs, blob_too_long,
 *   blob_hash_differs); limit_exceeded (piece_too_large, disk_full); precondition_failed (upload_gone)
 */
export async function appendUpload(context: Context, piece: Piece): Promise<UploadState> {
  authorize(context, "evidence.submit");
  return whileHeld(context, piece.uploadId, { write: (lease, stopped) => write(context, lease, piece, stopped), goesOn: ({ sha256 }) => sha256 === null });
}

async function write(context: Context, { upload, writer }: Lease, piece: Piece, stopped: AbortSignal): Promise<UploadState> {
  if (upload.status === "finished") throw new AppError("conflict", "offset_differs", "This file has arrived already.");
  const coming = comingOf(context, upload);
  const { parts } = runtime().blobs;
  const body = until(piece.body, stopped);
  const { checksum } = piece;
  const appending = checksum === undefined ? parts.append(coming, piece.offset, body) : inTurn(() => parts.append(coming, piece.offset, checked(body, checksum), "all or nothing"));
  const offset = await appending.catch(asGone);
  if (offset < coming.byteLength) return stateOf(upload, offset);
  const { sha256 } = await runtime().blobs.parts.finish(coming, upload.declaredSha256).catch(async (error: unknown) => {
    if (isAppError(error) && error.reason === "blob_hash_differs") await endUpload(context, { uploadId: upload.id });
    throw error;
  });
  await finishUpload(context, { uploadId: upload.id, writer, sha256 });
  return stateOf({ ...upload, sha256 }, offset);
}

/** A body that ends with why it was stopped. Nothing of a piece is kept here after it was handed on. */
async function* until(body: AsyncIterable<Uint8Array>, stopped: AbortSignal): AsyncGenerator<Uint8Array> {
  let tell = (): void => undefined;
  const stop = (): void => tell();
  stopped.addEventListener("abort", stop);
  const pieces = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      // A promise of its own for each piece: one that is raced again and again holds all that it was raced against.
      const next = await new Promise<IteratorResult<Uint8Array, unknown>>((resolve, reject) => {
        tell = () => reject(stopped.reason as Error);
        if (stopped.aborted) tell();
        else pieces.next().then(resolve, reject);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    stopped.removeEventListener("abort", stop);
  }
}

const takeTurn = openTurns(CHECKED_AT_ONCE, CHECKED_TURN_MS);

async function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const endTurn = await takeTurn();
  try {
    return await work();
  } finally {
    endTurn();
  }
}

/** A piece that breaks at its end where it is not what its sender meant. It waits in memory until then, so it is no longer than that allows. */
async function* checked(body: AsyncIterable<Uint8Array>, { algorithm, digest }: Checksum): AsyncGenerator<Uint8Array> {
  const hash = createHash(algorithm);
  let byteLength = 0;
  for await (const bytes of body) {
    byteLength += bytes.length;
    if (byteLength > MAX_CHECKED_BYTES) throw new AppError("limit_exceeded", "piece_too_large", "A piece with a checksum has at most 8 MiB; nothing of it was kept.");
    hash.update(bytes);
    yield bytes;
  }
  const found = hash.digest();
  if (found.length !== digest.length || !timingSafeEqual(found, digest)) throw new AppError("validation", "checksum_differs", "The piece does not have the checksum that came with it; nothing of it was kept.");
}

function comingOf({ organizationId }: Context, { id, byteLength }: Upload) {
  return { organizationId, id, byteLength: Number(byteLength) };
}

function stateOf({ id, expiresAt, sha256, byteLength }: Upload, offset: number): UploadState {
  return { id, expiresAt, sha256, offset, byteLength: Number(byteLength) };
}

/** Begun at a server that shares no folder with this one, or swept: the sender has to begin again. */
function asGone(error: unknown): never {
  if (isAppError(error) && error.reason === "blob_missing") throw notFound("upload");
  throw error;
}
