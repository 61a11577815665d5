import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatControlFile, readOscal } from "#lib/control-files/index.ts";
import { formatProblem } from "#lib/content/index.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

export type ControlFile = { name: string; text: string };

/** What a folder of controls may hold beside them. */
const NOT_CONTROLS = new Set(["README.md"]);
/** No control's file is longer, and a folder of pictures is not read into memory. */
const MAX_BYTES = 1_048_576;

/** OSCAL is written with the texts of all controls in one file. */
const MAX_OSCAL_BYTES = 64 * MAX_BYTES;

/** The controls of a folder as files: of a folder with an OSCAL catalog those of the catalog. @throws SetupProblem */
export async function readControls(folder: string): Promise<ControlFile[]> {
  const catalog = await textOf(path.join(folder, "catalog.json"));
  if (catalog === null) return readControlFolder(folder);
  const { value, problems } = readOscal(catalog, await textOf(path.join(folder, "component-definition.json")));
  if (value === null) throw new SetupProblem(problems.map(formatProblem).join("\n"));
  for (const problem of problems) process.stderr.write(`${formatProblem(problem)}\n`);
  return value.map((control) => ({ name: `${control.code}.md`, text: formatControlFile(control) }));
}

async function textOf(file: string): Promise<string | null> {
  const size = await stat(file).then((found) => found.size, (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new SetupProblem(`${file} cannot be read: ${error instanceof Error ? error.message : "unknown"}.`);
  });
  if (size === null) return null;
  if (size > MAX_OSCAL_BYTES) throw new SetupProblem(`${path.basename(file)} is larger than 64 MB.`);
  return utf8Of(file);
}

/** The text of a file. Bytes that are no UTF-8 are refused: replaced by signs they would change a control unseen. */
async function utf8Of(file: string): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new SetupProblem(`${path.basename(file)} is not UTF-8.`);
  }
}

/** The Markdown files of a folder, by name; what else lies there is left alone. @throws SetupProblem */
async function readControlFolder(folder: string): Promise<ControlFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new SetupProblem(`${folder} cannot be read: ${error instanceof Error ? error.message : "unknown"}.`);
  });
  const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".md") && !NOT_CONTROLS.has(entry.name)).map((entry) => entry.name).sort();
  const files: ControlFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    if ((await stat(file)).size > MAX_BYTES) throw new SetupProblem(`${name} is larger than 1 MB, so it is no control.`);
    files.push({ name, text: await utf8Of(file) });
  }
  return files;
}

export type WrittenFolder = { written: number; unchanged: number; /** Files of controls that the organization does not have. */ strange: string[] };

/** Writes files into a folder: only those that differ, each whole or not at all. Files of other controls stay and are named. */
export async function writeControlFolder(folder: string, files: readonly ControlFile[]): Promise<WrittenFolder> {
  await mkdir(folder, { recursive: true });
  const present = new Map((await readControlFolder(folder)).map(({ name, text }) => [name, text]));
  let written = 0;
  for (const { name, text } of files) {
    if (present.get(name) === text) continue;
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(`${target}.partial`, text);
    await rename(`${target}.partial`, target);
    written += 1;
  }
  const wanted = new Set(files.map(({ name }) => name));
  return { written, unchanged: files.length - written, strange: [...present.keys()].filter((name) => !wanted.has(name)) };
}
