import { readFile } from "node:fs/promises";
import path from "node:path";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

const MINIMUM_PASSPHRASE_CHARACTERS = 12;

/**
 * The passphrase in the first line of a file; undefined when no file is named. A file, because arguments are seen by every
 * user of the machine.
 * @throws SetupProblem when the file cannot be read or says too little
 */
export async function readPassphrase(file: string | undefined, callerDirectory: string): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const place = path.resolve(callerDirectory, file);
  const text = await readFile(place, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new SetupProblem(`The passphrase cannot be read from ${place} (${error.code ?? "unknown"}).`, { cause: error });
  });
  const passphrase = text.split(/\r?\n/, 1)[0] ?? "";
  if (passphrase.length < MINIMUM_PASSPHRASE_CHARACTERS) {
    throw new SetupProblem(`The first line of ${place} must hold a passphrase of ${MINIMUM_PASSPHRASE_CHARACTERS} characters or more.`);
  }
  return passphrase;
}
