import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { PACKET_LIMITS } from "../limits.ts";
import { unsafePath } from "./entry-paths.ts";
import { UnreadablePacket, type PacketEntries, type PacketEntry } from "./packet-entry.ts";
import type { Problems } from "./problems.ts";

/**
 * Lists an unpacked packet. Links are reported and not followed.
 * @throws UnreadablePacket when the folder cannot be listed or holds more files than `PACKET_LIMITS.files`
 */
export async function directoryEntries(root: string, problems: Problems): Promise<PacketEntries> {
  const entries: PacketEntry[] = [];
  try {
    await walk(root, "", entries, problems);
  } catch (error) {
    if (error instanceof UnreadablePacket) throw error;
    throw new UnreadablePacket(error instanceof Error ? error.message : String(error));
  }
  return { entries, ordered: false, close: async () => undefined };
}

async function walk(folder: string, prefix: string, entries: PacketEntry[], problems: Problems): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    const path = `${prefix}${name}`;
    const full = join(folder, name);
    const stats = await lstat(full);
    const unsafe = unsafePath(path);
    if (unsafe !== null) problems.add("unsafe_path", path, unsafe);
    else if (stats.isSymbolicLink()) problems.add("unsafe_path", path, "is a symbolic link");
    else if (stats.isDirectory()) await walk(full, `${path}/`, entries, problems);
    else if (!stats.isFile()) problems.add("unsafe_path", path, "is neither a file nor a folder");
    else entries.push({ path, bytes: stats.size, crc32: null, open: async () => createReadStream(full) });
    if (entries.length > PACKET_LIMITS.files) throw new UnreadablePacket(`more than ${PACKET_LIMITS.files} files`);
  }
}
