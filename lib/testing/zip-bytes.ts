import { crc32, deflateRawSync } from "node:zlib";

export type Entry = { name: string; content: Buffer; declared?: number; flags?: number; crc?: number; unixMode?: number; offset?: number };

/** A ZIP with whatever its parts say, true or not. */
export function zipOf(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, declared = content.length, flags = 0x800, crc = crc32(content), unixMode = 0, offset = at } of entries) {
    const packed = deflateRawSync(content);
    const bytes = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(flags, 2);
    facts.writeUInt16LE(8, 4);
    // 12:30:00 on 4 March 2026.
    facts.writeUInt16LE((12 << 11) | (30 << 5), 6);
    facts.writeUInt16LE(((2026 - 1980) << 9) | (3 << 5) | 4, 8);
    facts.writeUInt32LE(crc >>> 0, 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declared, 18);
    facts.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, bytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((unixMode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02", "latin1"), Buffer.from([20, 3]), facts, rest, bytes]));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.reduce((sum, one) => sum + one.length, 0), 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
