import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";

/** An open file. Several reads and writes of different places may run at once. */
export type OpenFile = {
  /** Fills `into` from `position` on. @returns how many bytes there were: fewer where the file ends */
  read(into: Uint8Array, position: number): Promise<number>;
  /** Writes all of the pieces, one behind the other, from `position` on. */
  write(pieces: readonly Uint8Array[], position: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  size(): Promise<number>;
  /** Answers when the bytes survive a power cut. The name does once its folder is synced. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type FoundFile = { size: number; mtimeMs: number; ino: number };

/**
 * What files that must not be lost are written with. Handed in, so that a test can cut the power between any two of these.
 * Failures are Node's, with its codes.
 */
export type Files = {
  /** `change` opens what is there, `new` refuses what is there, `replace` empties it. */
  open(file: string, how: "read" | "change" | "new" | "replace"): Promise<OpenFile>;
  /** Makes a folder and those above it. @returns the uppermost that was not there; undefined when all were */
  makeFolder(folder: string): Promise<string | undefined>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens when there is none. */
  remove(file: string): Promise<void>;
  /** Undefined when there is none. */
  find(file: string): Promise<FoundFile | undefined>;
  /** Names in a folder; none when there is no folder. */
  names(folder: string): Promise<string[]>;
  /** Answers when the names in a folder survive a power cut. */
  syncFolder(folder: string): Promise<void>;
};

const FLAGS = { read: "r", change: "r+", new: "wx", replace: "w" } as const;

export const diskFiles: Files = {
  open: async (file, how) => openFile(await open(file, FLAGS[how], 0o600)),
  makeFolder: (folder) => mkdir(folder, { recursive: true, mode: 0o700 }),
  rename,
  remove: (file) => rm(file, { force: true }),
  find: (file) => stat(file).catch(absentAsUndefined),
  names: async (folder) => (await readdir(folder).catch(absentAsUndefined)) ?? [],
  async syncFolder(folder) {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

function openFile(handle: FileHandle): OpenFile {
  return {
    async read(into, position) {
      for (let done = 0; ; ) {
        const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
        done += bytesRead;
        if (bytesRead === 0 || done === into.length) return done;
      }
    },
    // A disk that is nearly full takes some of the bytes and says how many, and only the next write fails.
    async write(pieces, position) {
      let rest = pieces.filter(({ length }) => length > 0);
      for (let at = position; rest.length > 0; ) {
        const { bytesWritten } = await handle.writev(rest, at);
        at += bytesWritten;
        rest = behind(rest, bytesWritten);
      }
    },
    truncate: (bytes) => handle.truncate(bytes),
    size: async () => (await handle.stat()).size,
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function behind(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let left = bytes;
  return pieces.flatMap((piece) => {
    const gone = Math.min(left, piece.length);
    left -= gone;
    return gone === piece.length ? [] : [piece.subarray(gone)];
  });
}

/** Undefined for a file that is not there. @throws every other failure */
export function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

/** All of a file; undefined when there is none. For small ones. */
export async function readWhole(files: Files, file: string): Promise<Buffer | undefined> {
  const open = await files.open(file, "read").catch(absentAsUndefined);
  if (open === undefined) return undefined;
  try {
    const bytes = Buffer.alloc(await open.size());
    return bytes.subarray(0, await open.read(bytes, 0));
  } finally {
    await open.close();
  }
}

/** Folders whose path a process knows to be safe; forgotten at this many, which costs a few syncs. */
const SAFE_FOLDERS_KNOWN = 10_000;

/**
 * Gives files below `root` their names so that these survive a power cut: with the name, every folder that leads to it is
 * synced once, for a folder that was just made is itself a name that may be lost.
 */
export function openSafeNames(files: Files, root: string): { give(from: string, to: string): Promise<void>; keep(file: string): Promise<void> } {
  const known = new Set<string>();
  const keepIn = async (folder: string, made: string | undefined): Promise<void> => {
    await files.syncFolder(folder);
    if (made === undefined && known.has(folder)) return;
    const top = made !== undefined && path.dirname(made).length < root.length ? path.dirname(made) : root;
    for (let above = folder; above.length > top.length; ) {
      above = path.dirname(above);
      await files.syncFolder(above);
    }
    if (known.size >= SAFE_FOLDERS_KNOWN) known.clear();
    known.add(folder);
  };
  return {
    async give(from, to) {
      const folder = path.dirname(to);
      const made = await files.makeFolder(folder);
      await files.rename(from, to);
      await keepIn(folder, made);
    },
    /** The same for a name that another process gave, and may not have come to sync. */
    keep: (file) => keepIn(path.dirname(file), undefined),
  };
}
