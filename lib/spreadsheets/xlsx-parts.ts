import yauzl, { type Entry, type ZipFile } from "yauzl";
import { isAppError } from "#lib/platform/errors.ts";
import { SPREADSHEET_LIMITS } from "./limits.ts";
import { refused } from "./spreadsheet.ts";

export type XlsxParts = { has(name: string): boolean; stream(name: string): Promise<AsyncIterable<Buffer>> };

/**
 * The parts of a workbook. Their declared sizes are bounded together, and none may unpack to more than it declares, so
 * no file takes more memory than the limit says.
 */
export async function openParts(bytes: Buffer): Promise<XlsxParts> {
  const zip = await opened(bytes);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      unpacked += entry.uncompressedSize;
      entries.set(entry.fileName, entry);
      if (unpacked > SPREADSHEET_LIMITS.unpackedBytes || entries.size > SPREADSHEET_LIMITS.parts) throw refused("spreadsheet_too_large", "The file unpacks to more than 64 MiB. Send the sheet that is meant alone.");
    }
  } catch (error) {
    throw damaged(error);
  }
  return {
    has: (name) => entries.has(name),
    async stream(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw refused("spreadsheet_unknown", "This is no workbook: a part of it is missing.");
      return unpack(zip, entry);
    },
  };
}

async function opened(bytes: Buffer): Promise<ZipFile> {
  try {
    return await yauzl.fromBufferPromise(bytes, { autoClose: false, validateEntrySizes: true });
  } catch (error) {
    throw damaged(error);
  }
}

async function* unpack(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) yield chunk as Buffer;
  } catch (error) {
    throw damaged(error);
  }
}

/** What the ZIP library finds wrong is the file's fault; our own refusals pass. */
function damaged(error: unknown): unknown {
  return isAppError(error) ? error : refused("spreadsheet_damaged", "The file is damaged, or was cut off on its way.");
}
