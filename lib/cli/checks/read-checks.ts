import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { readCheckCases, readCheckMetadata, type Check, type CheckCase, type Judge } from "#lib/checks/index.ts";

export type CheckFolder = { check: Check; cases: CheckCase[] };

/**
 * Every check of a folder, by name.
 *
 * @throws Error with the folder's name when one of its files says something else than a check must
 */
export async function readChecks(folder: string): Promise<CheckFolder[]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  return await Promise.all(names.map((name) => readCheck(path.join(folder, name), name)));
}

async function readCheck(folder: string, name: string): Promise<CheckFolder> {
  try {
    const metadata = readCheckMetadata(parse(await readFile(path.join(folder, "metadata.yaml"), "utf8")));
    if (metadata.id !== name) throw new Error(`it calls itself ${metadata.id}`);
    const { judge } = (await import(pathToFileURL(path.join(folder, "check.ts")).href)) as { judge: Judge };
    return { check: { metadata, judge }, cases: readCheckCases(parse(await readFile(path.join(folder, "cases.yaml"), "utf8"))) };
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
