import { open } from "node:fs/promises";
import yauzl, { type ZipFile } from "yauzl";
import { StoredReader, type ReadFrom } from "#lib/platform/stored-reader.ts";

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
export function rangeSource(readFrom: ReadFrom, byteLength: number): ZipSource {
  const reader = new StoredReader(readFrom);
  return {
    open: () => yauzl.fromRandomAccessReaderPromise(reader, byteLength, OPTIONS),
    read: (from, length) => reader.bytes(from, from + length),
  };
}
