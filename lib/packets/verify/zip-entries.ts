import type { Entry, LocalFileHeader, ZipFile } from "yauzl";
import { PACKET_LIMITS } from "../limits.ts";
import { unsafePath } from "./entry-paths.ts";
import { UnreadablePacket, type PacketEntries, type PacketEntry } from "./packet-entry.ts";
import type { Problems } from "./problems.ts";
import type { ZipSource } from "./zip-source.ts";

const UTF8_NAMES = 0x0800;
const SIZES_BEHIND = 0x0008;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
/** A data descriptor has 12 to 24 bytes; only then may there be bytes between two entries. */
const DESCRIPTOR_MAX = 24;

/** A size of 32 bits that says: look into the ZIP64 field. */
const IN_ZIP64 = 0xffff_ffff;

const END = 22;
/** The ZIP64 end record and its locator. */
const END_64 = 56 + 20;

type Extent = { from: number; to: number; slack: number; path: string };

/**
 * Lists a ZIP without unpacking it. Names are read as bytes and judged here; the local header of each entry must agree
 * with the directory, and the entries must lie side by side, so that no second content hides between them.
 * @throws UnreadablePacket when there is no ZIP, or it has more entries than `PACKET_LIMITS.files`
 */
export async function zipEntries(source: ZipSource, problems: Problems): Promise<PacketEntries> {
  const zip = await openZip(source);
  const entries: PacketEntry[] = [];
  const extents: Extent[] = [];
  const directory = cursor(zip);
  if (zip.entryCount > PACKET_LIMITS.files) {
    zip.close();
    throw new UnreadablePacket(`more than ${PACKET_LIMITS.files} entries`);
  }
  try {
    for await (const entry of zip.eachEntry()) {
      const found = await judgeEntry(zip, entry, extents, problems);
      if (found) entries.push(found);
    }
    reportHidden(zip, extents, directory, problems);
    await checkEnd(source, zip, directory, problems);
  } catch (error) {
    problems.add("broken_zip", null, messageOf(error));
  }
  return { entries, ordered: true, close: async () => zip.close() };
}

async function openZip(source: ZipSource): Promise<ZipFile> {
  try {
    return await source.open();
  } catch (error) {
    throw new UnreadablePacket(messageOf(error));
  }
}

async function judgeEntry(zip: ZipFile, entry: Entry, extents: Extent[], problems: Problems): Promise<PacketEntry | null> {
  const raw = entry.fileNameRaw;
  const path = nameOf(raw);
  if (path === null || ((entry.generalPurposeBitFlag & UTF8_NAMES) === 0 && /[^\x20-\x7e]/u.test(path))) {
    problems.add("unsafe_path", raw.toString("latin1"), "the name is not marked as UTF-8");
    return null;
  }
  const unsafe = unsafePath(path);
  if (unsafe !== null) {
    problems.add("unsafe_path", path, unsafe);
    return null;
  }
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMLINK) {
    problems.add("unsafe_path", path, "is a symbolic link");
    return null;
  }
  const local = await zip.readLocalFileHeaderPromise(entry);
  if (!agrees(local, entry)) problems.add("broken_zip", path, "the header before the file says something else than the directory");
  const slack = (entry.generalPurposeBitFlag & SIZES_BEHIND) === 0 ? 0 : DESCRIPTOR_MAX;
  extents.push({ from: entry.relativeOffsetOfLocalHeader, to: local.fileDataStart + entry.compressedSize, slack, path });
  if (path.endsWith("/") && entry.uncompressedSize === 0) return null;
  if (!entry.canDecodeFileData()) {
    problems.add("broken_zip", path, "is encrypted or packed by an unknown method");
    return null;
  }
  return { path, bytes: entry.uncompressedSize, crc32: entry.crc32, open: () => zip.openReadStreamPromise(entry) };
}

/** Two readers, one that trusts the directory and one that trusts the headers, must see the same file. */
function agrees(local: LocalFileHeader, entry: Entry): boolean {
  const same = local.fileName.equals(entry.fileNameRaw) && local.compressionMethod === entry.compressionMethod && local.generalPurposeBitFlag === entry.generalPurposeBitFlag;
  if (!same || (local.generalPurposeBitFlag & SIZES_BEHIND) !== 0) return same;
  const sizes = local.uncompressedSize === IN_ZIP64 || (local.uncompressedSize === entry.uncompressedSize && local.compressedSize === entry.compressedSize);
  return sizes && local.crc32 === entry.crc32;
}

function reportHidden(zip: ZipFile, extents: Extent[], directory: number, problems: Problems): void {
  let at = 0;
  let slack = 0;
  for (const extent of [...extents].sort((a, b) => a.from - b.from)) {
    if (extent.from < at) problems.add("broken_zip", extent.path, "overlaps another file");
    else if (extent.from - at > slack) problems.add("broken_zip", extent.path, `${extent.from - at} bytes before it belong to no file`);
    at = Math.max(at, extent.to);
    slack = extent.slack;
  }
  const listed = extents.length === zip.entryCount;
  if (listed && directory - at > slack) problems.add("broken_zip", null, `${directory - at} bytes before the directory belong to no file`);
}

/**
 * The end record must tell the size and place of the directory that was read: some readers find it from the front, some
 * from the back, and a wrong size would show them another one.
 */
async function checkEnd(source: ZipSource, zip: ZipFile, directory: number, problems: Problems): Promise<void> {
  const length = zip.fileSize - cursor(zip);
  if (length !== END && length !== END + END_64) {
    problems.add("broken_zip", null, "bytes after the directory belong to no file");
    return;
  }
  const end = await source.read(cursor(zip), length);
  const size = cursor(zip) - directory;
  const at = length - END;
  const whole = at === 0 || (Number(end.readBigUInt64LE(40)) === size && Number(end.readBigUInt64LE(24)) === zip.entryCount && Number(end.readBigUInt64LE(4)) === 44);
  const fits = (value: number, limit: number, actual: number): boolean => value === actual || (at > 0 && value === limit);
  const told = fits(end.readUInt16LE(at + 8), 0xffff, zip.entryCount) && fits(end.readUInt16LE(at + 10), 0xffff, zip.entryCount)
    && fits(end.readUInt32LE(at + 12), IN_ZIP64, size) && fits(end.readUInt32LE(at + 16), IN_ZIP64, directory) && end.readUInt16LE(at + 6) === 0;
  if (!whole || !told) problems.add("broken_zip", null, "its end record tells another directory than the one that is there");
}

/** Where the directory is read; the declarations call it a boolean. */
function cursor(zip: ZipFile): number {
  return zip.readEntryCursor as unknown as number;
}

function nameOf(raw: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    // Not UTF-8: the caller reports the name.
    return null;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
