import { untilBroken } from "../bytes.ts";
import { AppError } from "../errors.ts";
import type { OpenFile } from "../files.ts";
import { giveBack, takeBlock } from "./blocks.ts";
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES, sealChunk } from "./chunk-cipher.ts";
import { explainWriteFailure } from "./file-failure.ts";
import { openPart, type Lying, type Standing } from "./part-standing.ts";

/** So much is written before it is synced, beside what comes: at the end of a file of gigabytes there is little left to wait for. */
const SYNCED_EVERY_BYTES = 64 * 1024 * 1024;

/** What stays of a body that broke: what came before, or nothing of it. */
export type Keeping = "what came" | "all or nothing";

/**
 * Seals and hashes a body as it comes, and writes it: each chunk at once, or where it is all or nothing, in the end. Answers where the
 * part stands then, and what the body broke with, after everything was written that may stay.
 *
 * A nonce belongs to the final bytes of its chunk. What was sealed of a body of which nothing stays never leaves this memory.
 */
export async function grow(part: Lying, standing: Standing, body: AsyncIterable<Uint8Array>, keeping: Keeping): Promise<{ grown: Standing; broken: unknown }> {
  const open = await openPart(part);
  const syncing = standing.unsynced < SYNCED_EVERY_BYTES ? undefined : open.sync();
  // Told where it is awaited.
  syncing?.catch(() => undefined);
  const pending = openPending(standing.tail);
  const outlet = openOutlet(open, keeping);
  const hash = standing.hash?.copy() ?? null;
  let { chunks } = standing;
  let broken: unknown;
  const take = async (piece: Uint8Array): Promise<void> => {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + CHUNK_BYTES - pending.length());
      at += taken.length;
      // The chunk that ends the whole carries a flag of its own, so finishing seals it.
      const plain = pending.take(taken, (chunks + 1) * CHUNK_BYTES >= part.total);
      if (plain === undefined) continue;
      await outlet.put(chunks, (block) => sealChunk(part.key, { prefix: standing.prefix, index: chunks, last: false }, plain, block));
      chunks += 1;
      pending.empty();
    }
  };
  try {
    for await (const piece of untilBroken(body, (error) => (broken = error))) {
      if (chunks * CHUNK_BYTES + pending.length() + piece.length > part.total) {
        broken = new AppError("validation", "blob_too_long", `The file is longer than the ${part.total} bytes that were declared; what is too much was not kept.`);
        break;
      }
      hash?.update(piece);
      await take(piece);
    }
    // A sync that failed is told whatever became of the body: the next one would succeed without what this one lost.
    await syncing;
    if (broken !== undefined && keeping === "all or nothing") return { grown: standing, broken };
    await outlet.write();
    const unsynced = (syncing === undefined ? standing.unsynced : 0) + (chunks - standing.chunks) * SEALED_CHUNK_BYTES;
    return { grown: { ...standing, chunks, tail: pending.rest(), hash, unsynced }, broken };
  } catch (error) {
    throw explainWriteFailure(error);
  } finally {
    // Nothing of this request is written once another one may go on.
    await outlet.end();
    await syncing?.catch(() => undefined);
    pending.release();
    await open.close();
  }
}

/** Where sealed chunks go: each to the disk while the next one comes in, or all at once in the end, one behind the other. */
function openOutlet(open: OpenFile, keeping: Keeping) {
  const waiting: { block: Buffer; chunk: number }[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const write = async (): Promise<void> => {
    const going = waiting.splice(0);
    const [first] = going;
    if (first === undefined) return;
    try {
      for (const { block, chunk } of going) await open.write([block], HEADER_BYTES + chunk * SEALED_CHUNK_BYTES);
    } finally {
      for (const { block } of going) giveBack(block);
    }
  };
  return {
    async put(chunk: number, seal: (block: Buffer) => Buffer): Promise<void> {
      const block = takeBlock();
      waiting.push({ block, chunk });
      seal(block);
      if (keeping === "all or nothing") return;
      await writing;
      writing = write();
      // Told where it is awaited: before the next chunk, or at the end.
      writing.catch(() => undefined);
    },
    async write(): Promise<void> {
      await writing;
      await write();
    },
    /** Drops what was not written. */
    async end(): Promise<void> {
      await writing.catch(() => undefined);
      for (const { block } of waiting.splice(0)) giveBack(block);
    },
  };
}

/** What waits until it is a chunk. One that comes whole is not copied. */
function openPending(tail: Buffer) {
  let waiting: Buffer | undefined;
  let filled = 0;
  const keep = (bytes: Uint8Array): Buffer => {
    waiting ??= takeBlock();
    waiting.set(bytes, filled);
    filled += bytes.length;
    return waiting;
  };
  if (tail.length > 0) keep(tail);
  return {
    length: () => filled,
    /** Answers the chunk, once it is one, for as long as `bytes` last. What ends the whole keeps waiting. */
    take(bytes: Uint8Array, endsWhole: boolean): Uint8Array | undefined {
      if (!endsWhole && bytes.length === CHUNK_BYTES) return bytes;
      const kept = keep(bytes);
      return !endsWhole && filled === CHUNK_BYTES ? kept.subarray(0, CHUNK_BYTES) : undefined;
    },
    empty: () => (filled = 0),
    rest: () => Buffer.from(waiting?.subarray(0, filled) ?? []),
    release: () => waiting !== undefined && giveBack(waiting),
  };
}
