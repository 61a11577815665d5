import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A project in a temporary folder: path -> text. */
export type Tree = Readonly<Record<string, string>>;

/** Writes the tree and answers its folder and how to remove it. `linkModules` gives it the project's own packages. */
export async function plantTree(tree: Tree, linkModules: boolean): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-planted-"));
  for (const [name, text] of Object.entries(tree)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (linkModules) await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"), "dir");
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

/**
 * Runs a tool of the project in a folder and answers what it printed as JSON; its exit code tells violations.
 *
 * @throws Error when it printed no JSON
 */
export function runTool(script: string, args: readonly string[], folder: string): Promise<{ code: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [path.resolve(script), ...args], { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), answer: JSON.parse(stdout) });
      } catch (cause) {
        reject(new Error(`${script} answered no JSON: ${stderr.slice(0, 2000)}`, { cause }));
      }
    });
  });
}
