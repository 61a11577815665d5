import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";

/** A signed head of an organization's ledger, at so many entries. */
export type KeptCheckpoint = { organizationId: string; size: number; note: string };

/**
 * Signed heads of the ledgers in files: whoever changes the database, and has not this folder too, is found out. It may lie
 * on another machine's disk, or on one that is written once.
 */
export type CheckpointFiles = {
  /** Writes, syncs and renames before it answers. What stands there already stays. */
  keep(checkpoint: KeptCheckpoint): Promise<void>;
  /** An organization's, from the smallest on. */
  read(organizationId: string): AsyncGenerator<KeptCheckpoint>;
};

const NAME = /^(\d{1,16})\.note$/;

export function openCheckpointFiles(folder: string): CheckpointFiles {
  return {
    async keep({ organizationId, size, note }) {
      const place = path.join(/* turbopackIgnore: true */ folder, organizationId);
      const file = path.join(place, `${size}.note`);
      await mkdir(place, { recursive: true, mode: 0o700 });
      if ((await textOf(file)) !== null) return;
      const written = path.join(place, `.${randomUUID()}`);
      const handle = await open(written, "wx", 0o600);
      try {
        await handle.writeFile(note);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(written, file);
      await syncFolder(place);
    },
    async *read(organizationId) {
      const place = path.join(/* turbopackIgnore: true */ folder, organizationId);
      for (const size of await sizesIn(place)) {
        const note = await textOf(path.join(place, `${size}.note`));
        if (note !== null) yield { organizationId, size, note };
      }
    },
  };
}

async function sizesIn(place: string): Promise<number[]> {
  try {
    const sizes = (await readdir(place)).flatMap((name) => NAME.exec(name)?.[1] ?? []);
    return sizes.map(Number).sort((a, b) => a - b);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

// The name too must survive a power cut.
async function syncFolder(place: string): Promise<void> {
  const handle = await open(place, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
