import { copyFile, mkdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { testDatabase } from "./database.ts";
import type { World } from "./world.ts";

/** Where a stored file of a world lies on the disk. */
export async function blobFile(world: Pick<World, "organizationId">, sha256: string): Promise<string> {
  const { dataDirectory } = await testDatabase();
  return path.join(dataDirectory, "blobs", world.organizationId, sha256.slice(0, 2), sha256);
}

/** What can happen to a stored file behind Tickmark's back. */
export type Mishap = "removed" | "one bit" | "cut short" | "another's" | "unreadable";

/** Lets something happen to a stored file; `mend` puts it back as it was. */
export async function damageBlob(world: Pick<World, "organizationId">, sha256: string, how: Mishap): Promise<{ mend(): Promise<void> }> {
  const file = await blobFile(world, sha256);
  const kept = `${file}.kept`;
  await copyFile(file, kept);
  const bytes = await readFile(file);
  if (how === "removed") await rm(file);
  else if (how === "unreadable") {
    // A read of it fails as on a disk that lost a sector: with an error of the disk, and not with other bytes.
    await rm(file);
    await mkdir(file);
  }
  else if (how === "cut short") await truncate(file, bytes.length - 1);
  else {
    const at = how === "one bit" ? bytes.length - 1 : 5;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
  }
  return {
    async mend() {
      await rm(file, { force: true, recursive: true });
      await rename(kept, file);
    },
  };
}
