import { createHash, timingSafeEqual, type Hash } from "node:crypto";
import { authorize } from "#lib/access/index.ts";
import { gatherBytes, passing } from "#lib/platform/bytes.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, isAppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { endUpload } from "./end-upload.ts";
import { MAX_CHECKED_BYTES, WRITER_RENEWS_MS } from "./limits.ts";
import type { Upload } from "./upload.repository.ts";
import { finishUpload, holdUpload, letGoUpload, readUpload } from "./write-upload.ts";

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
  return held(context, piece.uploadId, async (upload, writer, broken) => {
    if (upload.status === "finished") throw new AppError("conflict", "offset_differs", "This file has arrived already.");
    const coming = comingOf(context, upload);
    const body = piece.checksum === undefined ? until(piece.body, broken) : await checked(piece.body, piece.checksum);
    const offset = await runtime().blobs.parts.append(coming, piece.offset, body).catch(asGone);
    if (offset < coming.byteLength) return stateOf(upload, offset);
    const { sha256 } = await runtime().blobs.parts.finish(coming, upload.declaredSha256).catch(async (error: unknown) => {
      if (isAppError(error) && error.reason === "blob_hash_differs") await endUpload(context, { uploadId: upload.id });
      throw error;
    });
    await finishUpload(context, { uploadId: upload.id, writer, sha256 });
    return stateOf({ ...upload, sha256 }, offset);
  });
}

/** The requests of this process that write, so that one whose connection is dead gives way to the one that goes on. */
const writers = new Map<string, { stop: AbortController; ended: Promise<void> }>();

async function held<Answer>(context: Context, uploadId: string, work: (upload: Upload, writer: string, broken: AbortSignal) => Promise<Answer>): Promise<Answer> {
  if (writers.has(uploadId)) {
    // Only who may go on with it may end what another request does.
    await readUpload(context, { uploadId });
    const before = writers.get(uploadId);
    before?.stop.abort(new AppError("conflict", "upload_held", "Another request went on with this file."));
    await before?.ended;
  }
  const writer = newId("wri", context.clock.now().getTime());
  const stop = new AbortController();
  let end = (): void => undefined;
  writers.set(uploadId, { stop, ended: new Promise((resolve) => (end = resolve)) });
  const renewing = setInterval(() => {
    holdUpload(context, { uploadId, writer }).catch((error: unknown) => stop.abort(error));
  }, WRITER_RENEWS_MS);
  try {
    return await work(await holdUpload(context, { uploadId, writer }), writer, stop.signal);
  } finally {
    clearInterval(renewing);
    if (writers.get(uploadId)?.stop === stop) writers.delete(uploadId);
    // The file is as it should be, or was thrown away; that others wait half a minute longer is no reason to fail.
    await letGoUpload(context, { uploadId, writer }).catch((error: unknown) => {
      if (!isAppError(error, "not_found")) log.warn("upload.not_let_go", { upload: uploadId, ...errorFields(error) });
    });
    end();
  }
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

/** A piece in memory, once it is known to be what its sender meant. */
async function checked(body: AsyncIterable<Uint8Array>, { algorithm, digest }: Checksum): Promise<AsyncIterable<Uint8Array>> {
  const hash = createHash(algorithm);
  const blocks = await gatherBytes(hashedOnItsWay(body, hash), MAX_CHECKED_BYTES);
  if (blocks === null) throw new AppError("limit_exceeded", "piece_too_large", "A piece with a checksum has at most 8 MiB; nothing of it was kept.");
  const found = hash.digest();
  if (found.length !== digest.length || !timingSafeEqual(found, digest)) throw new AppError("validation", "checksum_differs", "The piece does not have the checksum that came with it; nothing of it was kept.");
  return passing((async function* () {
    yield* blocks;
  })());
}

/** Hashing while the rest is still coming takes no time of its own, as doing it afterwards would. */
async function* hashedOnItsWay(body: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
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
