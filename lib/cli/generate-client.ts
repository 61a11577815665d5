import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { childEnvironment } from "#lib/platform/env.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

const SCHEMA = "prisma/schema.prisma";
const OUTPUT = "prisma/generated";
// Beside the generated files, so that deleting them deletes the claim that they are current.
const STAMP = path.join(OUTPUT, ".schema-hash");

async function currentHash(): Promise<string> {
  const require = createRequire(import.meta.url);
  const { version } = JSON.parse(await readFile(require.resolve("prisma/package.json"), "utf8")) as { version: string };
  return createHash("sha256").update(version).update("\n").update(await readFile(SCHEMA)).digest("hex");
}

/** Whether prisma/generated was written from today's prisma/schema.prisma by the installed Prisma. */
export async function clientIsCurrent(): Promise<boolean> {
  const stamped = await readFile(STAMP, "utf8").catch(() => "");
  return stamped === (await currentHash());
}

function runPrisma(args: string[]): Promise<{ code: number | null; output: string }> {
  const require = createRequire(import.meta.url);
  const cli = path.join(path.dirname(require.resolve("prisma/package.json")), "build", "index.js");
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: childEnvironment({
      // Prisma downloads its native schema engine unless this names an existing file; `generate` never runs it.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
      NO_COLOR: "1",
    }),
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * Runs `prisma generate` in the working directory (the project's). Nothing is downloaded.
 * Throws with Prisma's own words when the schema is invalid.
 */
export async function generateClient(): Promise<void> {
  const { code, output } = await runPrisma(["generate"]);
  if (code !== 0) throw new SetupProblem(["prisma generate failed.", output.trim()]);
  await writeFile(STAMP, await currentHash());
}
