import { createHash, randomBytes, type Hash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat, truncate, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { AppError, isAppError } from "../errors.ts";
import type { StoredBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, MAGIC, openChunk, PREFIX_BYTES, sealChunk, TAG_BYTES } from "./chunk-cipher.ts";
import { absentAsUndefined, explainWriteFailure } from "./file-failure.ts";
import { missing, openBytes, prefixOf, sealBytes, SEALED_CHUNK_BYTES } from "./sealed-stream.ts";

/**
 * A blob in the making: the very file that it will be, grown from its front a sealed chunk at a time, so that an upload that broke
 * goes on where it stopped and nothing is written twice at its end. What is less than a chunk waits in a file beside it,
 * sealed under a nonce of its own: a chunk's nonce is used for that chunk's final bytes alone.
 *
 * The files say how far it is, not the database: a crash loses what was not on the disk and nothing else.
 */
export type Part = { file: string; key: Uint8Array; /** Bytes that the whole has. */ total: number };

/**
 * Where a part stands, kept in memory while it grows. The hash goes along while one process takes all of it; where another one goes
 * on, it is null, and is taken once, at the end, from what lies on the disk.
 */
type Standing = { prefix: Uint8Array; chunks: number; tail: Buffer; hash: Hash | null; stamp: string };

/** Of parts nobody has written to for long the standing is made again from their files. */
const STANDINGS_KEPT = 64;

const tailFile = ({ file }: Part): string => `${file}.tail`;
const offsetOf = ({ chunks, tail }: Standing): number => chunks * CHUNK_BYTES + tail.length;

/** What a process knows of the parts it works on. */
export type PartFiles = {
  begin(part: Part): Promise<void>;
  /** How many bytes are kept. @throws AppError blob_missing */
  offset(part: Part): Promise<number>;
  /** Appends at `from`; what came before a body broke is kept. @throws AppError conflict (offset_differs), validation (blob_too_long), limit_exceeded (disk_full) */
  append(part: Part, from: number, body: AsyncIterable<Uint8Array>): Promise<number>;
  /** Seals the end and makes the file safe; its hash is of the bytes that were sent. @throws AppError blob_too_short */
  finish(part: Part): Promise<StoredBlob>;
  remove(file: string): Promise<void>;
};

export function openPartFiles(): PartFiles {
  const standings = new Map<string, Standing>();
  const keep = (part: Part, standing: Standing): void => {
    standings.delete(part.file);
    standings.set(part.file, standing);
    const oldest = standings.keys().next();
    if (standings.size > STANDINGS_KEPT && oldest.done !== true) standings.delete(oldest.value);
  };
  /** Another server may have gone on with a part in a shared folder: the stamp of the files tells. */
  const standingOf = async (part: Part): Promise<Standing> => {
    const known = standings.get(part.file);
    if (known !== undefined && known.stamp === (await stampOf(part))) return known;
    standings.delete(part.file);
    const found = await look(part);
    keep(part, found);
    return found;
  };
  return {
    async begin(part) {
      await mkdir(path.dirname(part.file), { recursive: true, mode: 0o700 });
      await writeFile(part.file, Buffer.concat([MAGIC, randomBytes(PREFIX_BYTES)]), { flag: "wx", mode: 0o600 }).catch((error: unknown) => { throw explainWriteFailure(error); });
    },
    offset: async (part) => offsetOf(await standingOf(part)),
    async append(part, from, body) {
      const standing = await standingOf(part);
      if (offsetOf(standing) !== from) throw new AppError("conflict", "offset_differs", `${offsetOf(standing)} bytes of this file are kept, so it goes on from there and not from ${from}.`);
      // Until it ends well nobody may rely on what is in memory.
      standings.delete(part.file);
      const broken = await grow(part, standing, body);
      await keepTail(part, standing);
      keep(part, { ...standing, stamp: await stampOf(part) });
      if (broken !== undefined) throw broken instanceof Error ? broken : new Error("the body broke", { cause: broken });
      return offsetOf(standing);
    },
    async finish(part) {
      const standing = await standingOf(part);
      if (offsetOf(standing) !== part.total) throw new AppError("validation", "blob_too_short", `The file ended after ${offsetOf(standing)} of ${part.total} declared bytes; nothing was kept.`);
      standings.delete(part.file);
      const hash = standing.hash ?? (await wholeHash(part));
      await sealEnd(part, standing);
      await rm(tailFile(part), { force: true });
      return { sha256: hash.digest("hex"), byteLength: part.total };
    },
    async remove(file) {
      standings.delete(file);
      await Promise.all([rm(file, { force: true }), rm(`${file}.tail`, { force: true })]);
    },
  };
}

/** Writes as the body comes. Answers what the body broke with, after everything that came before was written. */
async function grow(part: Part, standing: Standing, body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const handle = await openPart(part);
  const pending = Buffer.allocUnsafe(CHUNK_BYTES);
  pending.set(standing.tail);
  let filled = standing.tail.length;
  // One chunk is on its way to the disk while the next one comes in.
  let writing: Promise<unknown> = Promise.resolve();
  const take = async (piece: Uint8Array): Promise<void> => {
    for (let at = 0; at < piece.length; ) {
      const taken = Math.min(CHUNK_BYTES - filled, piece.length - at);
      pending.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
      // The chunk that ends the whole carries a flag of its own, so finishing seals it.
      if (filled < CHUNK_BYTES || (standing.chunks + 1) * CHUNK_BYTES >= part.total) continue;
      const sealed = sealChunk(part.key, standing.prefix, standing.chunks, false, pending);
      await writing;
      writing = handle.write(sealed, 0, sealed.length, HEADER_BYTES + standing.chunks * SEALED_CHUNK_BYTES);
      // Told where it is awaited: before the next chunk, or at the end.
      writing.catch(() => undefined);
      standing.chunks += 1;
      filled = 0;
    }
  };
  let broken: unknown;
  try {
    for await (const piece of untilBroken(body, (error) => (broken = error))) {
      if (standing.chunks * CHUNK_BYTES + filled + piece.length > part.total) {
        broken = new AppError("validation", "blob_too_long", `The file is longer than the ${part.total} bytes that were declared; what is too much was not kept.`);
        break;
      }
      standing.hash?.update(piece);
      await take(piece);
    }
    await writing;
    standing.tail = Buffer.from(pending.subarray(0, filled));
    return broken;
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    await handle.close();
  }
}

/** A sender that goes away ends the body; what it had sent is not lost for that. */
async function* untilBroken(body: AsyncIterable<Uint8Array>, tell: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    tell(error ?? new Error("the body broke"));
  }
}

async function openPart(part: Part): Promise<FileHandle> {
  return open(part.file, "r+").catch((error: unknown) => {
    throw absentAsUndefined(error) ?? missing();
  });
}

/** The rest that fills no chunk, with the number of the chunk that it begins. Renamed into place, so that it is there whole or not. */
async function keepTail(part: Part, { chunks, tail }: Standing): Promise<void> {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(chunks);
  const pieces: Buffer[] = [number];
  for await (const piece of sealBytes(part.key, one(tail))) pieces.push(piece);
  try {
    await writeFile(`${tailFile(part)}.new`, Buffer.concat(pieces), { mode: 0o600 });
    await rename(`${tailFile(part)}.new`, tailFile(part));
  } catch (error) {
    throw explainWriteFailure(error);
  }
}

async function sealEnd(part: Part, standing: Standing): Promise<void> {
  const handle = await openPart(part);
  try {
    // Nothing waits where a process ended between this and the renaming: the last chunk lies there already.
    if (standing.tail.length > 0) {
      const sealed = sealChunk(part.key, standing.prefix, standing.chunks, true, standing.tail);
      await handle.write(sealed, 0, sealed.length, HEADER_BYTES + standing.chunks * SEALED_CHUNK_BYTES);
    }
    await handle.sync();
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    await handle.close();
  }
}

async function stampOf(part: Part): Promise<string> {
  const [file, tail] = await Promise.all([part.file, tailFile(part)].map((name) => stat(name).catch(absentAsUndefined)));
  return [file, tail].map((found) => (found === undefined ? "-" : `${found.size}:${found.mtimeMs}:${found.ino}`)).join(" ");
}

/**
 * Looks where a part stands that this process has not written to, by its length and by opening its last chunk: reading it all would
 * cost as much as sending it, each time that another process of the server is asked.
 */
async function look(part: Part): Promise<Standing> {
  const { size } = await stat(part.file).catch((error: unknown) => { throw absentAsUndefined(error) ?? missing(); });
  const chunks = Math.max(0, Math.floor((size - HEADER_BYTES) / SEALED_CHUNK_BYTES));
  const handle = await openPart(part);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await handle.read(header, 0, HEADER_BYTES, 0);
    const prefix = prefixOf(header);
    const last = Buffer.alloc(SEALED_CHUNK_BYTES);
    const place = HEADER_BYTES + (chunks - 1) * SEALED_CHUNK_BYTES;
    const whole = chunks === 0 || ((await handle.read(last, 0, SEALED_CHUNK_BYTES, place)).bytesRead === SEALED_CHUNK_BYTES && opened(part.key, prefix, chunks - 1, false, last) !== undefined);
    // An end that is sealed, or a last chunk that is broken: then it is read from its beginning.
    if (!whole || size !== HEADER_BYTES + chunks * SEALED_CHUNK_BYTES) return await recover(part);
    const tail = await readTail(part, chunks);
    return { prefix: Uint8Array.from(prefix), chunks, tail, hash: chunks === 0 ? createHash("sha256").update(tail) : null, stamp: await stampOf(part) };
  } finally {
    await handle.close();
  }
}

/** The hash of all that lies there. @throws AppError conflict (offset_differs) when a part of it turned out to be broken, and was cut off */
async function wholeHash(part: Part): Promise<Hash> {
  const read = await recover(part);
  if (read.hash === null || offsetOf(read) !== part.total) throw new AppError("conflict", "offset_differs", `Only ${offsetOf(read)} bytes of this file are whole where they were kept, so it goes on from there.`);
  return read.hash;
}

/** Reads what lies there, and cuts off what a crash left broken. */
async function recover(part: Part): Promise<Standing> {
  const handle = await openPart(part);
  const hash = createHash("sha256");
  let chunks = 0;
  let ended = 0;
  let prefix: Uint8Array;
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await handle.read(header, 0, HEADER_BYTES, 0);
    prefix = Buffer.from(prefixOf(header));
    for await (const sealed of sealedChunks(handle)) {
      const last = chunks * CHUNK_BYTES + sealed.length - TAG_BYTES === part.total;
      const plain = sealed.length === SEALED_CHUNK_BYTES || last ? opened(part.key, prefix, chunks, last, sealed) : undefined;
      if (plain === undefined) break;
      hash.update(plain);
      if (last) ended = plain.length;
      else chunks += 1;
    }
  } finally {
    await handle.close();
  }
  if (ended > 0) return { prefix, chunks, hash, ...(await sealedWhole(part, chunks, ended)) };
  await truncate(part.file, HEADER_BYTES + chunks * SEALED_CHUNK_BYTES);
  const tail = await readTail(part, chunks);
  hash.update(tail);
  return { prefix, chunks, tail, hash, stamp: await stampOf(part) };
}

/** A part whose end was sealed before the process ended: its last chunk is opened again into the tail. */
async function sealedWhole(part: Part, chunks: number, bytes: number): Promise<Pick<Standing, "tail" | "stamp">> {
  const handle = await openPart(part);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    await handle.read(header, 0, HEADER_BYTES, 0);
    const sealed = Buffer.alloc(bytes + TAG_BYTES);
    await handle.read(sealed, 0, sealed.length, HEADER_BYTES + chunks * SEALED_CHUNK_BYTES);
    return { tail: openChunk(part.key, prefixOf(header), chunks, true, sealed), stamp: await stampOf(part) };
  } finally {
    await handle.close();
  }
}

async function* sealedChunks(handle: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(SEALED_CHUNK_BYTES);
  for (let at = HEADER_BYTES; ; at += SEALED_CHUNK_BYTES) {
    const { bytesRead } = await handle.read(buffer, 0, SEALED_CHUNK_BYTES, at);
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
async function readTail(part: Part, chunks: number): Promise<Buffer> {
  const bytes = await readFile(tailFile(part)).catch(absentAsUndefined);
  if (bytes === undefined || bytes.length < 4 + HEADER_BYTES + TAG_BYTES || bytes.readUInt32BE(0) !== chunks) return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of openBytes(part.key, bytes.length - 4, one(bytes.subarray(4)))) pieces.push(piece);
  } catch (error) {
    if (isAppError(error)) return Buffer.alloc(0);
    throw error;
  }
  return Buffer.concat(pieces);
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
