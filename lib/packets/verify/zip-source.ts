import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import yauzl, { type ZipFile } from "yauzl";

/** Where a ZIP lies: how to open it, and how to read a few of its bytes. */
export type ZipSource = { open(): Promise<ZipFile>; read(from: number, length: number): Promise<Buffer> };

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true } as const;

/** A ZIP in a file. */
export function fileSource(path: string): ZipSource {
  return {
    open: () => yauzl.openPromise(path, OPTIONS),
    async read(from, length) {
      const bytes = Buffer.alloc(length);
      const file = await open(path);
      try {
        await file.read(bytes, 0, length, from);
      } finally {
        await file.close();
      }
      return bytes;
    },
  };
}

/** A ZIP that can be read from any byte on, as a blob store does it: nothing is written to a disk in the clear. */
export function rangeSource(readFrom: (from: number) => AsyncIterable<Uint8Array>, byteLength: number): ZipSource {
  const range = (from: number, until: number): AsyncGenerator<Buffer> => cut(readFrom(from), until - from);
  class Reader extends yauzl.RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(range(start, end), { objectMode: false });
    }
  }
  return {
    open: () => yauzl.fromRandomAccessReaderPromise(new Reader(), byteLength, OPTIONS),
    async read(from, length) {
      const parts: Buffer[] = [];
      for await (const part of range(from, from + length)) parts.push(part);
      return Buffer.concat(parts);
    },
  };
}

async function* cut(chunks: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Buffer> {
  let left = length;
  if (left === 0) return;
  for await (const chunk of chunks) {
    yield Buffer.from(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
    if (left === 0) return;
  }
}
