import path from "node:path";
import { AppError } from "../errors.ts";
import { diskFiles, type Files } from "../files.ts";
import type { StoredBlob } from "./blob-store.ts";
import { giveBack, takeBlock } from "./blocks.ts";
import { HEADER_BYTES, sealChunk, SEALED_CHUNK_BYTES } from "./chunk-cipher.ts";
import { explainWriteFailure } from "./file-failure.ts";
import { grow, type Keeping } from "./grow-part.ts";
import { hasTail, look, offsetOf, openPart, stampOf, tailFile, wholeHash, type Lying, type Part, type Standing } from "./part-standing.ts";
import { prefixOf, sealedHeader } from "./sealed-stream.ts";

export type { Keeping } from "./grow-part.ts";
export type { Part } from "./part-standing.ts";

/** Of parts nobody has written to for long the standing is made again from their files. */
const STANDINGS_KEPT = 64;

/** What a process knows of the parts it works on. */
export type PartFiles = {
  /** @param header says what it is sealed under, and the prefix of its nonces */
  begin(part: Part, header: Buffer): Promise<void>;
  /** How many bytes are kept. @throws AppError blob_missing */
  offset(part: Part): Promise<number>;
  /**
   * Appends at `from`. A body of which all is kept or nothing waits in memory to its end.
   * @throws AppError conflict (offset_differs), validation (blob_too_long), limit_exceeded (disk_full); what the body broke with
   */
  append(part: Part, from: number, body: AsyncIterable<Uint8Array>, keeping?: Keeping): Promise<number>;
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
    async append(asked, from, body, keeping = "what came") {
      const part = lying(asked);
      const standing = await standingOf(part);
      if (offsetOf(standing) !== from) throw new AppError("conflict", "offset_differs", `${offsetOf(standing)} bytes of this file are kept, so it goes on from there and not from ${from}.`);
      // Until it ends well nobody may rely on what is in memory.
      standings.delete(part.file);
      const { grown, broken } = await grow(part, standing, body, keeping);
      if (grown !== standing) {
        await keepTail(part, standing, grown);
        grown.stamp = await stampOf(part);
      }
      keep(part, grown);
      if (broken !== undefined) throw broken instanceof Error ? broken : new Error("the body broke", { cause: broken });
      return offsetOf(grown);
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

/** The rest that fills no chunk, with the number of the chunk that it begins. Renamed into place, so that it is there whole or not. */
async function keepTail(part: Lying, before: Standing, { chunks, tail }: Standing): Promise<void> {
  // One that lies there from before belongs to a chunk that is written by now, and is known by its number.
  if (tail.length === 0) return hasTail(before) ? part.files.remove(tailFile(part)) : undefined;
  const number = Buffer.alloc(4);
  number.writeUInt32BE(chunks);
  const header = sealedHeader();
  const block = takeBlock();
  try {
    const sealed = sealChunk(part.key, { prefix: prefixOf(header), index: 0, last: true }, tail, block);
    await write(part.files, `${tailFile(part)}.new`, "replace", [number, header, sealed]);
  } finally {
    giveBack(block);
  }
  await part.files.rename(`${tailFile(part)}.new`, tailFile(part));
}

async function sealEnd(part: Lying, standing: Standing): Promise<void> {
  const open = await openPart(part);
  const block = takeBlock();
  try {
    // Nothing waits where a process ended between this and the renaming: the last chunk lies there already.
    if (standing.tail.length > 0) {
      const sealed = sealChunk(part.key, { prefix: standing.prefix, index: standing.chunks, last: true }, standing.tail, block);
      await open.write([sealed], HEADER_BYTES + standing.chunks * SEALED_CHUNK_BYTES);
    }
    await open.sync();
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    giveBack(block);
    await open.close();
  }
}
