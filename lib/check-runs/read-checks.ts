import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { readCheckCases, readCheckMetadata, type Check, type CheckCase, type CheckMetadata, type Judge } from "#lib/checks/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";

/** The checks that Tickmark ships. The project's folder is the working directory of every process (lib/cli/main.ts). */
export const CHECKS_FOLDER = path.join(/* turbopackIgnore: true */ process.cwd(), "controls", "checks", path.sep);

export type CheckFolder = { check: Check; cases: CheckCase[] };

/**
 * Every check of a folder, by name.
 *
 * @throws Error with the folder's name when one of its files says something else than a check must
 */
export async function readChecks(folder: string): Promise<CheckFolder[]> {
  return await Promise.all((await namesIn(folder)).map((name) => readCheck(folder, name)));
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();

async function readCheck(folder: string, name: string): Promise<CheckFolder> {
  const { metadata } = await describe(folder, name);
  try {
    const cases = readCheckCases(parse(await readFile(path.join(/* turbopackIgnore: true */ folder, name, "cases.yaml"), "utf8")));
    return { check: { metadata, judge: await judgeOf(folder, name) }, cases };
  } catch (error) {
    throw faultOf(name, error);
  }
}

async function judgeOf(folder: string, name: string): Promise<Judge> {
  const file = pathToFileURL(path.join(/* turbopackIgnore: true */ folder, name, "check.ts")).href;
  return ((await import(/* turbopackIgnore: true */ /* @vite-ignore */ file)) as { judge: Judge }).judge;
}

/** What a check is, without its code: `codeSha256` is of the code and of what its metadata say. */
export type ShippedCheck = { metadata: CheckMetadata; codeSha256: string };

async function describe(folder: string, name: string): Promise<ShippedCheck> {
  try {
    const [text, code] = await Promise.all(["metadata.yaml", "check.ts"].map((file) => readFile(path.join(/* turbopackIgnore: true */ folder, name, file), "utf8")));
    const metadata = readCheckMetadata(parse(text ?? ""));
    if (metadata.id !== name) throw new Error(`it calls itself ${metadata.id}`);
    return { metadata, codeSha256: sha256Hex(`${text}\n${code}`) };
  } catch (error) {
    throw faultOf(name, error);
  }
}

const faultOf = (name: string, error: unknown): Error => new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

/** Names of the checks of this version. */
export const shippedCheckIds = async (): Promise<ReadonlySet<string>> => new Set((await shippedChecks()).keys());

let shipped: Promise<ReadonlyMap<string, ShippedCheck>> | undefined;

/** The checks of this version of Tickmark by their ids, without their code. Read once per process. @throws Error as `readChecks` */
export function shippedChecks(): Promise<ReadonlyMap<string, ShippedCheck>> {
  shipped ??= readShipped().catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}

async function readShipped(): Promise<ReadonlyMap<string, ShippedCheck>> {
  const found = await Promise.all((await namesIn(CHECKS_FOLDER)).map((name) => describe(CHECKS_FOLDER, name)));
  return new Map(found.map((one) => [one.metadata.id, one]));
}

/** A shipped check with its code: for the worker, which runs it. */
export async function shippedCheck(id: string): Promise<Check | null> {
  const found = (await shippedChecks()).get(id);
  return found === undefined ? null : { metadata: found.metadata, judge: await judgeOf(CHECKS_FOLDER, id) };
}
