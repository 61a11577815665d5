import { crc32 } from "node:zlib";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { StoredReader, type ReadFrom } from "#lib/platform/stored-reader.ts";
import { AppError, isAppError } from "#lib/platform/errors.ts";
import { UNPACK_LIMITS } from "./limits.ts";

export type ZippedFile = { path: string; byteLength: number; /** As the ZIP says. */ modifiedAt: Date; open(): AsyncGenerator<Uint8Array> };

/** In the attributes that Unix gives an entry: the kind of file, and the kind that points elsewhere. */
const KIND_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const MADE_ON_UNIX = 3;

/**
 * The files of a ZIP that lies elsewhere, in its order. Everything its directory says is judged before a byte is unpacked: names that
 * lead out of it, names that come twice, entries that share bytes, sizes and their sums. What unpacks to another length or
 * checksum than it declares fails while it is read. Archives in it are files like any other.
 *
 * @param limits how many files it may hold; folders count three times less
 * @throws AppError validation (zip_unreadable, zip_path, zip_same_name, zip_protected, zip_empty); limit_exceeded (zip_too_large, zip_bomb)
 */
export async function readStoredZip(readFrom: ReadFrom, byteLength: number, limits: { files: number } = UNPACK_LIMITS): Promise<ZippedFile[]> {
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new StoredReader(readFrom), byteLength, { autoClose: false, validateEntrySizes: true });
    if (zip.entryCount > limits.files * 4) throw tooMany(limits.files);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      entries.push(entry);
      if (entries.length > limits.files) throw tooMany(limits.files);
    }
    judge(entries, byteLength);
    return entries.map((entry) => ({ path: entry.fileName, byteLength: entry.uncompressedSize, modifiedAt: entry.getLastModDate({ timezone: "UTC" }), open: () => unpack(zip, entry) }));
  } catch (error) {
    throw explained(error);
  }
}

function judge(entries: readonly Entry[], byteLength: number): void {
  if (entries.length === 0) throw refused("zip_empty", "The ZIP holds no file; nothing was taken from it.");
  const names = new Set<string>();
  let unpacked = 0;
  for (const entry of entries) {
    const { fileName: name, uncompressedSize, compressedSize } = entry;
    if (names.has(name)) throw refused("zip_same_name", `The ZIP holds ${shown(name)} twice, so nobody can say which is meant; nothing was taken from it.`);
    names.add(name);
    if (entry.isEncrypted()) throw refused("zip_protected", "The ZIP is protected with a password; nothing was taken from it. Pack it without one, or keep it as one file.");
    if (entry.versionMadeBy >> 8 === MADE_ON_UNIX && ((entry.externalFileAttributes >>> 16) & KIND_MASK) === SYMBOLIC_LINK) throw refused("zip_path", `The ZIP holds a link, ${shown(name)}, and not a file; nothing was taken from it.`);
    unpacked += uncompressedSize;
    if (uncompressedSize > UNPACK_LIMITS.ratioFreeBytes && uncompressedSize > compressedSize * UNPACK_LIMITS.ratio) throw bomb(`${shown(name)} would grow more than ${UNPACK_LIMITS.ratio} times`);
    if (unpacked > UNPACK_LIMITS.bytes) throw new AppError("limit_exceeded", "zip_too_large", "The ZIP holds more than 2 GiB; nothing was taken from it. Keep it as one file, or pack it into several.");
  }
  refuseOverlaps(entries, byteLength);
}

/** Entries that share bytes let a small file claim to be a huge one, without any of them growing much. */
function refuseOverlaps(entries: readonly Entry[], byteLength: number): void {
  const placed = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [index, entry] of placed.entries()) {
    const next = placed[index + 1]?.relativeOffsetOfLocalHeader ?? byteLength;
    if (entry.relativeOffsetOfLocalHeader + entry.compressedSize > next) throw bomb("its files share bytes");
  }
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    let sum = 0;
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      sum = crc32(chunk as Buffer, sum);
      yield chunk as Buffer;
    }
    if (sum >>> 0 !== entry.crc32 >>> 0) throw new Error("the checksum differs");
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (isAppError(error)) return error;
  // What is wrong with the disk or the key is wrong with those, whatever lies in the file.
  if (error instanceof Error && "code" in error && typeof error.code === "string" && !error.code.startsWith("Z_")) return error;
  const message = error instanceof Error ? error.message : "";
  if (/^(invalid relative path|absolute path|invalid characters in fileName)/.test(message)) return refused("zip_path", "The ZIP names a file outside of itself; nothing was taken from it. Look at where it comes from.");
  return refused("zip_unreadable", "The ZIP is damaged, or is none; nothing was taken from it. It can be kept as one file.");
}

const shown = (name: string): string => `“${name.length > 80 ? `${name.slice(0, 79)}…` : name}”`;
const refused = (reason: string, message: string): AppError => new AppError("validation", reason, message);
const bomb = (why: string): AppError => new AppError("limit_exceeded", "zip_bomb", `The ZIP was made to unpack to far more than it is: ${why}. Nothing was taken from it.`);
const tooMany = (files: number): AppError => new AppError("limit_exceeded", "zip_too_large", `The ZIP holds more than ${files} files; nothing was taken from it. Keep it as one file, or pack it into several.`);
