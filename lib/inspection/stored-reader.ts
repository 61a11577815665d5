import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";

/** Bytes from a place on of a file that is stored somewhere. */
export type ReadFrom = (from: number) => AsyncIterable<Uint8Array>;

const BLOCK_BYTES = 256 * 1024;

/** Lets a ZIP be read where it lies, by places, with the block that was asked for last at hand: its directory is read in many small steps. */
export class StoredReader extends yauzl.RandomAccessReader {
  readonly #readFrom: ReadFrom;
  #block: { from: number; bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };

  constructor(readFrom: ReadFrom) {
    super();
    this.#readFrom = readFrom;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const output = new PassThrough();
    // Its failure is told by the stream that yauzl reads.
    pipeline(Readable.from(range(this.#readFrom, start, end)), output).catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
    return output;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    this.#bytes(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  async #bytes(from: number, length: number): Promise<Buffer> {
    const known = this.#block;
    if (from < known.from || from + length > known.from + known.bytes.length) this.#block = { from, bytes: await rangeBytes(this.#readFrom, from, from + Math.max(length, BLOCK_BYTES)) };
    const { from: start, bytes } = this.#block;
    if (from - start + length > bytes.length) throw new Error("the file ends before its directory does");
    return bytes.subarray(from - start, from - start + length);
  }
}

/** Bytes from `start` to before `end`, or to where the file ends. */
async function* range(readFrom: ReadFrom, start: number, end: number): AsyncGenerator<Uint8Array> {
  let left = end - start;
  if (left <= 0) return;
  for await (const part of readFrom(start)) {
    // A copy: the one that was handed out may be written again.
    yield Buffer.from(part.subarray(0, left));
    left -= part.length;
    if (left <= 0) return;
  }
}

/** The same in memory. */
export async function rangeBytes(readFrom: ReadFrom, start: number, end: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of range(readFrom, start, end)) parts.push(part);
  return Buffer.concat(parts);
}
