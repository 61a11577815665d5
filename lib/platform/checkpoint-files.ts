import { randomUUID } from "node:crypto";
import path from "node:path";
import { diskFiles, openSafeNames, readWhole, type Files, type OpenFile } from "./files.ts";

/** A signed head of an organization's ledger, at so many entries. */
export type KeptCheckpoint = { organizationId: string; size: number; note: string };

/** Where signed heads of the ledgers are kept apart from the database: whoever changes that, and has not this too, is found out. */
export type CheckpointStore = {
  /** What it answers for is kept: a power cut does not undo it. What stands there already stays. */
  keep(checkpoint: KeptCheckpoint): Promise<void>;
  /** An organization's, from the smallest on. */
  read(organizationId: string): AsyncGenerator<KeptCheckpoint>;
};

/** Files of a folder, which may lie on another machine's disk, or on one that is written once. */
export type CheckpointFiles = CheckpointStore & {
  /** Keeps what an authority attested of a checkpoint beside it, for who looks there when the database is gone. */
  keepStamp(organizationId: string, size: number, reply: Uint8Array): Promise<void>;
};

const NAME = /^(\d{1,16})\.note$/;

export function openCheckpointFiles(folder: string, files: Files = diskFiles): CheckpointFiles {
  const names = openSafeNames(files, path.dirname(folder));
  const placeOf = (organizationId: string): string => path.join(/* turbopackIgnore: true */ folder, organizationId);
  const keepFile = async (place: string, name: string, content: string | Uint8Array): Promise<void> => {
    const file = path.join(place, name);
    if ((await files.find(file)) !== undefined) return names.keep(file);
    await files.makeFolder(place);
    const written = path.join(place, `.${randomUUID()}`);
    try {
      await writeSafely(await files.open(written, "new"), Buffer.from(content));
      await names.give(written, file);
    } catch (error) {
      await files.remove(written);
      throw error;
    }
  };
  return {
    keep: ({ organizationId, size, note }) => keepFile(placeOf(organizationId), `${size}.note`, note),
    keepStamp: (organizationId, size, reply) => keepFile(placeOf(organizationId), `${size}.tsr`, reply),
    async *read(organizationId) {
      const place = placeOf(organizationId);
      for (const size of await sizesIn(files, place)) {
        const note = await readWhole(files, path.join(place, `${size}.note`));
        if (note !== undefined) yield { organizationId, size, note: note.toString() };
      }
    },
  };
}

async function writeSafely(open: OpenFile, content: Uint8Array): Promise<void> {
  try {
    await open.write([content], 0);
    await open.sync();
  } finally {
    await open.close();
  }
}

async function sizesIn(files: Files, place: string): Promise<number[]> {
  const sizes = (await files.names(place)).flatMap((name) => NAME.exec(name)?.[1] ?? []);
  return sizes.map(Number).sort((a, b) => a - b);
}
