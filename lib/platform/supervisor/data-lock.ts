import { randomBytes } from "node:crypto";
import { link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { dataFolderProblem } from "../data-folder-problem.ts";
import { processIdentity } from "./process-identity.ts";

// The lock is the file `start.<n>.lock` of the highest number, and whoever it names holds the folder while it lives.
// To take a dead one's lock is to create the next number, which only one can; the highest number is never removed, so
// it cannot fall back. That makes it safe without the system's help: Node offers no flock.

const holderSchema = z.object({ pid: z.number().int(), identity: z.string() });

/** The process that holds a data folder. */
export type Holder = z.output<typeof holderSchema>;

export type DataLock = { release(): Promise<void> };

const NAME = /^start\.(\d+)\.lock$/;
const RELEASED: Holder = { pid: 0, identity: "released" };

function lockFile(dataDirectory: string, number: number): string {
  return path.join(dataDirectory, `start.${number}.lock`);
}

async function lockNumbers(dataDirectory: string): Promise<number[]> {
  const names = await readdir(dataDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
}

async function livingHolder(file: string): Promise<Holder | undefined> {
  let holder: Holder | undefined;
  try {
    holder = holderSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (holder === undefined || holder.pid === RELEASED.pid) return undefined;
  return (await processIdentity(holder.pid)) === holder.identity ? holder : undefined;
}

async function findHolder(dataDirectory: string): Promise<{ highest: number; holder: Holder | undefined }> {
  const highest = Math.max(0, ...(await lockNumbers(dataDirectory)));
  return { highest, holder: highest === 0 ? undefined : await livingHolder(lockFile(dataDirectory, highest)) };
}

/**
 * The running process that holds the data folder; undefined when none does.
 * @throws SetupProblem when the folder cannot be read
 */
export async function dataHolder(dataDirectory: string): Promise<Holder | undefined> {
  try {
    return (await findHolder(dataDirectory)).holder;
  } catch (error) {
    throw dataFolderProblem(dataDirectory, error);
  }
}

async function writeDraft(dataDirectory: string, holder: Holder): Promise<string> {
  const draft = path.join(dataDirectory, `start.${randomBytes(6).toString("hex")}.draft`);
  await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
  return draft;
}

async function createNumber(dataDirectory: string, draft: string, number: number): Promise<boolean> {
  const file = lockFile(dataDirectory, number);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  const numbers = await lockNumbers(dataDirectory);
  if (Math.max(...numbers) !== number) {
    // What was thought the highest was passed and removed meanwhile.
    await rm(file, { force: true });
    return false;
  }
  for (const lower of numbers.filter((found) => found < number)) await rm(lockFile(dataDirectory, lower), { force: true });
  return true;
}

async function takeLock(dataDirectory: string): Promise<DataLock | { heldBy: Holder }> {
  const own = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? "" };
  const draft = await writeDraft(dataDirectory, own);
  try {
    for (;;) {
      const { highest, holder } = await findHolder(dataDirectory);
      if (holder !== undefined) return { heldBy: holder };
      const number = highest + 1;
      if (!(await createNumber(dataDirectory, draft, number))) continue;
      return {
        release: async () => rename(await writeDraft(dataDirectory, RELEASED), lockFile(dataDirectory, number)),
      };
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Takes the data folder for this process. A lock left by a process that is gone, even one whose number another
 * program has now, does not count.
 * @returns the release, or the process that holds the folder
 * @throws SetupProblem when the folder cannot be written
 */
export async function lockData(dataDirectory: string): Promise<DataLock | { heldBy: Holder }> {
  try {
    return await takeLock(dataDirectory);
  } catch (error) {
    throw dataFolderProblem(dataDirectory, error);
  }
}
