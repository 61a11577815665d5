import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnvironment } from "#lib/platform/env.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

const STAMP = ".next/tickmark-build.json";

/** What the built pages are made of: folders, and files of the project's own folder. */
const FOLDERS = ["app", "lib", "integrations", "controls", "public", "prisma"];
const FILES = /^(package-lock\.json|package\.json|tsconfig\.json|(next|postcss)\.config\.[cm]?[jt]s|(proxy|instrumentation|instrumentation-client)\.tsx?)$/;
/** Not part of a page: tests, the CLI, and what is generated from the rest. */
const LEFT_OUT = /(^|\/)(prisma\/generated|lib\/cli|lib\/testing|fixtures)(\/|$)|\.test\.tsx?$/;

async function sourceFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const nested = await Promise.all(
    entries.map(async (entry) => {
      const name = path.posix.join(folder, entry.name);
      if (LEFT_OUT.test(name)) return [];
      return entry.isDirectory() ? sourceFiles(root, name) : [name];
    }),
  );
  return nested.flat();
}

/** SHA-256 over the names and contents of everything that a build reads. */
export async function sourcesHash(root = "."): Promise<string> {
  const own = (await readdir(root)).filter((name) => FILES.test(name));
  const nested = await Promise.all(FOLDERS.map((folder) => sourceFiles(root, folder)));
  const files = [...own, ...nested.flat()].sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(path.join(root, file));
    hash.update(`${file}\0`).update(createHash("sha256").update(content).digest());
  }
  return hash.digest("hex");
}

/** Whether `.next` holds a finished build of today's sources. */
export async function buildIsCurrent(): Promise<boolean> {
  const text = await readFile(STAMP, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text !== undefined && text.trim() === (await sourcesHash());
}

/** Path of Next's command line script. */
export function nextScript(): string {
  return createRequire(import.meta.url).resolve("next/dist/bin/next");
}

function runNextBuild(echo: boolean, signal: AbortSignal | undefined): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [nextScript(), "build"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
    signal,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (echo) process.stdout.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * Builds the web interface into `.next`. The sources are hashed before, so a change made meanwhile leads to another
 * build at the next start.
 * @param echo whether Next's own output is shown
 * @param signal ends the build
 * @throws SetupProblem with Next's output when the build fails
 */
export async function buildInterface(echo: boolean, signal?: AbortSignal): Promise<void> {
  const hash = await sourcesHash();
  const { code, output } = await runNextBuild(echo, signal);
  if (code !== 0) throw new SetupProblem(["The web interface could not be built.", ...(echo ? [] : [output.trim()])]);
  await writeFile(STAMP, `${hash}\n`);
}
