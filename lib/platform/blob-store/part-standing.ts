import { createHash, type Hash } from "node:crypto";
import { releaseBytes } from "../bytes.ts";
import { AppError, isAppError } from "../errors.ts";
import { absentAsUndefined, readWhole, type Files, type OpenFile } from "../files.ts";
import { CHUNK_BYTES, HEADER_BYTES, openChunk, SEALED_CHUNK_BYTES, TAG_BYTES } from "./chunk-cipher.ts";
import { missing, openBytes, prefixOf } from "./sealed-stream.ts";

/**
 * A blob in the making: the very file that it will be, grown from its front a sealed chunk at a time, so that an upload that broke
 * goes on where it stopped and nothing is written twice at its end. What is less than a chunk waits in a file beside it,
 * sealed under a nonce of its own: a chunk's nonce is used for that chunk's final bytes alone.
 *
 * The files say how far it is, not the database: a crash loses what was not on the disk and nothing else.
 */
export type Part = { file: string; key: Uint8Array; /** Bytes that the whole has. */ total: number };

/** A part and the files that it lies in. */
export type Lying = Part & { files: Files };

/**
 * Where a part stands, kept in memory while it grows. The hash goes along while one process takes all of it; where another one goes
 * on, it is null, and is taken once, at the end, from what lies on the disk. `unsynced` are the bytes that this process wrote and has
 * not had synced.
 */
export type Standing = { prefix: Uint8Array; chunks: number; tail: Buffer; hash: Hash | null; stamp: string; unsynced: number };

export const tailFile = ({ file }: Part): string => `${file}.tail`;
export const offsetOf = ({ chunks, tail }: Standing): number => chunks * CHUNK_BYTES + tail.length;

export async function openPart({ files, file }: Lying): Promise<OpenFile> {
  return files.open(file, "change").catch((error: unknown) => {
    throw absentAsUndefined(error) ?? missing();
  });
}

const NO_FILE = "-";

export async function stampOf(part: Lying): Promise<string> {
  const found = await Promise.all([part.file, tailFile(part)].map((name) => part.files.find(name)));
  return found.map((file) => (file === undefined ? NO_FILE : `${file.size}:${file.mtimeMs}:${file.ino}`)).join(" ");
}

/** Whether a file of the rest lay there when it was looked at, whatever is in it. */
export const hasTail = ({ stamp }: Standing): boolean => !stamp.endsWith(` ${NO_FILE}`);

/**
 * Looks where a part stands that this process has not written to, by its length and by opening its last chunk: reading it all would
 * cost as much as sending it, each time that another process of the server is asked.
 */
export async function look(part: Lying): Promise<Standing> {
  const { size } = (await part.files.find(part.file)) ?? absent();
  const chunks = Math.max(0, Math.floor((size - HEADER_BYTES) / SEALED_CHUNK_BYTES));
  const open = await openPart(part);
  try {
    const prefix = await prefixIn(open);
    const last = Buffer.alloc(SEALED_CHUNK_BYTES);
    const place = HEADER_BYTES + (chunks - 1) * SEALED_CHUNK_BYTES;
    const whole = chunks === 0 || ((await open.read(last, place)) === SEALED_CHUNK_BYTES && opened(part.key, prefix, chunks - 1, false, last) !== undefined);
    // An end that is sealed, or a last chunk that is broken: then it is read from its beginning.
    if (!whole || size !== HEADER_BYTES + chunks * SEALED_CHUNK_BYTES) return await recover(part);
    const tail = await readTail(part, chunks);
    return { prefix, chunks, tail, hash: chunks === 0 ? createHash("sha256").update(tail) : null, stamp: await stampOf(part), unsynced: 0 };
  } finally {
    await open.close();
  }
}

function absent(): never {
  throw missing();
}

/** The prefix of its nonces. A power cut may leave a name and no header behind it: then nothing of the part is kept. */
async function prefixIn(open: OpenFile): Promise<Uint8Array> {
  const header = Buffer.alloc(HEADER_BYTES);
  await open.read(header, 0);
  try {
    return Uint8Array.from(prefixOf(header));
  } catch (error) {
    throw isAppError(error) ? missing() : error;
  }
}

/** The hash of all that lies there. @throws AppError conflict (offset_differs) when a part of it turned out to be broken, and was cut off */
export async function wholeHash(part: Lying): Promise<Hash> {
  const read = await recover(part);
  if (read.hash === null || offsetOf(read) !== part.total) throw new AppError("conflict", "offset_differs", `Only ${offsetOf(read)} bytes of this file are whole where they were kept, so it goes on from there.`);
  return read.hash;
}

/** Reads what lies there, and cuts off what a crash left broken. */
async function recover(part: Lying): Promise<Standing> {
  const open = await openPart(part);
  const hash = createHash("sha256");
  let chunks = 0;
  let ended = 0;
  let prefix: Uint8Array;
  try {
    prefix = await prefixIn(open);
    for await (const sealed of sealedChunks(open)) {
      const last = chunks * CHUNK_BYTES + sealed.length - TAG_BYTES === part.total;
      const plain = sealed.length === SEALED_CHUNK_BYTES || last ? opened(part.key, prefix, chunks, last, sealed) : undefined;
      if (plain === undefined) break;
      hash.update(plain);
      if (last) ended = plain.length;
      else chunks += 1;
      releaseBytes(plain);
    }
  } finally {
    await open.close();
  }
  if (ended > 0) return { prefix, chunks, hash, unsynced: 0, ...(await sealedWhole(part, prefix, chunks, ended)) };
  await cut(part, HEADER_BYTES + chunks * SEALED_CHUNK_BYTES);
  const tail = await readTail(part, chunks);
  hash.update(tail);
  return { prefix, chunks, tail, hash, stamp: await stampOf(part), unsynced: 0 };
}

async function cut(part: Lying, bytes: number): Promise<void> {
  const open = await openPart(part);
  try {
    await open.truncate(bytes);
  } finally {
    await open.close();
  }
}

/** A part whose end was sealed before the process ended: its last chunk is opened again into the tail. */
async function sealedWhole(part: Lying, prefix: Uint8Array, chunks: number, bytes: number): Promise<Pick<Standing, "tail" | "stamp">> {
  const open = await openPart(part);
  try {
    const sealed = Buffer.alloc(bytes + TAG_BYTES);
    await open.read(sealed, HEADER_BYTES + chunks * SEALED_CHUNK_BYTES);
    return { tail: openChunk(part.key, prefix, chunks, true, sealed), stamp: await stampOf(part) };
  } finally {
    await open.close();
  }
}

async function* sealedChunks(open: OpenFile): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(SEALED_CHUNK_BYTES);
  for (let at = HEADER_BYTES; ; at += SEALED_CHUNK_BYTES) {
    const bytesRead = await open.read(buffer, at);
    if (bytesRead <= TAG_BYTES) return;
    yield buffer.subarray(0, bytesRead);
  }
}

function opened(key: Uint8Array, prefix: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Buffer | undefined {
  try {
    return openChunk(key, prefix, index, last, sealed);
  } catch (error) {
    if (error instanceof Error && /authenticate/.test(error.message)) return undefined;
    throw error;
  }
}

/** The rest that waits for the chunk `chunks`; empty when there is none, or it belongs before what was written since. */
async function readTail(part: Lying, chunks: number): Promise<Buffer> {
  const bytes = await readWhole(part.files, tailFile(part));
  if (bytes === undefined || bytes.length < 4 + HEADER_BYTES + TAG_BYTES || bytes.readUInt32BE(0) !== chunks) return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of openBytes(() => Promise.resolve(part.key), bytes.length - 4, one(bytes.subarray(4)))) pieces.push(piece);
  } catch (error) {
    if (isAppError(error)) return Buffer.alloc(0);
    throw error;
  }
  return Buffer.concat(pieces);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
