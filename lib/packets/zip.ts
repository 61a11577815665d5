import type { Measure } from "./measure.ts";

/** An entry whose size and checksum are known before it is written; `open` is called once. */
export type ZipEntry = Measure & { path: string; open: () => AsyncIterable<Uint8Array> };

const MAX_32 = 0xffff_ffff;
const UTF8_NAMES = 0x0800;
const UNIX = 3;
const REGULAR_FILE_0644 = 0o100644;
const encoder = new TextEncoder();

/*
 * Written here rather than by a package, for three reasons. Entries are stored, not compressed: the output of zlib
 * differs between processors. The DOS time of an entry is UTC: packages write it in the zone of the machine. And sizes
 * stand before the data: a stored entry with its size behind it is refused by readers that stream (Java's among them).
 */

/** Bytes of the archive that `writeZip` gives for these entries. */
export function zipLength(entries: readonly Pick<ZipEntry, "path" | "bytes">[]): number {
  let offset = 0;
  let central = 0;
  for (const entry of entries) {
    const name = encoder.encode(entry.path).length;
    central += 46 + name + zip64Fields(entry.bytes, offset).length;
    offset += 30 + name + localZip64(entry.bytes).length + entry.bytes;
  }
  return offset + central + (needsZip64End(entries.length, central, offset) ? 56 + 20 : 0) + 22;
}

/**
 * A ZIP of stored entries in the given order, with one time for all of them; equal input gives equal bytes anywhere.
 * ZIP64 fields appear only where they are needed. Back-pressure is the consumer's pace.
 * @throws RangeError when a source gives another number of bytes than announced
 */
export async function* writeZip(entries: readonly ZipEntry[], time: Date): AsyncGenerator<Uint8Array> {
  const stamp = dosTime(time);
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = encoder.encode(entry.path);
    const header = localHeader(entry, name, stamp);
    yield header;
    let written = 0;
    for await (const chunk of entry.open()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== entry.bytes) throw new RangeError(`${entry.path}: ${written} bytes where ${entry.bytes} were announced`);
    directory.push(centralHeader(entry, name, stamp, offset));
    offset += header.length + entry.bytes;
  }
  const central = Buffer.concat(directory);
  yield central;
  yield endRecords(entries.length, central.length, offset);
}

/** MS-DOS date and time of an instant in UTC, two-second steps, clamped to 1980–2107. */
function dosTime(time: Date): { date: number; time: number } {
  const year = Math.min(2107, Math.max(1980, time.getUTCFullYear()));
  const clamped = year === time.getUTCFullYear() ? time : new Date(Date.UTC(year, 0, 1));
  return {
    date: ((year - 1980) << 9) | ((clamped.getUTCMonth() + 1) << 5) | clamped.getUTCDate(),
    time: (clamped.getUTCHours() << 11) | (clamped.getUTCMinutes() << 5) | (clamped.getUTCSeconds() >> 1),
  };
}

function localHeader(entry: ZipEntry, name: Uint8Array, stamp: { date: number; time: number }): Buffer {
  const extra = localZip64(entry.bytes);
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x0403_4b50, 0);
  fixed.writeUInt16LE(extra.length > 0 ? 45 : 20, 4);
  fixed.writeUInt16LE(UTF8_NAMES, 6);
  fixed.writeUInt16LE(0, 8);
  fixed.writeUInt16LE(stamp.time, 10);
  fixed.writeUInt16LE(stamp.date, 12);
  fixed.writeUInt32LE(entry.crc32, 14);
  fixed.writeUInt32LE(Math.min(entry.bytes, MAX_32), 18);
  fixed.writeUInt32LE(Math.min(entry.bytes, MAX_32), 22);
  fixed.writeUInt16LE(name.length, 26);
  fixed.writeUInt16LE(extra.length, 28);
  return Buffer.concat([fixed, name, extra]);
}

function centralHeader(entry: ZipEntry, name: Uint8Array, stamp: { date: number; time: number }, offset: number): Buffer {
  const extra = zip64Fields(entry.bytes, offset);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x0201_4b50, 0);
  fixed.writeUInt16LE((UNIX << 8) | 45, 4);
  fixed.writeUInt16LE(extra.length > 0 ? 45 : 20, 6);
  fixed.writeUInt16LE(UTF8_NAMES, 8);
  fixed.writeUInt16LE(0, 10);
  fixed.writeUInt16LE(stamp.time, 12);
  fixed.writeUInt16LE(stamp.date, 14);
  fixed.writeUInt32LE(entry.crc32, 16);
  fixed.writeUInt32LE(Math.min(entry.bytes, MAX_32), 20);
  fixed.writeUInt32LE(Math.min(entry.bytes, MAX_32), 24);
  fixed.writeUInt16LE(name.length, 28);
  fixed.writeUInt16LE(extra.length, 30);
  fixed.writeUInt32LE((REGULAR_FILE_0644 << 16) >>> 0, 38);
  fixed.writeUInt32LE(Math.min(offset, MAX_32), 42);
  return Buffer.concat([fixed, name, extra]);
}

/** In a local header both sizes are given or neither. */
function localZip64(bytes: number): Buffer {
  return bytes >= MAX_32 ? zip64Extra([bytes, bytes]) : Buffer.alloc(0);
}

/** In the directory only the fields that overflow are given, in this order. */
function zip64Fields(bytes: number, offset: number): Buffer {
  const values = [...(bytes >= MAX_32 ? [bytes, bytes] : []), ...(offset >= MAX_32 ? [offset] : [])];
  return values.length > 0 ? zip64Extra(values) : Buffer.alloc(0);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index));
  return extra;
}

function needsZip64End(count: number, central: number, offset: number): boolean {
  return count >= 0xffff || central >= MAX_32 || offset >= MAX_32;
}

function endRecords(count: number, central: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(Math.min(central, MAX_32), 12);
  end.writeUInt32LE(Math.min(offset, MAX_32), 16);
  if (!needsZip64End(count, central, offset)) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x0606_4b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE((UNIX << 8) | 45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(central), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x0706_4b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + central), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
