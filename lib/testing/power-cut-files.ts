import path from "node:path";
import type { Files, FoundFile, OpenFile } from "#lib/platform/files.ts";

/** Numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number;

/** What a write or a cut did to a file and nobody synced yet. */
type Change = { at: number; bytes: Uint8Array } | { length: number };
type Inode = { ino: number; folder: boolean; lasting: Buffer; changes: Change[]; mtimeMs: number; /** Of a folder: as they are, and as they were when it was synced. */ names: Map<string, Inode>; lastingNames: Map<string, Inode> };

const SECTOR = 512;

export class PowerCut extends Error {}

/**
 * Files in memory, on a disk that keeps only what was synced. {@link PowerCutDisk.cut} ends everything as a power cut may: each unsynced
 * write is there, not there, or there up to some sector, in any order; each name that was made, given or taken since its folder was
 * synced is as before or as after, so that a rename may have come to be at one end alone. A file whose bytes were synced and whose name
 * was not may be nowhere.
 */
export class PowerCutDisk {
  readonly #root = inode(true, 0);
  #last = 0;
  /** File operations until the power goes; each counts when it begins. */
  #left = Number.POSITIVE_INFINITY;
  #life = 0;
  /** Bytes that fit. */
  capacity = Number.POSITIVE_INFINITY;
  operations = 0;

  /** The power goes as the operation after so many begins: from then on every one fails. */
  cutAfter(operations: number): void {
    this.#left = operations;
  }

  /** Leaves what a power cut leaves, and turns the power on again. Files that were open stay dead. */
  cut(random: Random): void {
    this.#life += 1;
    this.#left = Number.POSITIVE_INFINITY;
    settle(this.#root, random);
  }

  /** Everything that lies there, by its path. */
  all(): string[] {
    const walk = (folder: Inode, above: string): string[] => [...folder.names].flatMap(([name, found]) => (found.folder ? walk(found, `${above}/${name}`) : [`${above}/${name}`]));
    return walk(this.#root, "");
  }

  readonly files: Files = {
    open: async (file, how) => {
      await this.#begin();
      const folder = this.#folderOf(file);
      const name = path.basename(file);
      const found = folder.names.get(name);
      if (how === "new" && found !== undefined) throw failure("EEXIST", file);
      if (found === undefined && (how === "read" || how === "change")) throw failure("ENOENT", file);
      const opened = found ?? inode(false, (this.#last += 1));
      if (how === "replace" && found !== undefined) found.changes.push({ length: 0 });
      folder.names.set(name, opened);
      return this.#openFile(opened);
    },
    makeFolder: async (wanted) => {
      await this.#begin();
      return this.#makeFolder(wanted);
    },
    rename: async (from, to) => {
      await this.#begin();
      const [source, target] = [this.#folderOf(from), this.#folderOf(to)];
      const moved = source.names.get(path.basename(from));
      if (moved === undefined) throw failure("ENOENT", from);
      source.names.delete(path.basename(from));
      target.names.set(path.basename(to), moved);
    },
    remove: async (file) => {
      await this.#begin();
      this.#find(path.dirname(file))?.names.delete(path.basename(file));
    },
    find: async (file): Promise<FoundFile | undefined> => {
      await this.#begin();
      const found = this.#find(file);
      return found === undefined ? undefined : { size: contentOf(found).length, mtimeMs: found.mtimeMs, ino: found.ino };
    },
    names: async (folder) => {
      await this.#begin();
      return [...(this.#find(folder)?.names.keys() ?? [])];
    },
    syncFolder: async (folder) => {
      await this.#begin();
      const found = this.#find(folder);
      if (found === undefined) throw failure("ENOENT", folder);
      found.lastingNames = new Map(found.names);
    },
  };

  #makeFolder(wanted: string): string | undefined {
    let at = this.#root;
    let made: string | undefined;
    let reached = "";
    for (const name of wanted.split("/").filter((part) => part !== "")) {
      reached += `/${name}`;
      const found = at.names.get(name) ?? inode(true, (this.#last += 1));
      if (!at.names.has(name)) made ??= reached;
      at.names.set(name, found);
      at = found;
    }
    return made;
  }

  #openFile(file: Inode): OpenFile {
    const life = this.#life;
    const begin = async (): Promise<void> => {
      await this.#begin();
      if (life !== this.#life) throw new PowerCut("the file was open when the power went");
    };
    return {
      read: async (into, position) => {
        await begin();
        const bytes = contentOf(file).subarray(position, position + into.length);
        into.set(bytes);
        return bytes.length;
      },
      write: async (pieces, position) => {
        // Bytes are on their way when the power goes in the middle of it.
        const bytes = Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
        const room = this.capacity - this.#used();
        const taken = Math.max(0, Math.min(bytes.length, room + Math.max(0, contentOf(file).length - position)));
        if (taken > 0) this.#write(file, { at: position, bytes: bytes.subarray(0, taken) });
        await begin();
        if (taken < bytes.length) throw failure("ENOSPC", "write");
      },
      truncate: async (bytes) => {
        await begin();
        file.changes.push({ length: bytes });
      },
      size: async () => {
        await begin();
        return contentOf(file).length;
      },
      sync: async () => {
        await begin();
        file.lasting = contentOf(file);
        file.changes = [];
      },
      // Closing what was open when the power went is nothing.
      close: async () => Promise.resolve(),
    };
  }

  #write(file: Inode, change: Change): void {
    if (this.#left < 0) return;
    file.changes.push(change);
    file.mtimeMs += 1;
  }

  async #begin(): Promise<void> {
    await Promise.resolve();
    this.operations += 1;
    this.#left -= 1;
    if (this.#left < 0) throw new PowerCut("the power is gone");
  }

  #used(): number {
    const count = (folder: Inode): number => [...folder.names.values()].reduce((sum, found) => sum + (found.folder ? count(found) : contentOf(found).length), 0);
    return count(this.#root);
  }

  #find(file: string): Inode | undefined {
    return file.split("/").filter((part) => part !== "").reduce<Inode | undefined>((at, name) => at?.names.get(name), this.#root);
  }

  #folderOf(file: string): Inode {
    return this.#find(path.dirname(file)) ?? refuse(file);
  }
}

function refuse(file: string): never {
  throw failure("ENOENT", file);
}

function failure(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${file}`), { code });
}

function inode(folder: boolean, ino: number): Inode {
  return { ino, folder, lasting: Buffer.alloc(0), changes: [], mtimeMs: ino, names: new Map(), lastingNames: new Map() };
}

function contentOf({ lasting, changes }: Inode): Buffer {
  return changes.length === 0 ? lasting : changes.reduce(changed, lasting);
}

function changed(content: Buffer, change: Change): Buffer {
  if ("length" in change) return change.length <= content.length ? content.subarray(0, change.length) : Buffer.concat([content, Buffer.alloc(change.length - content.length)]);
  const next = Buffer.alloc(Math.max(content.length, change.at + change.bytes.length));
  content.copy(next);
  next.set(change.bytes, change.at);
  return next;
}

/** Makes of a folder and all in it what a power cut leaves. */
function settle(folder: Inode, random: Random): void {
  const names = new Map<string, Inode>();
  for (const name of new Set([...folder.lastingNames.keys(), ...folder.names.keys()])) {
    const found = random() < 0.5 ? folder.names.get(name) : folder.lastingNames.get(name);
    if (found !== undefined) names.set(name, found);
  }
  Object.assign(folder, { names, lastingNames: new Map(names) });
  for (const found of names.values()) {
    if (found.folder) settle(found, random);
    else Object.assign(found, { lasting: found.changes.filter(() => random() < 0.7).map((change) => torn(change, random)).reduce(changed, found.lasting), changes: [] });
  }
}

function torn(change: Change, random: Random): Change {
  if ("length" in change || random() < 0.6) return change;
  return { ...change, bytes: change.bytes.subarray(0, Math.floor((random() * change.bytes.length) / SECTOR) * SECTOR) };
}
