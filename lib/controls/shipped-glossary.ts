import { readFile } from "node:fs/promises";
import { formatProblem } from "#lib/content/index.ts";
import { parseGlossary, type GlossaryWord } from "./parse-glossary.ts";

const FILE = "controls/glossary.yaml";

let shipped: Promise<readonly GlossaryWord[]> | undefined;

/**
 * The words of the product and what each stands for, in the file's order. Read once per process.
 *
 * @throws Error when the file has a mistake
 */
export function shippedGlossary(): Promise<readonly GlossaryWord[]> {
  shipped ??= read().catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}

async function read(): Promise<readonly GlossaryWord[]> {
  // The project's folder is the working directory of every process (lib/cli/main.ts).
  const { value, problems } = parseGlossary(FILE, await readFile(FILE, "utf8"));
  if (value === null) throw new Error(`the glossary cannot be read: ${problems.map(formatProblem).join(" ")}`);
  return value;
}
