import { randomBytes } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { processIdentity } from "./process-identity.ts";

const holderSchema = z.object({ pid: z.number().int(), identity: z.string() });

/** The process that holds a data folder. */
export type Holder = z.output<typeof holderSchema>;

function lockFile(dataDirectory: string): string {
  return path.join(dataDirectory, "start.lock");
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return holderSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function livingHolder(file: string): Promise<Holder | undefined> {
  const holder = await readHolder(file);
  if (holder === undefined) return undefined;
  return (await processIdentity(holder.pid)) === holder.identity ? holder : undefined;
}

/** The running process that holds the data folder; undefined when none does. */
export function dataHolder(dataDirectory: string): Promise<Holder | undefined> {
  return livingHolder(lockFile(dataDirectory));
}

async function linkInto(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

// Moving the dead holder's file aside is atomic, but between looking and moving another start may have put its own
// there: what was moved is looked at again, and put back when its holder lives.
async function clearDead(file: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await livingHolder(aside)) !== undefined) await linkInto(aside, file);
  await rm(aside);
}

const ATTEMPTS = 5;

/**
 * Takes the data folder for this process. A lock left by a process that is gone, even one whose number another
 * program has now, does not count.
 * @returns the release, or the process that holds the folder
 */
export async function lockData(dataDirectory: string): Promise<{ release(): Promise<void> } | { heldBy: Holder }> {
  const file = lockFile(dataDirectory);
  const identity = (await processIdentity(process.pid)) ?? "";
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, JSON.stringify({ pid: process.pid, identity }), { mode: 0o600 });
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      if (await linkInto(draft, file)) {
        return {
          release: async () => {
            if ((await readHolder(file))?.identity === identity) await rm(file, { force: true });
          },
        };
      }
      const heldBy = await livingHolder(file);
      if (heldBy !== undefined) return { heldBy };
      await clearDead(file);
    }
    throw new Error(`the lock ${file} changed hands ${ATTEMPTS} times while it was being taken`);
  } finally {
    await rm(draft, { force: true });
  }
}
