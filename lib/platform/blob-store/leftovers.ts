import path from "node:path";
import type { Files } from "../files.ts";

/** A file is written in one go; a day later nobody writes to it any more. */
const WRITTEN_WITHIN_MS = 24 * 3_600_000;

/** An upload goes on for a week after its last byte, and is taken away when it runs out; a part that is older has lost its upload. */
const PART_KEPT_MS = 8 * 24 * 3_600_000;

/** Files that are being written have these names: a part with its rest, or nothing but hexadecimal digits. */
const PART = /\.part(\.tail(\.new)?)?$/;
const TEMPORARY = /^[0-9a-f]{24}$/;

/** Takes away what was left in a folder of files on their way by writers that were cut off. */
export async function clearFolder(files: Files, folder: string, now: Date): Promise<void> {
  for (const name of await files.names(folder)) {
    const kept = PART.test(name) ? PART_KEPT_MS : TEMPORARY.test(name) ? WRITTEN_WITHIN_MS : Number.POSITIVE_INFINITY;
    const found = await files.find(path.join(folder, name));
    if (found !== undefined && found.mtimeMs + kept < now.getTime()) await files.remove(path.join(folder, name));
  }
}
