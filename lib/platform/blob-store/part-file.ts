import path from "node:path";
import { releaseBytes } from "../bytes.ts";
import { AppError } from "../errors.ts";
import { diskFiles, type Files } from "../files.ts";
import type { StoredBlob } from "./blob-store.ts";
import { CHUNK_BYTES, HEADER_BYTES, openSealer } from "./chunk-cipher.ts";
import { explainWriteFailure } from "./file-failure.ts";
import { look, offsetOf, openPart, stampOf, tailFile, wholeHash, type HashAhead, type Lying, type Part, type Standing } from "./part-standing.ts";
import { prefixOf, sealedHeader, SEALED_CHUNK_BYTES } from "./sealed-stream.ts";

export type { HashAhead, Part } from "./part-standing.ts";

/** Of parts nobody has written to for long the standing is made again from their files. */
const STANDINGS_KEPT = 64;

/** What a process knows of the parts it works on. */
export type PartFiles = {
  /** @param header says what it is sealed under, and the prefix of its nonces */
  begin(part: Part, header: Buffer): Promise<void>;
  /** How many bytes are kept. @throws AppError blob_missing */
  offset(part: Part): Promise<number>;
  /** For who will append at `from`, to hash the bytes while they come; null where that is not known without looking. */
  hashAhead(file: string, from: number): HashAhead | null;
  /**
   * Appends at `from`; what came before a body broke is kept.
   * @param ahead of these very bytes; without it they are hashed as they are written
   * @throws AppError conflict (offset_differs), validation (blob_too_long), limit_exceeded (disk_full)
   */
  append(part: Part, from: number, body: AsyncIterable<Uint8Array>, ahead?: HashAhead | null): Promise<number>;
  /** Seals the end and makes the file safe; its hash is of the bytes that were sent. @throws AppError blob_too_short */
  finish(part: Part): Promise<StoredBlob>;
  remove(file: string): Promise<void>;
};

export function openPartFiles(files: Files = diskFiles): PartFiles {
  const lying = (part: Part): Lying => ({ ...part, files });
  const standings = new Map<string, Standing>();
  const keep = (part: Part, standing: Standing): void => {
    standings.delete(part.file);
    standings.set(part.file, standing);
    const oldest = standings.keys().next();
    if (standings.size > STANDINGS_KEPT && oldest.done !== true) standings.delete(oldest.value);
  };
  /** Another server may have gone on with a part in a shared folder: the stamp of the files tells. */
  const standingOf = async (part: Lying): Promise<Standing> => {
    const known = standings.get(part.file);
    if (known !== undefined && known.stamp === (await stampOf(part))) return known;
    standings.delete(part.file);
    const found = await look(part);
    keep(part, found);
    return found;
  };
  return {
    async begin(part, header) {
      await files.makeFolder(path.dirname(part.file));
      await write(files, part.file, "new", [header]);
    },
    offset: async (part) => offsetOf(await standingOf(lying(part))),
    hashAhead(file, from) {
      const known = standings.get(file);
      const of = known === undefined || offsetOf(known) !== from ? null : known.hash;
      return of === null ? null : { of, hash: of.copy() };
    },
    async append(asked, from, body, ahead = null) {
      const part = lying(asked);
      const standing = await standingOf(part);
      if (offsetOf(standing) !== from) throw new AppError("conflict", "offset_differs", `${offsetOf(standing)} bytes of this file are kept, so it goes on from there and not from ${from}.`);
      // Until it ends well nobody may rely on what is in memory.
      standings.delete(part.file);
      const broken = await growHashed(part, standing, body, ahead);
      await keepTail(part, standing);
      keep(part, { ...standing, stamp: await stampOf(part) });
      if (broken !== undefined) throw broken instanceof Error ? broken : new Error("the body broke", { cause: broken });
      return offsetOf(standing);
    },
    async finish(asked) {
      const part = lying(asked);
      const standing = await standingOf(part);
      if (offsetOf(standing) !== part.total) throw new AppError("validation", "blob_too_short", `The file ended after ${offsetOf(standing)} of ${part.total} declared bytes; nothing was kept.`);
      standings.delete(part.file);
      const hash = standing.hash ?? (await wholeHash(part));
      await sealEnd(part, standing);
      await files.remove(tailFile(part));
      return { sha256: hash.digest("hex"), byteLength: part.total };
    },
    async remove(file) {
      standings.delete(file);
      await Promise.all([file, `${file}.tail`, `${file}.tail.new`].map((name) => files.remove(name)));
    },
  };
}

/** Makes a small file, without waiting for the disk. */
async function write(files: Files, file: string, how: "new" | "replace", pieces: readonly Uint8Array[]): Promise<void> {
  try {
    const open = await files.open(file, how);
    try {
      await open.write(pieces, 0);
    } finally {
      await open.close();
    }
  } catch (error) {
    throw explainWriteFailure(error);
  }
}

/** Grows a part, and its hash with it: that which went ahead, where it began with what is kept. */
async function growHashed(part: Lying, standing: Standing, body: AsyncIterable<Uint8Array>, ahead: HashAhead | null): Promise<unknown> {
  if (ahead === null || ahead.of !== standing.hash) return grow(part, standing, body);
  standing.hash = null;
  const broken = await grow(part, standing, body);
  // Of a piece that is not kept whole nothing was hashed so far: the whole is, once it is there.
  if (broken === undefined) standing.hash = ahead.hash;
  return broken;
}

/** Writes as the body comes. Answers what the body broke with, after everything that came before was written. */
async function grow(part: Lying, standing: Standing, body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const seal = await openSealer(part.key);
  const open = await openPart(part);
  const pending = openPending(standing.tail);
  // One chunk is sealed and on its way to the disk while the next one comes in.
  let writing: Promise<unknown> = Promise.resolve();
  const write = async (sealing: Promise<Buffer>, chunk: number): Promise<void> => {
    const sealed = await sealing;
    await open.write([sealed], HEADER_BYTES + chunk * SEALED_CHUNK_BYTES);
    releaseBytes(sealed);
  };
  const take = async (piece: Uint8Array): Promise<void> => {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + CHUNK_BYTES - pending.length());
      at += taken.length;
      // The chunk that ends the whole carries a flag of its own, so finishing seals it.
      const chunk = pending.take(taken, (standing.chunks + 1) * CHUNK_BYTES >= part.total);
      if (chunk !== undefined) {
        await writing;
        writing = write(seal(standing.prefix, standing.chunks, false, chunk), standing.chunks);
        // Told where it is awaited: before the next chunk, or at the end.
        writing.catch(() => undefined);
        standing.chunks += 1;
        pending.empty();
      }
      // While other threads seal and write.
      standing.hash?.update(taken);
    }
  };
  let broken: unknown;
  try {
    for await (const piece of untilBroken(body, (error) => (broken = error))) {
      if (standing.chunks * CHUNK_BYTES + pending.length() + piece.length > part.total) {
        broken = new AppError("validation", "blob_too_long", `The file is longer than the ${part.total} bytes that were declared; what is too much was not kept.`);
        break;
      }
      await take(piece);
    }
    await writing;
    standing.tail = pending.rest();
    return broken;
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    // Nothing of this request is written once another one may go on.
    await writing.catch(() => undefined);
    pending.release();
    await open.close();
  }
}

/** What waits until it is a chunk. One that comes whole is not copied. */
function openPending(tail: Buffer) {
  let waiting = Buffer.alloc(0);
  let filled = 0;
  const keep = (bytes: Uint8Array): void => {
    if (waiting.length === 0) waiting = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    waiting.set(bytes, filled);
    filled += bytes.length;
  };
  if (tail.length > 0) keep(tail);
  return {
    length: () => filled,
    /** Answers the chunk, once it is one, for as long as `bytes` last. What ends the whole keeps waiting. */
    take(bytes: Uint8Array, endsWhole: boolean): Uint8Array | undefined {
      if (!endsWhole && bytes.length === CHUNK_BYTES) return bytes;
      keep(bytes);
      return !endsWhole && filled === CHUNK_BYTES ? waiting : undefined;
    },
    empty: () => (filled = 0),
    rest: () => Buffer.from(waiting.subarray(0, filled)),
    release: () => releaseBytes(waiting),
  };
}

/** A sender that goes away ends the body; what it had sent is not lost for that. */
async function* untilBroken(body: AsyncIterable<Uint8Array>, tell: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    tell(error ?? new Error("the body broke"));
  }
}

/** The rest that fills no chunk, with the number of the chunk that it begins. Renamed into place, so that it is there whole or not. */
async function keepTail(part: Lying, { chunks, tail }: Standing): Promise<void> {
  // One that lies there from before belongs to a chunk that is written by now, and is known by its number.
  if (tail.length === 0) return part.files.remove(tailFile(part));
  const number = Buffer.alloc(4);
  number.writeUInt32BE(chunks);
  const header = sealedHeader();
  const seal = await openSealer(part.key);
  await write(part.files, `${tailFile(part)}.new`, "replace", [number, header, await seal(prefixOf(header), 0, true, tail)]);
  await part.files.rename(`${tailFile(part)}.new`, tailFile(part));
}

async function sealEnd(part: Lying, standing: Standing): Promise<void> {
  const open = await openPart(part);
  try {
    // Nothing waits where a process ended between this and the renaming: the last chunk lies there already.
    if (standing.tail.length > 0) {
      const seal = await openSealer(part.key);
      const sealed = await seal(standing.prefix, standing.chunks, true, standing.tail);
      await open.write([sealed], HEADER_BYTES + standing.chunks * SEALED_CHUNK_BYTES);
      releaseBytes(sealed);
    }
    await open.sync();
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    await open.close();
  }
}
