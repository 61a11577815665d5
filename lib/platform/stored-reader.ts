import { Readable } from "node:stream";
import yauzl from "yauzl";

/** Bytes from a place on of a file that is stored somewhere. */
export type ReadFrom = (from: number) => AsyncIterable<Uint8Array>;

/** As a stored file's chunks: to have one byte of one, all of it is opened (blob-store/chunk-cipher.ts). */
const BLOCK_BYTES = 1024 * 1024;
/** A ZIP is read at two places in turn, in its directory and where a file lies; a file may lie in two blocks. */
const BLOCKS = 4;
/** What is longer is read in one go, past the blocks. */
const LONG_BYTES = BLOCKS * BLOCK_BYTES;

/**
 * Lets a ZIP be read where it lies, by places. The blocks that were asked for last stay at hand: thousands of small files, each with
 * its header and its line in the directory, lie in a few of them, and opening a stored file costs as much for a byte as for a block.
 */
export class StoredReader extends yauzl.RandomAccessReader {
  readonly #readFrom: ReadFrom;
  /** By number, the one that was used last at the end. */
  readonly #blocks = new Map<number, Promise<Buffer>>();

  constructor(readFrom: ReadFrom) {
    super();
    this.#readFrom = readFrom;
  }

  /** Bytes from `start` to before `end`, or to where the file ends. @throws what reading fails with */
  bytes(start: number, end: number): Promise<Buffer> {
    return bytesOf(this.#range(start, end));
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.bytes(position, position + length).then(
      (bytes) => {
        if (bytes.length < length) return callback(new Error("the file ends before its directory does"));
        bytes.copy(buffer, offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async *#range(start: number, end: number): AsyncGenerator<Buffer> {
    if (end - start > LONG_BYTES) {
      yield* pieces(this.#readFrom, start, end);
      return;
    }
    for (let at = start; at < end; ) {
      const index = Math.floor(at / BLOCK_BYTES);
      const from = at - index * BLOCK_BYTES;
      const part = (await this.#block(index)).subarray(from, from + end - at);
      // The file ends here.
      if (part.length === 0) return;
      yield part;
      at += part.length;
    }
  }

  #block(index: number): Promise<Buffer> {
    const block = this.#blocks.get(index) ?? bytesOf(pieces(this.#readFrom, index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    // What could not be read once is tried again when it is asked for again.
    block.catch(() => this.#blocks.delete(index));
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }
}

async function* pieces(readFrom: ReadFrom, start: number, end: number): AsyncGenerator<Buffer> {
  let left = end - start;
  if (left <= 0) return;
  for await (const part of readFrom(start)) {
    // A copy: the one that was handed out may be written again.
    yield Buffer.from(part.subarray(0, left));
    left -= part.length;
    if (left <= 0) return;
  }
}

async function bytesOf(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

/** Bytes from `start` to before `end`, or to where the file ends. @throws what reading fails with */
export function rangeBytes(readFrom: ReadFrom, start: number, end: number): Promise<Buffer> {
  return bytesOf(pieces(readFrom, start, end));
}
